"""Hostile servers beside the target itself: at the token's address, behind hooks, and in lists. Each ends soon, with its reason."""

from __future__ import annotations

import gzip
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kontrak.conformance import hooks
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from kontrak.contracts import load
from tests.conformance.test_bounds import BROKEN, always, say
from tests.planted.kill import GENERATED, contract, serving
from tests.planted.toys.server import create_server as create_toys
from tests.planted.toys.target import CONTRACT
from tests.planted.toys.target import serving as serving_toys
from tests.planted.tpos.server import create_server as create_tpos

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PARTNERS = ("padi", "dgi", "tpos")
SOON = 20
MORE = {
    "never ends its trailers": say(HEAD, b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", b"x-a: b\r\n"),
    "never ends the size of a chunk": say(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 4096),
    "never ends an extension of a chunk": say(HEAD, b"Transfer-Encoding: chunked\r\n\r\n2;a=", b"b" * 4096),
    "drips its chunks": say(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.1),
    "unpacks to more than any answer": say(
        HEAD, b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n", gzip.compress(bytes(64 * 1024 * 1024)), times=1
    ),
    "switches protocols": say(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", times=1
    ),
    "has a status that is none": say(b"HTTP/1.1 999999 X\r\nContent-Length: 0\r\n\r\n", times=1),
    "promises more than it sends": say(HEAD, b"Content-Length: 999999999999\r\n\r\n{}", times=1),
}
SAMPLE = {
    name: BROKEN[name] for name in ("never answers", "drips its body", "never ends its headers", "answers garbage")
}


def results_of(partner, target, **options):
    started = time.monotonic()
    outcomes = run(contract(partner), target, Options(leave_out=GENERATED, **options))
    assert time.monotonic() - started < SOON
    return outcomes.requirements


def assert_inconclusive(results, reason):
    """No verdict is built on a target like that, and no part of the harness broke."""
    assert judge_run(results) is Verdict.INCONCLUSIVE
    assert {result.verdict for result in results} <= {Outcome.ERROR, Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE}
    reasons = [result.reason for result in results]
    assert [text for text in reasons if "the harness broke" in text] == []
    assert any(reason in text for text in reasons), set(reasons)


@pytest.mark.parametrize("answer", MORE.values(), ids=MORE)
def test_further_answers_that_cannot_be_judged_are_an_error_soon(answer, raw):
    with serving() as known:
        target = replace(known, base_url=raw(answer), app=None, timeout=0.3)
        assert_inconclusive(results_of("padi", target), "the target could not be reached")


@pytest.mark.parametrize("partner", PARTNERS[1:])
@pytest.mark.parametrize("answer", SAMPLE.values(), ids=SAMPLE)
def test_whatever_the_credentials_a_target_that_cannot_be_judged_is_an_error_soon(partner, answer, raw):
    with serving(partner=partner) as known:
        target = replace(known, base_url=raw(answer), app=None, timeout=0.3)
        assert_inconclusive(results_of(partner, target), "the target could not be reached")


TOKENS = {
    "redirects for ever": always(302, "", headers=[("Location", "/token")]),
    "is a page of HTML": always(200, "<html></html>", "text/html"),
    "is no object": always(200, "[1]"),
    "gives a number": always(200, '{"access_token": 1}'),
    "gives half a character": always(200, '{"access_token": "\\ud800"}'),
    "gives line ends": always(200, '{"access_token": "a\\r\\nX-Other: b"}'),
    "gives letters that no header has": always(200, '{"access_token": "東京"}'),
    "gives more than a header holds": always(200, json.dumps({"access_token": "x" * 1_000_000})),
}
ENDS = ("-1", "0", "1e999", "9" * 400, '"soon"', "NaN", "null", "[]")


@pytest.mark.parametrize("app", TOKENS.values(), ids=TOKENS)
def test_an_authorization_server_with_no_usable_token_is_told(app, live):
    with serving(partner="tpos") as known:
        auth = replace(known.auth, token_url=f"{live(app)}/token")
        target = replace(known, base_url=live(create_tpos()), app=None, auth=auth, timeout=0.3)
        results = results_of("tpos", target, only=("TPOS-PO-001",))
    assert_inconclusive(results, "the authorization server gave")


@pytest.mark.parametrize("answer", SAMPLE.values(), ids=SAMPLE)
def test_an_authorization_server_that_cannot_be_judged_is_an_error_soon(answer, raw, live):
    with serving(partner="tpos") as known:
        auth = replace(known.auth, token_url=f"{raw(answer)}/token")
        target = replace(known, base_url=live(create_tpos()), app=None, auth=auth, timeout=0.3)
        results = results_of("tpos", target)
    assert [one.reason for one in results if "the harness broke" in one.reason] == []
    assert judge_run(results) is Verdict.INCONCLUSIVE
    assert Outcome.FAIL not in {one.verdict for one in results}


@pytest.mark.parametrize("ends", ENDS)
def test_whatever_the_end_of_a_token_it_is_used(ends, live):
    """The token is wrong for the target, which says so: what counts is that no number breaks the run."""
    body = f'{{"access_token": "salah", "expires_in": {ends}}}'
    with serving(partner="tpos") as known:
        auth = replace(known.auth, token_url=f"{live(always(200, body))}/token")
        target = replace(known, base_url=live(create_tpos()), app=None, auth=auth, timeout=5)
        results = results_of("tpos", target, only=("TPOS-PO-001",))
    assert [one.reason for one in results if "the harness broke" in one.reason] == []


def moved(hook):
    started = time.monotonic()
    with pytest.raises(Trouble) as trouble:
        Hooks(advance=hook).move(1, "tpos")
    assert time.monotonic() - started < SOON
    return trouble.value.reason


@pytest.mark.parametrize("answer", (SAMPLE | MORE).values(), ids=SAMPLE | MORE)
def test_a_hook_that_cannot_be_judged_is_an_error_soon(answer, raw, monkeypatch):
    monkeypatch.setattr(hooks, "LONGEST", 0.5)
    assert "does not answer" in moved(raw(answer) + "/{hours}")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_hook_that_answers_otherwise_is_an_error(status, live):
    url = live(always(status, "", headers=[("Location", "/")]))
    assert f"answered {status}" in moved(url + "/{hours}")


COMMANDS = {
    "never ends": ("import time; time.sleep(60)", "did not end within 0.5 s"),
    "never ends its output": ("while True: print('x' * 9999)", "did not end within 0.5 s"),
    "never ends its errors": ("import sys\nwhile True: print('x' * 9999, file=sys.stderr)", "did not end within 0.5 s"),
    "waits for input": ("input(); raise SystemExit(3)", "ended with 1"),
    "leaves a child behind": (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); sys.exit('no')",
        "ended with 1: no",
    ),
}


