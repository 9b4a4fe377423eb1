"""`kontrak verify --role feed` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from kontrak.contracts import load
from tests.planted.feeds.chain import FEEDS, chain
from tests.planted.feeds.deliver import Files, Wrong


def kontrak(*arguments, cwd):
    command = [sys.executable, "-m", "kontrak", "verify", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, env=dict(os.environ))


def results(cwd):
    report = json.loads((cwd / "kontrak-report/report.json").read_text(encoding="utf-8"))
    return report, {entry["id"]: entry for entry in report["requirements"]}


def test_the_embedded_mock_is_a_conformant_producer_in_files_and_tables(tmp_path):
    done = kontrak("--role", "feed", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "conformant"), done.stderr
    report, found = results(tmp_path)
    assert report["run"]["role"] == "feed"
    assert {entry["verdict"] for entry in found.values()} == {"pass", "not_tested", "not_applicable"}
    testable = load("tpos").in_role("feed").requirements
    open_ = {id for id, entry in found.items() if entry["verdict"] == "not_tested"}
    assert open_ == {id for id, entry in testable.items() if entry.test.not_tested}


def test_a_folder_of_files_is_verified_by_a_configuration(tmp_path):
    (tmp_path / "out").mkdir()
    for told in chain().batches:
        if told.feed == "invoice":
            told.rows[3]["daNo"] = "DA9"
        Files(tmp_path / "out", FEEDS, Wrong()).deliver(told)
    (tmp_path / "kontrak.toml").write_text('[target.tpos]\nfeeds = { outbox = "out" }\n', encoding="utf-8")
    done = kontrak("tpos", "--role", "feed", "--config", "kontrak.toml", "--profile", "strict", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    _, found = results(tmp_path)
    assert found["TPOS-FEED-INV-010"]["verdict"] == "fail"
    [failure] = found["TPOS-FEED-INV-010"]["checks"][0]["failures"]
    assert failure["message"] == (
        "tpos.invoice_202601171000.txt, line 4: no row of debit-advice has outletCode O0001, daNo DA9"
    )


@pytest.mark.parametrize(
    ("arguments", "config", "told"),
    [
        (("padi", "--role", "feed"), "", "padi has no feeds; --role feed is for tpos"),
        (("nobody", "--role", "feed"), "", "unknown partner 'nobody'"),
        (("--role", "feed", "--target", "http://127.0.0.1:1"), "", "--target does not say where the batches are"),
        (("--role", "feed", "--config", "k.toml"), '[target.tpos]\nbase_url = "http://x"', "no target has feeds; add [target.tpos]"),
        (("tpos", "--role", "feed", "--config", "k.toml"), '[target.tpos]\nbase_url = "http://x"', "add to kontrak.toml: [target.tpos] feeds"),
        (("tpos", "--config", "k.toml"), '[target.tpos]\nfeeds = { outbox = "." }', "add base_url, or verify its feeds with --role feed"),
        (("--role", "feed", "--only", "TPOS-PO-001"), "", "TPOS-PO-001 is not judged in the role feed; write --role provider"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_one_clear_line_and_exit_code_2(tmp_path, arguments, config, told):
    (tmp_path / "k.toml").write_text(config, encoding="utf-8")
    done = kontrak(*arguments, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert told in done.stderr.replace("\n", " ")
