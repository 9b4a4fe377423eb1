"""Steps that tell verdicts: on a client by the mock's judge, on the implementation by a verification."""

from datetime import datetime, timedelta

import httpx
import pytest
from flask import Flask, request

from kontrak.cli.targets import credentials_of, mock_target
from kontrak.contracts import load, load_all
from kontrak.mocks import Settings, Simulator, create_app
from tests.planted.live import live
from tests.planted.padi.server import KEY, create_server

HEAD = "# language: id\n@padi\nFitur: Klien\n  Skenario: satu\n"
WRONG = ("Ketika perusahaan melaporkan transaksi dengan:", "  | transaksi_id | (tidak ada) |")


@pytest.fixture
def told(bdd, write):
    """What a scenario of these steps says: the exit code, and the output in one line."""

    def run(*steps, head=HEAD, options=(), **env):
        write("a.feature", head + "".join(f"    {step}\n" for step in steps))
        ran = bdd("a.feature", *options, **env)
        return ran.code, " ".join((ran.out + ran.err).split())

    return run


def test_a_client_that_broke_a_requirement_is_told_its_finding(told):
    code, text = told(*WRONG, 'Maka klien mematuhi "PADI-TRX-002"')
    assert code == 1
    assert "Klien melanggar persyaratan. temuan createTransaksi" in text
    assert "persyaratan PADI-TRX-002 (documented," in text
    assert "didapat" in text
    assert "diharapkan" in text
    assert "ulangi curl" in text


def test_a_requirement_that_no_call_is_about_is_not_kept(told):
    code, text = told("Ketika perusahaan menampilkan daftar UMKM", 'Maka klien mematuhi "PADI-TRX-002"')
    assert (code, "Tidak ada panggilan klien yang menunjukkannya." in text) == (1, True), text


@pytest.mark.parametrize(
    "step", ['klien mematuhi "PADI-TRX-002"', "klien sesuai kontrak", 'klien sesuai kontrak dalam skenario "vendors"']
)
def test_a_client_that_never_called_is_told_so(told, step):
    code, text = told(f"Maka {step}")
    assert (code, "Simulator tidak menerima panggilan." in text) == (1, True), text


def test_a_client_that_kept_a_requirement_did_not_break_it(told):
    code, text = told("Ketika perusahaan menampilkan daftar UMKM", 'Maka klien melanggar "PADI-CLIENT-001"')
    assert (code, "Klien tidak melanggarnya. didapat tidak ada yang dilanggar" in text) == (1, True), text


LISTS = "Ketika perusahaan menampilkan daftar UMKM"


def test_a_requirement_that_another_one_speaks_for_can_be_asked_by_its_own_name(told):
    assert told("Diketahui kuncinya salah", LISTS, 'Maka klien melanggar "PADI-AUTH-002"')[0] == 0
    code, text = told("Diketahui kuncinya salah", LISTS, 'Maka klien mematuhi "PADI-AUTH-002"')
    assert (code, "persyaratan PADI-AUTH-002 (" in text) == (1, True), text
    assert told(LISTS, 'Maka klien mematuhi "PADI-AUTH-002"')[0] == 0
    assert told(LISTS, 'Maka klien melanggar "PADI-AUTH-002"')[0] == 1


def test_a_client_that_left_out_a_step_of_its_scenario_is_not_conformant(told):
    code, text = told("Ketika perusahaan mendaftarkan UMKM", 'Maka klien sesuai kontrak dalam skenario "vendors"')
    assert code == 1
    assert "Klien tidak sesuai kontrak" in text
    assert "persyaratan PADI-CLIENT-102" in text


def test_an_unknown_scenario_of_clients_is_told_with_the_known(told):
    code, text = told("Ketika perusahaan menampilkan daftar UMKM", 'Maka klien sesuai kontrak dalam skenario "x"')
    assert (code, "no scenario x; known: " in text) == (2, True), text


@pytest.fixture
def guarded():
    """A mock with a token, and without a judge."""
    with live(create_app(Simulator(load_all().values(), Settings(control_token="rahasia")))) as address:
        yield ("--target", address)