@pytest.mark.parametrize(("code", "reason"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_goes_wrong_is_an_error_soon(code, reason, monkeypatch, tmp_path):
    monkeypatch.setattr(hooks, "LONGEST", 0.5 if "0.5" in reason else 10.0)
    script = Path(tmp_path / "hook.py")
    script.write_text(code, encoding="utf-8")
    assert reason in moved(f"{sys.executable} {script} {{hours}}")


@pytest.mark.parametrize("hook", ["/tidak/ada {hours}", '"open {hours}', "http://exa mple/{hours}"])
def test_a_hook_that_is_none_is_an_error(hook):
    assert moved(hook)


TOYS = load(CONTRACT)
LISTED = ("TOYS-LST-002", "TOYS-LST-003", "TOYS-LST-004", "TOYS-DEL-001")


def paged(change):
    """A clean server of toys whose lists are `change(number of the list, its body)`."""
    inner, lists = create_toys(), []

    def app(environ, start_response):
        body = b"".join(inner(environ, start_response))
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("GET", "/toys"):
            return [body]
        lists.append(body)
        return [json.dumps(change(len(lists), json.loads(body))).encode()]

    return app, lists


def repeated(_number, page):
    return page | {"toys": [{"id": "always"}] * 100, "total": 10**9}


def endless(number, page):
    return page | {"toys": [{"id": f"{number}-{row}"} for row in range(100)], "total": -1}


@pytest.mark.parametrize("change", [repeated, endless])
def test_a_list_that_never_ends_is_read_within_bounds(change):
    app, lists = paged(change)
    with serving_toys() as known:
        target = replace(known, app=app)
        started = time.monotonic()
        results = run(TOYS, target, Options(leave_out=GENERATED, only=LISTED)).requirements
    assert time.monotonic() - started < 2 * SOON
    assert len(lists) < 3000
    assert [one.reason for one in results if "the harness broke" in one.reason] == []
    assert judge_run(results) is not Verdict.CONFORMANT


def test_a_clock_without_a_hook_is_told_with_the_line_to_add():
    with pytest.raises(Missing, match=r"hooks = \{ advance"):
        Hooks().move(1, "tpos")
