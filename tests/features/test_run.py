import re
import socket
from importlib.util import find_spec
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.contracts import load
from tests.features.conftest import ROOT
from tests.features.cucumber import SCHEMA
from tests.planted.live import live
from tests.planted.padi.server import KEY, create_server

GOOD = """# language: id
@tpos
Fitur: Pesanan
  @TPOS-PO-401
  Skenario: benar
    Ketika outlet mengirim pesanan
    Maka jawabannya diterima
"""
WRONG = """# language: id
@tpos
Fitur: Pesanan lain
  @TPOS-PO-102
  Skenario: salah harap
    Ketika outlet mengirim pesanan dengan:
      | noPo    | PO-1 |
      | Tipe PO | 4    |
    Maka jawabannya diterima
    Dan daftar kosong
"""
PADI = """# language: id
@padi
Fitur: Transaksi
  @PADI-TRX-002
  Skenario: tanpa nomor
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id | (tidak ada) |
    Maka jawabannya ditolak karena "PADI-TRX-002"
  Skenario: besok
    Ketika 1 hari berlalu
    Dan perusahaan menampilkan daftar UMKM
    Maka jawabannya diterima
"""


def test_every_packaged_feature_passes_against_the_mock(bdd):
    known = () if find_spec("kontrak.mocks.faults") else ("--tags", "not faults")
    ran = bdd(ROOT / "features", "--quiet", *known)
    assert (ran.out.splitlines()[:-1], ran.err, ran.code) == ([], "", 0)
    assert jsonschema_rs.is_valid(SCHEMA, ran.cucumber())


def test_a_failure_says_which_step_field_got_wanted_requirement_and_line(bdd, write):
    write("b.feature", WRONG)
    ran = bdd("b.feature")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert "    ✗ Maka jawabannya diterima" in lines
    assert "      Dan daftar kosong" in lines
    assert "        Pesan ditolak." in lines
    told = " ".join(ran.out.split())
    assert "didapat HTTP 400" in told
    assert "diharapkan diterima" in told
    assert "persyaratan TPOS-PO-401 (documented, 001 T2)" in told
    assert "        b.feature:9" in lines
    assert re.search(r"ulangi +curl .*\$KONTRAK_TOKEN", ran.out)
    assert "1 scenario: 1 failed" in ran.out
    assert "\x1b[" not in ran.out


def test_the_reports_of_a_failure_hold_its_cause(bdd, write):
    write("a.feature", GOOD)
    write("b.feature", WRONG)
    ran = bdd(".", "--lang", "id")
    assert jsonschema_rs.is_valid(SCHEMA, ran.cucumber())
    assert ran.scenarios() == [("benar", ["passed", "passed"]), ("salah harap", ["passed", "failed", "skipped"])]
    failed = ran.cucumber()[1]["elements"][0]["steps"][1]["result"]
    assert failed["error_message"].startswith("Pesan ditolak.\ngot: HTTP 400")
    page = (ran.folder / "scenarios.html").read_text("utf-8")
    assert "Pesan ditolak." in page
    assert 'href="#TPOS-PO-102"' in page
    assert f"2 dari {len(load('tpos').requirements)} persyaratan punya skenario." in page
    assert not re.search(r"(src|href)=\"http", page)
    suite = ET.parse(ran.folder / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    properties = [one.get("value") for one in suite.iter("property")]
    assert properties == ["TPOS-PO-401", "TPOS-PO-102"]


def test_processes_share_the_work_and_report_the_same(bdd, write):
    write("a.feature", GOOD)
    write("b.feature", WRONG)
    ran = bdd(".", "-n", "2")
    assert ran.code == 1
    assert jsonschema_rs.is_valid(SCHEMA, ran.cucumber())
    assert sorted(ran.scenarios()) == [("benar", ["passed"] * 2), ("salah harap", ["passed", "failed", "skipped"])]


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_nothing_runs_while_any_step_is_unknown(bdd, write, options):
    write("a.feature", GOOD)
    write("b.feature", GOOD.replace("diterima", "di terima"))
    write("c.feature", WRONG.replace("Dan daftar kosong", "Dan daftarnya kosong"))
    ran = bdd(".", *options)
    assert ran.code == 2
    assert (
        "b.feature:7: unknown step: Maka jawabannya di terima; the nearest known:\n      jawabannya diterima" in ran.err
    )
    assert "c.feature:10: unknown step: Dan daftarnya kosong; the nearest known:\n      daftar kosong" in ran.err
    assert (ran.out, ran.folder.exists()) == ("", False) or "scenarios:" not in ran.out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("a.feature", "--tags", "@TPOS-PO-401 and tpos"), 0, "1 scenario: 1 passed"),
        (("a.feature", "--tags", "TPOS-PO-9"), 2, "--tags takes tags that the files have"),
        (("a.feature", "-k", "lain"), 2, "no scenario found; 1 scenario left out by --tags or -k"),
        (("empty",), 2, "no scenario found"),
        (("a.feature", "--config", "x.toml"), 2, "x.toml: No such file"),
        (("a.feature", "--report-dir", "a.feature/x"), 2, "cannot be written"),
    ],
)
def test_the_exit_code_tells_what_is_wrong(bdd, write, tmp_path, options, code, told):
    write("a.feature", GOOD)
    (tmp_path / "empty").mkdir()
    ran = bdd(*options)
    assert ran.code == code, ran.out + ran.err
    assert told in ran.out + ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "name a feature file or a folder"),
        (("x.feature",), "does not exist"),
        ((".", "--target", "x"), "no http or https URL"),
        ((".", "--target", "http://a", "--config", "x.toml"), "exclude each other"),
    ],
)
def test_wrong_options_are_told_before_anything_is_read(options, told):
    done = CliRunner().invoke(cli, ["bdd", *options])
    assert done.exit_code != 0
    assert told in done.output + str(done.exception)