def test_the_token_of_a_guarded_mock_is_sent_and_a_mock_without_a_judge_judges_nobody(told, guarded):
    steps = ("Ketika 1 hari berlalu", "Dan perusahaan menampilkan daftar UMKM", "Maka jawabannya diterima")
    assert told(*steps, options=guarded, KONTRAK_CONTROL_TOKEN="rahasia")[0] == 0
    code, text = told(*steps, "Dan klien sesuai kontrak", options=guarded, KONTRAK_CONTROL_TOKEN="rahasia")
    assert (code, "needs a mock that judges clients" in text) == (3, True), text
    assert "rahasia" not in text


def test_the_clock_of_a_guarded_mock_is_moved_with_its_token(guarded, monkeypatch):
    address = guarded[1]
    monkeypatch.setenv("KONTRAK_CONTROL_TOKEN", "rahasia")
    target = mock_target(load("padi"), address, credentials_of(address), "")
    before = clock(address)
    target.hooks.move(24, "padi")
    assert clock(address) - before >= timedelta(hours=24)
    assert "rahasia" not in repr(target)


def clock(address):
    answer = httpx.get(f"{address}/_kontrak/clock", headers={"authorization": "Bearer rahasia"})
    return datetime.fromisoformat(answer.json()["now"])


def test_a_server_that_is_no_mock_is_not_sent_the_token(monkeypatch):
    monkeypatch.setenv("KONTRAK_CONTROL_TOKEN", "rahasia")
    app, seen = Flask("other"), []

    @app.route("/<path:_>")
    def answer(_):
        seen.append(dict(request.headers))
        return "", 401, {"WWW-Authenticate": 'Bearer realm="other"'}

    with live(app) as address:
        assert credentials_of(address) is None
    assert [headers for headers in seen if "Authorization" in headers] == []
    assert len(seen) == 1


@pytest.mark.parametrize("token", [None, "salah"])
def test_a_guarded_mock_without_its_token_is_told_what_to_set(told, guarded, token):
    code, text = told("Ketika 1 hari berlalu", options=guarded, KONTRAK_CONTROL_TOKEN=token)
    assert (code, "set KONTRAK_CONTROL_TOKEN" in text) == (2, True), text


@pytest.fixture
def server(write):
    """The options for a planted server of PADI."""

    def options(address):
        write(
            "kontrak.toml",
            f'[target.padi]\nbase_url = "{address}"\napi_key = "{KEY}"\nrecords.satker = [{{ id_satker = "14482" }}]\n'
            'records.umkm = [{ uid = "123", nama_umkm = "PT. Damai Sejahtera", kategori_usaha = "1" }]\n',
        )
        return ("--config", "kontrak.toml")

    return options


def test_an_implementation_is_verified_in_one_requirement(told, server):
    step = 'Maka implementasi mematuhi persyaratan "PADI-TRX-002"'
    with live(create_server()) as address:
        assert told(step, step, options=server(address))[0] == 0
    with live(create_server("accepts-missing-transaksi-id")) as address:
        assert told(step.replace("002", "003"), options=server(address))[0] == 0
        code, text = told(step, options=server(address))
    assert code == 1
    assert "Implementasi melanggar persyaratan. temuan" in text
    assert "persyaratan PADI-TRX-002 (documented," in text


def test_a_requirement_about_every_answer_is_judged_by_those_of_the_scenario(told):
    step = 'Maka implementasi mematuhi persyaratan "PADI-API-009"'
    assert told("Ketika perusahaan menampilkan daftar UMKM", step)[0] == 0
    code, text = told(step)
    assert (code, "no answer of this scenario speaks about it" in text) == (3, True), text


@pytest.mark.parametrize(
    ("id", "said"),
    [("PADI-CLIENT-001", "kontrak verify padi --role consumer"), ("PADI-TRX-O02", "did you mean PADI-TRX-")],
)
def test_a_requirement_that_no_server_is_judged_by_is_told(told, id, said):
    code, text = told(f'Maka implementasi mematuhi persyaratan "{id}"')
    assert (code, said in text) == (2, True), text


def test_our_own_words_are_in_the_language_of_the_file(told):
    code, text = told(*WRONG, "Maka jawabannya diterima")
    assert (code, "diharapkan diterima" in text) == (1, True), text
    english = "Feature: a\n  Scenario: b\n"
    code, text = told("When the company lists the vendors", "Then the answer is refused", head=english)
    assert (code, "wanted a refusal" in text) == (1, True), text
