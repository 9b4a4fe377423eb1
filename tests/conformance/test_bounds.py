"""Whatever a target does, the run ends soon, with a verdict, and never with a pass that it did not earn."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import time

import pytest

from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from tests.planted.kill import GENERATED, serving
from tests.planted.padi.server import create_server

QUICK = (*GENERATED, "property:", "probe:odd-values")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def say(*parts, pause=0.0, times=10**9):
    """A server that writes the first parts once and the last one for ever."""

    def answer(handler):
        *once, always = parts
        handler.connection.sendall(b"".join(once))
        for _ in range(times):
            handler.connection.sendall(always)
            if pause:
                time.sleep(pause)
        handler.close_connection = True

    return answer


BROKEN = {
    "never answers": lambda _handler: time.sleep(5),
    "drips its body": say(HEAD, b"Content-Length: 9999\r\n\r\n", b"x", pause=0.1),
    "drips its headers": say(HEAD, b"x-a: b\r\n", pause=0.1),
    "never comes to an answer": say(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.1),
    "never ends its body": say(HEAD, b"\r\n", b"x" * 65536),
    "never ends its headers": say(HEAD, b"x-a: b\r\n"),
    "closes at once": say(b"", times=1),
    "closes in the middle of its headers": say(HEAD, times=1),
    "closes in the middle of its body": say(HEAD, b"Content-Length: 99\r\n\r\n", b'{"status":', times=1),
    "answers garbage": say(b"\x00\xff\x16\x03 bukan HTTP\r\n\r\n", times=1),
    "has a wrong content length": say(HEAD, b"Content-Length: -7\r\n\r\n", b"{}", times=1),
    "has two content lengths": say(HEAD, b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n", b"{}", times=1),
    "has broken chunks": say(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n{}\r\n", times=1),
    "has a broken compression": say(HEAD, b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", b"{}", times=1),
    "always answers 502": say(b"HTTP/1.1 502 X\r\nContent-Length: 2\r\n\r\n{}", times=1),
    "always answers 503": say(b"HTTP/1.1 503 X\r\nContent-Length: 2\r\n\r\n{}", times=1),
    "always answers 429": say(b"HTTP/1.1 429 X\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\n{}", times=1),
    "always answers 429 with an odd wait": say(
        b"HTTP/1.1 429 X\r\nRetry-After: \xb2\r\nContent-Length: 2\r\n\r\n{}", times=1
    ),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_target_whose_answers_cannot_be_judged_is_an_error_soon(answer, padi, raw, target, verified):
    started = time.monotonic()
    results = verified(target(raw(answer)))
    assert time.monotonic() - started < 15
    assert_not_reached(padi, results)


def test_a_refused_connection_is_an_error(padi, target, verified):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert_not_reached(padi, verified(target(url)))


@pytest.mark.parametrize("url", ["http://kontrak.invalid", "http://exa mple"])
def test_a_host_that_is_none_is_an_error(url, padi, target, verified):
    assert_not_reached(padi, verified(target(url)))


def assert_not_reached(padi, results):
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    for result in results.values():
        if padi.requirements[result.id].test.not_tested is None:
            assert result.verdict is Outcome.ERROR
            assert "the target could not be reached: " in result.reason


def always(status, body, kind="application/json", headers=()):
    """An application with one answer."""

    def app(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(f"{status} X", [("Content-Type", kind), *headers])
        return [body.encode()]

    return app


SAME = {
    "redirects for ever": always(302, "", headers=[("Location", "/padi-umkm/1.2.0/padis")]),
    "is a page of HTML": always(200, "<html><body>Selamat datang</body></html>", "text/html"),
    "is an empty object": always(200, "{}"),
    "is an empty body": always(200, ""),
    "is null": always(200, "null"),
    "is an array": always(200, "[]"),
    "is NaN": always(200, "NaN"),
    "always says yes": always(200, '{"status": "success"}'),
    "always says yes with a list": always(200, '{"status": "success", "data": [], "count": 0}'),
    "always says no": always(422, '{"status": "error", "message": "tidak valid"}'),
    "always says no with 200": always(200, '{"status": "failed"}'),
    "says a status of no text": always(200, '{"status": ["success"]}'),
    "says half a character": always(200, '{"status": "\\ud800", "data": [{"transaksi_id": "\\ud800"}]}'),
    "is nested a hundred deep": always(200, '{"status": "success", "data": ' + "[" * 100 + "]" * 100 + "}"),
    "is nested a thousand deep": always(200, '{"status": "success", "data": ' + "[" * 900 + "]" * 900 + "}"),
    "is nested beyond all limits": always(200, "[" * 9000 + "]" * 9000),
    "has rows that are none": always(200, '{"status": "success", "data": [1, null, "x", [], {}], "count": {}}'),
    "has a number beyond all floats": always(200, '{"status": "success", "data": [{"transaksi_id": 1e999}]}'),
    "has a number of 5000 digits": always(200, '{"status": "success", "count": ' + "9" * 5000 + "}"),
    "is line ends alone": always(200, "\n" * 9000),
    "is not UTF-8": always(200, '{"status": "s\udcffuccess"}'.encode("utf-8", "surrogateescape").decode("latin-1")),
    "is a server error": always(500, "Traceback (most recent call last)", "text/plain"),
}


@pytest.mark.parametrize("app", SAME.values(), ids=SAME)
def test_a_server_with_one_answer_to_everything_fails_and_passes_no_refusal(app, padi, target, verified):
    results = verified(target(app=app), QUICK)
    assert judge_run(results.values()) is Verdict.NONCONFORMANT
    assert [result.reason for result in results.values() if result.verdict is Outcome.ERROR] == []
    refusals = [entry.id for entry in padi.requirements.values() if entry.test.refuse]
    assert Outcome.PASS not in {results[id].verdict for id in refusals}


def test_an_always_yes_server_fails_every_refusal(padi, target, verified):
    results = verified(target(app=SAME["always says yes"]))
    levels = {entry.id: entry.level for entry in padi.requirements.values() if entry.test.refuse}
    verdicts = {results[id].verdict for id, level in levels.items() if level == "documented"}
    assert verdicts == {Outcome.FAIL}


def test_an_always_no_server_fails_what_must_be_accepted_and_no_refusal_passes(padi, target, verified):
    results = verified(target(app=SAME["always says no"]))
    assert results["PADI-TRX-401"].verdict is Outcome.FAIL
    assert results["PADI-API-001"].verdict is Outcome.FAIL
    refusals = [entry.id for entry in padi.requirements.values() if entry.test.refuse]
    assert {results[id].verdict for id in refusals} == {Outcome.NOT_TESTED}
    assert "a good message is refused as well" in results["PADI-TRX-001"].reason


def test_an_application_that_raises_is_no_traceback(padi, target, verified):
    def app(environ, start_response):
        raise ZeroDivisionError("oops")

    assert_not_reached(padi, verified(target(app=app)))


def changed(change, fault=None, inner=None):
    """The planted server (or another application) behind `change(number, body)`, which may give another answer."""
    inner = inner or create_server(fault)
    numbers = iter(range(10**9))

    def app(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        other = change(next(numbers), body)
        if other is not None:
            return other(environ, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        return inner(environ, start_response)

    return app


@pytest.mark.parametrize("after", [1, 5, 150])
@pytest.mark.parametrize("dead", [always(503, ""), always(429, "", headers=[("Retry-After", "0")])])
def test_what_was_judged_before_a_target_died_stays_and_the_rest_is_an_error(after, dead, padi, target, verified):
    sent = []

    def dies(number, _body):
        sent.append(number)
        return dead if number >= after else None

    results = verified(target(app=changed(dies)))
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    testable = [results[entry.id] for entry in padi.requirements.values() if entry.test.not_tested is None]
    assert {result.verdict for result in testable} <= {Outcome.PASS, Outcome.ERROR}
    assert testable[-1].verdict is Outcome.ERROR
    assert results["PADI-API-001"].verdict is (Outcome.PASS if after == 150 else Outcome.ERROR)
    assert len(sent) < after + 50


def test_trouble_with_one_operation_leaves_the_others_judged(target, verified):
    app = changed(lambda _number, body: always(503, "") if b'"get_transaksi"' in body else None)
    results = verified(target(app=app), only=("PADI-TRX-001", "PADI-LST-002", "PADI-UMK-004"))
    verdicts = [results[id].verdict for id in ("PADI-TRX-001", "PADI-LST-002", "PADI-UMK-004")]
    assert verdicts == [Outcome.PASS, Outcome.ERROR, Outcome.PASS]


def test_a_target_that_hangs_in_the_middle_ends_the_run_soon(live, padi, target, verified):
    hung = changed(lambda number, _body: always(200, "{}") if number > 60 and time.sleep(3) else None)
    started = time.monotonic()
    results = verified(target(live(hung), timeout=0.2))
    assert time.monotonic() - started < 20
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    assert "no whole answer within 0.2" in results["PADI-UMK-010"].reason


@pytest.mark.parametrize("sources", [("property:",), ("stateful:",)], ids=str)
def test_a_search_does_not_repeat_a_request_that_was_never_answered(sources, padi, target, verified):
    sent = []

    def dies(number, _body):
        sent.append(number)
        return always(503, "") if number > 60 else None

    others = ("cases:", "probe:", "engine:", *({"property:", "stateful:"} - set(sources)))
    verified(target(app=changed(dies)), leave_out=others)
    assert len(sent) < 67, len(sent)


@pytest.mark.parametrize("fault", ["ignores-size", "always-lists-page-1"])
def test_a_list_that_ignores_its_paging_is_read_within_bounds(fault, verified):
    with serving(fault) as target:
        results = verified(target, only=("PADI-LST-002", "PADI-LST-005"))
    assert results["PADI-LST-005"].verdict is Outcome.WARN


def test_a_list_that_grows_for_ever_is_read_within_bounds(target, verified):
    asked = []

    def grows(number, body):
        if b'"get_' not in body:
            return None
        asked.append(number)
        rows = [{"transaksi_id": f"X-{number}-{row}", "uid": f"X-{number}-{row}"} for row in range(10)]
        return always(200, json.dumps({"status": "success", "data": rows, "count": 10**9}))

    results = verified(target(app=changed(grows)))
    assert len(asked) < 5000
    assert "holds more than" in results["PADI-LST-002"].reason
    assert results["PADI-LST-002"].verdict is Outcome.NOT_TESTED
    assert judge_run(results.values()) is not Verdict.CONFORMANT


def test_nothing_is_sent_once_the_time_is_spent(target, verified):
    sent = []
    app = changed(lambda number, _body: sent.append(number))
    results = verified(target(app=app), deadline=time.monotonic() - 1)
    assert sent == []
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    assert results["PADI-API-001"].verdict is Outcome.NOT_TESTED
    assert "--max-time" in results["PADI-API-001"].reason


def test_a_run_stops_sending_in_the_middle_when_its_time_is_spent(target, verified):
    sent = []
    app = changed(lambda _number, _body: sent.append(time.monotonic()))
    deadline = time.monotonic() + 0.4
    results = verified(target(app=app), deadline=deadline)
    assert sent
    assert max(sent) <= deadline + 0.5
    assert "--max-time" in results["PADI-UMK-010"].reason
    with contextlib.suppress(KeyError):
        assert results["PADI-API-009"].verdict is not Outcome.ERROR
