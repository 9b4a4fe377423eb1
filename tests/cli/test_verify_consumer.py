from __future__ import annotations

import json
import threading

import httpx
import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from kontrak.cli.main import main
from kontrak.cli.verdict import verdict
from kontrak.conformance.consumer import journal
from kontrak.contracts import load
from kontrak.mocks import Settings, Simulator, create_app
from kontrak.mocks.adapters.child import running_mock
from tests.planted.clients.kill import START, Clock
from tests.planted.clients.padi import Padi


class Silent(WSGIRequestHandler):
    def log(self, *_):
        pass


@pytest.fixture(scope="module")
def mock():
    """The URL of a mock of PADI on a socket."""
    simulator = Simulator([load("padi")], Settings(still=START))
    server = make_server("127.0.0.1", 0, create_app(simulator, judge=verdict), threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    simulator.close()


@pytest.fixture
def verify(tmp_path, monkeypatch, capsys):
    """Runs `kontrak verify --role consumer`; gives its exit code, what it printed, and its report."""

    def run(*arguments, role="consumer"):
        words = ["kontrak", "verify", "--role", role, "--report-dir", str(tmp_path / "r"), *arguments]
        monkeypatch.setattr("sys.argv", words)
        with pytest.raises(SystemExit) as end:
            main()
        file, said = tmp_path / "r" / "report.json", capsys.readouterr()
        return end.value.code, said.out + said.err, json.loads(file.read_text("utf-8")) if file.exists() else None

    return run


def work(url, fault=None):
    """A client of PADI works there."""
    with httpx.Client(base_url=url) as http:
        clock = Clock(http)
        client = Padi(http, clock.now, clock.sleep, fault)
        client.login(http.get("/_kontrak/credentials").json())
        client.run()


def test_a_right_client_is_conformant_also_where_the_journal_has_several_pages(mock, verify, monkeypatch):
    monkeypatch.setattr(journal, "PAGE", 2)
    work(f"{mock}/w/right")
    code, _, report = verify("--target", mock, "--world", "right", "--scenario", "reporting")
    assert code == 0
    assert report["run"]["role"] == "consumer"
    assert report["target"]["padi"]["exchanges"] == 6
    assert report["target"]["padi"]["base_url"] == f"{mock}/w/right"


def test_a_wrong_client_is_not_and_the_finding_says_how_to_repeat_the_call(mock, verify):
    work(f"{mock}/w/wrong", "category-word")
    code, output, report = verify("--target", mock, "--world", "wrong")
    found = next(entry for entry in report["requirements"] if entry["id"] == "PADI-TRX-105")
    assert code == 1
    assert "PADI-TRX-105" in output
    assert f"curl -sS -X POST {mock}/w/wrong/padi-umkm/1.2.0/padis" in found["checks"][0]["failures"][0]["curl"]
    assert "$KONTRAK_KEY" in found["checks"][0]["failures"][0]["curl"]


def test_an_empty_journal_is_inconclusive_and_says_where_to_point_the_client(mock, verify):
    code, _, report = verify("padi", "--target", mock, "--world", "nobody")
    assert code == 3
    assert report["verdict"] == "inconclusive"
    assert f"point the client at {mock}/w/nobody" in report["requirements"][0]["reason"]


def test_a_mock_that_does_not_answer_is_inconclusive(verify):
    code, _, report = verify("--target", "http://127.0.0.1:9", "--world", "x")
    assert code == 3
    assert "no answer from http://127.0.0.1:9" in report["requirements"][0]["reason"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "start `kontrak mock`, let your client call"),
        (("--config", "kontrak.toml"), "--config describes servers"),
        (("--target", "MOCK", "--world", "a b"), "is no name of a world"),
        (("--target", "MOCK", "--scenario", "reports"), "no scenario reports; known: back-order"),
        (("padl", "--target", "MOCK"), "unknown partner"),
        (
            ("--target", "MOCK/no", "--world", "x"),
            "answers 404 and no journal; --target is the URL of a `kontrak mock`",
        ),
    ],
    ids=["no target", "config", "world", "scenario", "partner", "no mock"],
)
def test_what_is_asked_wrongly_is_a_usage_error_that_says_what_to_do(mock, verify, arguments, told):
    code, output, _ = verify(*(word.replace("MOCK", mock) for word in arguments))
    assert code == 2
    assert told in " ".join(output.split())


def test_worlds_and_scenarios_are_of_clients_alone(verify):
    code, output, _ = verify("--world", "x", role="provider")
    assert code == 2
    assert "--world and --scenario are of --role consumer" in output


def test_the_verdict_over_http_is_the_same_and_is_asked_for_by_partner_scenario_and_profile(mock):
    work(f"{mock}/w/asked", "no-report")
    asked = {"partner": "padi", "scenario": "reporting", "profile": "documented"}
    report = httpx.get(f"{mock}/w/asked/_kontrak/verdict", params=asked).json()
    assert report["schema"] == "kontrak-report/1"
    assert report["verdict"] == "nonconformant"
    assert httpx.get(f"{mock}/w/asked/_kontrak/verdict").json()["verdict"] == "conformant"


@pytest.mark.parametrize(
    ("query", "status"),
    [("partner=padl", 422), ("scenario=x", 422), ("profile=x", 422), ("role=x", 400)],
)
def test_a_verdict_that_cannot_be_given_is_refused_with_what_is_known(mock, query, status):
    answer = httpx.get(f"{mock}/w/refused/_kontrak/verdict?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_judge_the_mock_gives_no_verdict():
    simulator = Simulator([load("padi")])
    assert create_app(simulator).test_client().get("/_kontrak/verdict").status_code == 501
    simulator.close()


def test_to_ask_for_the_verdict_of_a_world_makes_no_world(mock):
    httpx.get(f"{mock}/w/unmade/_kontrak/verdict")
    assert "unmade" not in {world["name"] for world in httpx.get(f"{mock}/_kontrak/worlds").json()["worlds"]}


def test_a_mock_in_a_process_of_its_own_is_given_the_judge():
    with running_mock(judge=verdict) as url:
        assert httpx.get(f"{url}/_kontrak/verdict", timeout=30).json()["verdict"] == "inconclusive"
