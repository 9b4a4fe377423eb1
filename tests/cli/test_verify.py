import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from kontrak.mocks.adapters.child import running_mock
from tests.planted.padi.server import KEY, create_server


def kontrak(*arguments, cwd, **environment):
    """Run the command line as a user does; standard output is piped, so nothing is coloured."""
    command = [sys.executable, "-m", "kontrak", *map(str, arguments)]
    return subprocess.run(
        command, check=False, cwd=cwd, capture_output=True, text=True, timeout=300, env=environment or None
    )


@contextmanager
def live(fault=None):
    """A planted server on a free port."""
    server = make_server("127.0.0.1", 0, create_server(fault), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def described(folder, url):
    """A kontrak.toml for a planted server."""
    file = folder / "kontrak.toml"
    file.write_text(
        f"""
[target.padi]
base_url = "{url}"
api_key = "{KEY}"
allow = ["heavy", "destructive"]
records.umkm = [{{ uid = "123", nama_umkm = "PT. Damai Sejahtera", kategori_usaha = "1" }}]
records.satker = [{{ id_satker = "14482" }}]
""",
        encoding="utf-8",
    )
    return file


def test_with_no_target_the_embedded_mock_is_conformant_and_a_report_is_written(tmp_path):
    done = kontrak("verify", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "conformant" in done.stdout
    assert {file.name for file in (tmp_path / "kontrak-report").iterdir()} == {
        "report.json",
        "report.html",
        "junit.xml",
        "summary.md",
    }
    report = json.loads((tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "conformant"
    assert report["totals"]["fail"] == report["totals"]["error"] == report["totals"]["warn"] == 0


def test_a_clean_server_behind_a_configuration_is_conformant_and_a_faulty_one_is_not(tmp_path):
    with live() as url:
        assert kontrak("verify", "--config", described(tmp_path, url), cwd=tmp_path).returncode == 0
    with live("accepts-missing-tanggal-transaksi") as url:
        done = kontrak("verify", "padi", "--config", described(tmp_path, url), cwd=tmp_path)
    assert done.returncode == 1
    assert "PADI-TRX-001" in done.stdout
    assert "nonconformant" in done.stdout
    assert KEY not in done.stdout + (tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8")


DESCRIBED = {
    "tpos": """
[target.tpos]
base_url = "{url}"
auth = {{ kind = "oauth", grant = "client_credentials", client_id = "kontrak-dms-1", client_secret = "${{SECRET}}" }}
hooks = {{ advance = "{url}/_kontrak/clock?advance=PT{{hours}}H" }}
allow = ["heavy", "destructive"]
outlets = ["KTK000001"]
foreign_outlets = ["CTH000001"]
parts = ["9KT01A0001", "9KT01A0003", "9KT01A0002", "9KT03C000000001"]
claimable = [
  {{ noPo = "PO-KT-0901", noVendorInvoice = "KT0901", noCase = "C00901", noMaterial = "9KT01A0001", qty = 5, hargaNetDealer = 125000 }},
]
""",
    "dgi": """
[target.dgi]
base_url = "{url}"
groups = [
  {{ api_key = "kontrak-dgi-key", secret = "${{SECRET}}", dealers = ["99101", "99102"] }},
  {{ api_key = "kontrak-dgi-key-grup-contoh-2", secret = "kontrak-dgi-secret-grup-contoh-2", dealers = ["99201"] }},
]
hooks = {{ advance = "{url}/_kontrak/clock?advance=PT{{hours}}H" }}
allow = ["heavy", "destructive"]
tolerance = 10
records.dealer = ["99101"]
records.spk = [{{ idSpk = "SPK-99101-2611-0001", idProspect = "PSP-99101-2611-0001", dealerId = "99101" }}]
records.pkb = [{{ noWorkOrder = "WO-99101-2611-0001", dealerId = "99101" }}]
records.unpaidhlo = [{{ idHLODocument = "HLO-99101-2611-0003", noWorkOrder = "WO-99101-2611-0001", dealerId = "99101" }}]
""",
}
SECRETS = {"tpos": "kontrak-rahasia-1", "dgi": "kontrak-dgi-secret"}


@pytest.mark.parametrize("partner", DESCRIBED)
def test_a_server_that_is_described_and_asks_who_calls_is_conformant(partner, tmp_path):
    file, secret = tmp_path / "kontrak.toml", SECRETS[partner]
    with running_mock() as mock:
        file.write_text(DESCRIBED[partner].format(url=f"{mock}/w/described"), encoding="utf-8")
        environment = {**os.environ, "SECRET": secret}
        done = kontrak("verify", "--config", file, "--depth", "smoke", cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "conformant (smoke)"), done.stdout + done.stderr
    assert secret not in done.stdout + (tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8")


def test_a_target_that_cannot_be_reached_is_inconclusive(tmp_path):
    done = kontrak("verify", "padi", "--target", "http://127.0.0.1:1", cwd=tmp_path)
    assert done.returncode == 3
    assert "could not be reached" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_target_that_is_no_mock_and_has_no_configuration_is_inconclusive_and_says_what_to_add(tmp_path):
    with live() as url:
        done = kontrak("verify", "padi", "--target", url, cwd=tmp_path)
    assert done.returncode == 3
    report = (tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8")
    assert "[target.padi] api_key" in report


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("verify", "tidakada"), "unknown partner 'tidakada'; known: dgi, padi, tpos"),
        (("verify", "padi", "--target", "127.0.0.1:1"), "is no http or https URL"),
        (("verify", "padi", "--target", "http://127.0.0.1:1", "--config", "x.toml"), "exclude each other"),
        (("verify", "--config", "tidakada.toml"), "tidakada.toml: No such file"),
        (("verify", "--only", "PADI-TRX-999"), "no requirement PADI-TRX-999"),
        (("verify", "tpos", "--only", "TPOS-FEED-INV-001"), "not judged in the role provider; write --role feed"),
        (("verify", "--profile", "lax"), "Invalid value for '--profile'"),
        (("verify", "--max-time", "0"), "Invalid value for '--max-time'"),
        (("verify", "--seed", "-1"), "Invalid value for '--seed'"),
        (("contracts", "readings", "tidakada"), "unknown partner"),
        (("report", "tidakada.json"), "tidakada.json"),
        (("frobnicate",), "No such command"),
    ],
)
def test_a_wrong_command_line_is_one_clear_line_and_exit_code_2(tmp_path, arguments, told):
    done = kontrak(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_one_requirement_can_be_verified_alone(tmp_path):
    with live() as url:
        done = kontrak("verify", "--only", "PADI-TRX-001", "--config", described(tmp_path, url), cwd=tmp_path)
    report = json.loads((tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8"))
    assert done.returncode == 0
    assert [entry["id"] for entry in report["requirements"]] == ["PADI-TRX-001"]


def test_max_time_ends_the_run_early_and_the_rest_is_not_tested(tmp_path):
    with live() as url:
        done = kontrak("verify", "--max-time", "1", "--config", described(tmp_path, url), cwd=tmp_path)
    assert done.returncode == 3
    assert "--max-time" in (tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8")


def test_quiet_prints_the_verdict_alone(tmp_path):
    done = kontrak("verify", "--quiet", "--only", "PADI-TRX-001", cwd=tmp_path)
    assert done.stdout.split() == ["conformant"]


def test_a_report_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    done = kontrak("verify", "--only", "PADI-TRX-001", "--report-dir", "taken/inner", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_same_seed_gives_the_same_report_but_for_the_time(tmp_path):
    reports = []
    for name in ("one", "two"):
        kontrak("verify", "padi", "--seed", "7", "--report-dir", name, cwd=tmp_path)
        reports.append(json.loads((tmp_path / name / "report.json").read_text(encoding="utf-8")))
    assert [stripped(report) for report in reports[:1]] == [stripped(report) for report in reports[1:]]


def stripped(report):
    """What a report says, without durations, the time, and the port of the embedded mock."""
    for entry in report["requirements"]:
        for check in entry["checks"]:
            check.pop("seconds")
    return report["verdict"], report["totals"], report["requirements"], report["readings"]


def test_no_socket_of_the_embedded_mock_is_left_open(tmp_path):
    kontrak("verify", "--only", "PADI-TRX-001", cwd=tmp_path)
    report = json.loads((tmp_path / "kontrak-report" / "report.json").read_text(encoding="utf-8"))
    port = urlsplit(report["target"]["padi"]["base_url"]).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_baseline_is_read_before_anything_is_sent(tmp_path):
    file = tmp_path / "baseline.toml"
    file.write_text('[[known]]\nrequirement = "PADI-NONE-1"\ncomment = "a"\n', encoding="utf-8")
    with live() as url:
        done = kontrak("verify", "padi", "--target", url, "--baseline", file, cwd=tmp_path)
    assert done.returncode == 2
    assert "no requirement PADI-NONE-1" in done.stderr


def test_known_failures_of_one_run_are_warnings_of_the_next(tmp_path):
    with live("accepts-missing-tanggal-transaksi") as url:
        config = described(tmp_path, url)
        asked = ("verify", "--config", config, "--only", "PADI-TRX-001")
        assert kontrak(*asked, "--write-baseline", "known.toml", cwd=tmp_path).returncode == 1
        known = tmp_path / "known.toml"
        known.write_text(
            known.read_text(encoding="utf-8").replace('comment = ""', 'comment = "DMS-7"'), encoding="utf-8"
        )
        done = kontrak(*asked, "--baseline", known, "--evidence", "evidence.zip", cwd=tmp_path)
    assert "known: DMS-7" in done.stdout
    assert done.returncode == 3  # nothing failed, and nothing passed either
    assert kontrak("report", "evidence.zip", "--verify", cwd=tmp_path).returncode == 0