def test_several_processes_without_what_starts_them_are_told_what_to_install(bdd, write, monkeypatch):
    monkeypatch.setattr("kontrak.cli.bdd.run.find_spec", lambda _: None)
    write("a.feature", GOOD)
    ran = bdd("a.feature", "-n", "2")
    assert (ran.code, "pip install 'kontrak[parallel]'" in ran.err) == (2, True)


@pytest.mark.parametrize("words", [["--help"], ["--lang", "xx"], ["run", "--help"]])
def test_the_command_is_called_by_the_name_that_is_typed(words):
    done = CliRunner().invoke(cli, ["bdd", *words], prog_name="kontrak")
    assert "Usage: kontrak bdd [OPTIONS] PATH..." in done.output
    assert "bdd run" not in done.output


def test_a_target_that_does_not_answer_is_inconclusive(bdd, write):
    write("a.feature", GOOD)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ran = bdd("a.feature", "--target", f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert (ran.code, "nothing answers at" in ran.err) == (3, True)


def configured(write, address):
    write(
        "kontrak.toml",
        f'[target.padi]\nbase_url = "{address}"\napi_key = "{KEY}"\nrecords.satker = [{{ id_satker = "14482" }}]\n'
        'records.umkm = [{ uid = "123", nama_umkm = "PT. Damai Sejahtera", kategori_usaha = "1" }]\n',
    )
    return ("p.feature", "--config", "kontrak.toml")


def test_a_step_that_a_target_cannot_do_is_skipped_with_the_line_to_add(bdd, write):
    write("p.feature", PADI)
    with live(create_server()) as address:
        ran = bdd(*configured(write, address))
    assert ran.code == 0, ran.out + ran.err
    assert "2 scenarios: 1 passed, 1 not tested" in ran.out
    told = " ".join(ran.out.split())
    assert "needs a clock that can be set; add to kontrak.toml: [target.padi] hooks = { advance =" in told


def test_a_target_with_a_fault_fails_its_scenario(bdd, write):
    write("p.feature", PADI)
    with live(create_server("accepts-missing-transaksi-id")) as address:
        ran = bdd(*configured(write, address))
    assert ran.code == 1, ran.out + ran.err
    assert "wanted" not in ran.out
    assert "ditolak karena PADI-TRX-002" in ran.out


def test_where_everything_is_skipped_nothing_was_tested(bdd, write):
    write("a.feature", GOOD.replace("Ketika outlet", 'Diketahui main dealer adalah "trio"\n    Ketika outlet'))
    write("kontrak.toml", '[target.tpos]\nbase_url = "http://127.0.0.1:9"\n')
    ran = bdd("a.feature", "--config", "kontrak.toml")
    assert (ran.code, "1 scenario: 1 not tested" in ran.out) == (3, True)
