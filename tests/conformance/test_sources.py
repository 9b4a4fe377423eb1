"""Each source of evidence finds a fault without the others, and says what it did."""

from __future__ import annotations

import json
import re
import sys
import time

import pytest

from kontrak.conformance.client import Client
from kontrak.conformance.engine import process, source
from kontrak.conformance.errors import Missing, OutOfTime, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.plan import plan
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Outcome, Profile
from tests.planted.kill import serving
from tests.planted.padi.server import create_server

SOURCES = ("cases:", "probe:", "property:accepts:", "property:refuses:", "stateful:", "engine:")


def failures(results):
    """The failures by requirement, those of watches left out."""
    return {
        id: [failure for check in result.checks if not check.id.startswith("watch:") for failure in check.failures]
        for id, result in results.items()
        if result.verdict is Outcome.FAIL
    }


def alone(*sources):
    return tuple(name for name in SOURCES if name not in sources)


@pytest.mark.parametrize(
    ("fault", "requirement", "sent"),
    [
        ("accepts-missing-tkdn", "PADI-TRX-023", '"transaksi"'),
        ("accepts-unknown-uid-umkm", "PADI-TRX-209", "tidak-ada"),
        ("ignores-nama-umkm-of-the-vendor", "PADI-TRX-210", '"nama_umkm"'),
        ("accepts-certificate-tkdn-without-certificate", "PADI-TRX-125", '"certificate_tkdn"'),
    ],
)
def test_generated_refusals_alone_find_what_is_wrongly_accepted(fault, requirement, sent, verified):
    with serving(fault) as target:
        found = failures(verified(target, alone("property:refuses:"), profile=Profile.STRICT))
    assert list(found) == [requirement]
    (failure,) = found[requirement]
    assert failure.message.startswith("createTransaksi accepted a broken ")
    assert sent in failure.request["body"]


def test_what_is_wrongly_accepted_is_shrunk_to_its_simplest(verified):
    with serving("accepts-any-text-tanggal-transaksi") as target:
        found = failures(verified(target, alone("property:refuses:"), profile=Profile.STRICT))
    (failure,) = found["PADI-TRX-301"]
    assert re.match('/transaksi/tanggal_transaksi: got "[^"]{1,10}", wanted a calendar date', failure.got)


def test_generated_good_messages_alone_find_what_is_wrongly_refused(verified):
    with serving("refuses-capex-without-certificate") as target:
        found = failures(verified(target, alone("property:accepts:")))
    (failure,) = found["PADI-TRX-401"]
    message = json.loads(failure.request["body"])["transaksi"]
    assert (message["tipe_nilai_project"], message["is_certificate"]) == ("CAPEX", "0")
    assert len(message["nama_project"]) < 10


@pytest.mark.parametrize("dialect", ["strict", "other"])
def test_the_engine_alone_raises_no_alarm_against_a_clean_server(dialect, live, target, verified):
    url = live(create_server(dialect=dialect))
    results = verified(target(url, timeout=5), alone("engine:"))
    alarms = {Outcome.FAIL, Outcome.ERROR}
    assert [result.reason for result in results.values() if result.verdict in alarms] == []
    cases = [check.cases for result in results.values() for check in result.checks if check.id.startswith("engine:")]
    assert sum(cases) > 100


@pytest.mark.parametrize(
    ("fault", "requirement"),
    [("accepts-missing-tkdn", "PADI-TRX-023"), ("accepts-missing-vendor-uid", "PADI-UMK-003")],
)
def test_the_engine_alone_finds_a_fault(fault, requirement, live, target, verified):
    url = live(create_server(fault))
    found = failures(verified(target(url, timeout=5), alone("engine:"), profile=Profile.STRICT))
    assert list(found) == [requirement]
    assert "createUmkm accepted" in found[requirement][0].message or "tkdn" in found[requirement][0].message


@pytest.fixture
def engine_session(live, padi, target):
    """A session against a clean server on a socket."""
    with Client(timeout=5) as client:
        session = Session(padi, target(live(create_server()), timeout=5), client, seed=3, mark="KT")
        yield session
        session.close()


def test_the_engine_sends_the_same_for_the_same_seed(engine_session, padi):
    first, second = (bodies(engine_session, padi) for _ in range(2))
    assert len(first) > 50
    assert first == second


def bodies(session, padi):
    """What the engine sent, the numbers of the keys left out."""
    sent = source._exchanges(session, padi.operations["createUmkm"])
    prefix = session.messages.mark.encode()
    return [b"KEY".join(part.split(b'"', 1)[-1] for part in one.request.body.split(prefix)) for one in sent]


BEHAVIOURS = {
    "crashes": (
        "import sys; sys.exit('the engine is broken')",
        Trouble,
        "the engine ended with 1: the engine is broken",
    ),
    "crashes with much to say": ("import sys; sys.exit('x' * 10**6)", Trouble, "the engine ended with 1: xxx"),
    "reports its own error": (
        'print(\'{"error": "no schema"}\')',
        Trouble,
        "could not work with createUmkm: no schema",
    ),
    "hangs": ("import time; time.sleep(30)", Trouble, "the engine was stopped after 0.5 s and 0 exchanges"),
    "hangs in the middle of a line": (
        "import time; print('{\"err', end='', flush=True); time.sleep(30)",
        Trouble,
        "the engine was stopped after 0.5 s and 0 exchanges",
    ),
}


@pytest.mark.parametrize(("code", "error", "reason"), BEHAVIOURS.values(), ids=BEHAVIOURS)
def test_an_engine_that_fails_is_trouble_and_no_hang(code, error, reason, monkeypatch, engine_session, padi):
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", code))
    monkeypatch.setattr(source, "LONGEST", 0.5)
    started = time.monotonic()
    with pytest.raises(error, match=reason):
        list(source._exchanges(engine_session, padi.operations["createUmkm"]))
    assert time.monotonic() - started < 15


def test_what_a_slow_engine_told_before_it_was_stopped_counts(monkeypatch, engine_session, padi):
    line = json.dumps(
        {
            "method": "POST",
            "url": "x",
            "headers": {},
            "body": "",
            "status": 200,
            "answer_headers": {},
            "answer": "",
            "seconds": 0,
        }
    )
    code = f"import time; print({line!r}, flush=True); time.sleep(30)"
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", code))
    monkeypatch.setattr(source, "LONGEST", 1.0)
    told = []
    with pytest.raises(Missing, match="stopped after 1 s and 1 exchanges"):
        told.extend(source._exchanges(engine_session, padi.operations["createUmkm"]))


def test_the_engine_stops_when_the_time_of_the_run_is_spent(monkeypatch, engine_session, padi):
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", "import time; time.sleep(30)"))
    engine_session.client._deadline = time.monotonic() + 0.5
    with pytest.raises(OutOfTime):
        list(source._exchanges(engine_session, padi.operations["createUmkm"]))


def test_a_failing_engine_makes_its_requirements_an_error(monkeypatch, live, target, verified):
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", "import sys; sys.exit(7)"))
    results = verified(target(live(create_server()), timeout=5), alone("engine:"))
    assert results["PADI-TRX-401"].verdict is Outcome.ERROR
    assert "the engine ended with 7" in results["PADI-TRX-401"].reason


def test_the_engine_makes_no_deletions_without_permission(padi, target, live):
    wanted = target(live(create_server()), allow=())
    (check,) = [check for check in plan(padi) if check.id == "engine:deleteTransaksi"]
    with Client(timeout=5) as client, pytest.raises(Missing, match='allow = \\["destructive"\\]'):
        check.run(Session(padi, wanted, client, seed=1, mark="KT"), Evidence(check.id))
