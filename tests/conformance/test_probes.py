from __future__ import annotations

import time

import pytest

from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing
from kontrak.conformance.verdict import Outcome
from kontrak.conformance.watch import Seen, leak
from tests.planted.kill import serving
from tests.planted.padi.server import create_server


@pytest.mark.parametrize(
    ("fault", "id"),
    [
        ("forgets-transaksi", "PADI-TRX-410"),
        ("forgets-transaksi", "PADI-DEL-001"),
        ("forgets-transaksi", "PADI-DEL-003"),
        ("forgets-transaksi", "PADI-TRX-409"),
        ("loses-the-last-transaksi", "PADI-AUTH-004"),
    ],
)
def test_what_is_never_listed_cannot_be_seen_to_be_absent(fault, id, verified):
    with serving(fault) as target:
        assert verified(target, only=(id,), leave_out=("stateful:", "engine:"))[id].verdict is Outcome.NOT_TESTED


def test_a_large_body_that_breaks_the_connection_is_a_finding_and_no_trouble(target, verified):
    inner = create_server()

    def app(environ, start_response):
        if int(environ.get("CONTENT_LENGTH") or 0) > 1_000_000:
            raise ConnectionResetError
        return inner(environ, start_response)

    result = verified(target(app=app), only=("PADI-API-008",))["PADI-API-008"]
    assert (result.verdict, result.reason) == (Outcome.WARN, "a large body breaks the connection")


def leaks(session, padi, text):
    """Whether the watch for leaks takes an answer of that text for one."""
    requirement = padi.requirements["PADI-API-014"]
    evidence = Evidence("watch")
    exchange = Exchange(Outgoing("GET", "http://h"), Incoming(422, {}, text.encode()))
    leak(Seen(session(None), exchange), requirement, evidence)
    return evidence.has_failed(requirement.id)


@pytest.mark.parametrize(
    "text",
    [
        'Traceback (most recent call last):\n  File "x.py"',
        "\tat com.example.Padi.simpan(Padi.java:12)",
        "SQLSTATE[23000]: Integrity constraint violation",
        "Duplicate entry 'TRX-1' for key 'PRIMARY'",
        "ORA-00001: unique constraint violated",
        "System.NullReferenceException: Object reference",
    ],
)
def test_the_inside_of_a_server_is_seen(text, session, padi):
    assert leaks(session, padi, text)


@pytest.mark.parametrize(
    "text",
    [
        '{"status": "error", "message": "Duplicate entry: transaksi_id sudah ada"}',
        '{"message": "transaksi tidak valid at transaksi_id (row:1)"}',
        "",
    ],
)
def test_an_ordinary_refusal_is_no_leak(text, session, padi):
    assert not leaks(session, padi, text)


@pytest.mark.parametrize("text", ["\n" * 100_000, " " * 100_000, "\n at" * 30_000, "org." * 25_000])
def test_a_long_answer_is_searched_quickly(text, session, padi):
    started = time.monotonic()
    leaks(session, padi, text)
    assert time.monotonic() - started < 3
