"""`kontrak verify --role reader` as a user runs it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DMS = Path(__file__).parents[1] / "planted" / "readers" / "dms.py"


def kontrak(*arguments, cwd):
    command = [sys.executable, "-m", "kontrak", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, env=dict(os.environ))


def test_a_dms_is_verified_by_a_configuration(tmp_path):
    made = kontrak("staging", "create", "--database", "sqlite:///staging.db", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    (tmp_path / "dms.db").touch()
    run = shlex.join([sys.executable, str(DMS), "sqlite:///staging.db", "dms.db", "amounts"])
    (tmp_path / "kontrak.toml").write_text(
        f"""
[target.tpos.reader]
database = "sqlite:///staging.db"
answers_database = "sqlite:///dms.db"
run = "{run}"
only = ["credit-advice", "debit-advice"]
answers = {{ credit-advice = "tpos_credit_advice", debit-advice = "SELECT * FROM tpos_debit_advice" }}
""",
        encoding="utf-8",
    )
    arguments = (
        "--config",
        "kontrak.toml",
        "--profile",
        "strict",
        "--only",
        "TPOS-READER-001",
        "--only",
        "TPOS-READER-007",
    )
    done = kontrak("verify", "tpos", "--role", "reader", *arguments, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    report = json.loads((tmp_path / "kontrak-report/report.json").read_text(encoding="utf-8"))
    assert report["run"]["role"] == "reader"
    first, second = report["requirements"]
    assert (first["verdict"], second["verdict"]) == ("pass", "fail")
    assert "credit-advice, a row that comes again with other values: grossAmount of caNo " in second["reason"]


@pytest.mark.parametrize(
    ("arguments", "config", "told"),
    [
        ((), "", "--role reader verifies your DMS; write a kontrak.toml, and name it with --config: [target.tpos.reader] database = "),
        (("padi",), "", "padi has no staging tables; --role reader is for tpos"),
        (("nobody",), "", "unknown partner 'nobody'"),
        (("--target", "http://127.0.0.1:1"), "", "--target is no reader; write a kontrak.toml"),
        (("--config", "k.toml"), '[target.tpos]\nbase_url = "http://x"', "no target has a reader; add: [target.tpos.reader]"),
        (("tpos", "--config", "k.toml"), '[target.tpos]\nbase_url = "http://x"', "add to kontrak.toml: [target.tpos] reader = "),
        (("--role", "provider", "tpos", "--config", "k.toml"), '[target.tpos]\nreader = { database = "postgresql://x", run = "y" }', "add base_url, or verify it with --role reader"),
        (("--only", "TPOS-PO-001", "--config", "k.toml"), '[target.tpos]\nreader = { database = "postgresql://x", run = "y" }', "TPOS-PO-001 is not judged in the role reader; write --role provider"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_clear_line_and_exit_code_2(tmp_path, arguments, config, told):
    (tmp_path / "k.toml").write_text(config, encoding="utf-8")
    done = kontrak("verify", "--role", "reader", *arguments, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert told in " ".join(done.stderr.split())
