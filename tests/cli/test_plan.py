"""`kontrak verify --plan` and how a run ends that is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

COMMAND = (sys.executable, "-m", "kontrak", "verify")


def kontrak(*arguments, cwd):
    return subprocess.run([*COMMAND, *arguments], check=False, cwd=cwd, capture_output=True, text=True, timeout=300)


CONFIG = """
[target.padi]
base_url = "http://127.0.0.1:1"
api_key = "rahasia-sekali"
records.umkm = [{ uid = "V-1", nama_umkm = "PT. Contoh", kategori_usaha = "1" }]
"""


@pytest.fixture
def config(tmp_path):
    file = tmp_path / "kontrak.toml"
    file.write_text(CONFIG, encoding="utf-8")
    return str(file)


def test_a_plan_fits_80_columns_and_names_target_mark_records_and_what_is_not_permitted(config, tmp_path):
    done = kontrak("padi", "--plan", "--config", config, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    for told in ("http://127.0.0.1:1", "the key in x-api-key", "KT", "umkm V-1", '[target.padi] allow = ["heavy"]'):
        assert told in done.stdout
    assert "rahasia" not in done.stdout
    assert not (tmp_path / "kontrak-report").exists()


def test_a_plan_as_json_has_each_check_with_its_places(config, tmp_path):
    done = kontrak("padi", "--plan", "--json", "--only", "PADI-TRX-001", "--config", config, cwd=tmp_path)
    (plan,) = json.loads(done.stdout)
    steps = {step["check"]: step for step in plan["steps"]}
    assert steps["cases:PADI-TRX-001"]["places"] == [["POST", "/padi-umkm/1.2.0/padis"]]
    assert "rahasia" not in done.stdout


@pytest.mark.parametrize("partners", [(), ("tpos",), ("dgi",)], ids=str)
def test_a_plan_of_the_embedded_mock_names_every_partner(partners, tmp_path):
    done = kontrak(*partners, "--plan", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    told = [line.partition(":")[0] for line in done.stdout.splitlines() if " messages to " in line]
    assert sorted(told) == sorted(partners or ("dgi", "padi", "tpos"))


def test_an_unknown_requirement_is_told_of_a_plan_too(config, tmp_path):
    done = kontrak("padi", "--plan", "--only", "PADI-TRX-999", "--config", config, cwd=tmp_path)
    assert (done.returncode, "no requirement PADI-TRX-999" in done.stderr) == (2, True)


def test_ctrl_c_ends_every_process_with_one_readable_line(tmp_path):
    command = [*COMMAND, "padi", "-n", "2"]
    run = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    run.stderr.readline()  # the header: the mock is up, and the workers start
    time.sleep(1)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "kontrak: interrupted; no report was written" in said
    assert "Traceback" not in said
    assert gone(run.pid)


def gone(group):
    """Whether no process of that group is left, after a moment."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
