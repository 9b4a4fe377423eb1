from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess

import pytest

from kontrak.conformance.exchange import NOT_JSON, Exchange, Incoming, Outgoing
from kontrak.conformance.verdict import Profile
from tests.planted.kill import serving
from tests.planted.padi.server import KEY

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl to run the line")


@pytest.fixture
def echo(raw):
    """A server that keeps what it gets; `run(line)` runs a curl line by sh and gives what arrived."""
    seen = []

    def answer(handler):
        seen.append((handler.command, handler.path, dict(handler.headers), handler.body))
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        handler.close_connection = True

    class Echo:
        url = raw(answer)

        def run(self, line, **environment):
            finished = subprocess.run(
                ["/bin/sh", "-c", line],
                capture_output=True,
                timeout=20,
                check=False,
                env={"PATH": "/usr/bin:/bin"} | environment,
            )
            assert (finished.returncode, finished.stderr) == (0, b"")
            return seen.pop()

    return Echo()


BODIES = {
    "JSON": b'{"a": "b"}',
    "quotes of both kinds": b"""{"a": "it's \\"so\\""}""",
    "letters beyond ASCII": '{"a": "Kafé 東京 🙂"}'.encode(),
    "what a shell expands": b'{"a": "$HOME `id` $(id) \\\\ ! * ~ %s"}',
    "line ends": b'{\n"a":\t1\r\n}\n',
    "a leading at sign": b"@/etc/hostname",
    "a leading dash": b"-X DELETE",
    "bytes that are no UTF-8": b'{"a": "\xff\xfe it\'s \\ %d \x01"}',
}


@needs_curl
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_curl_line_sends_the_same_bytes(body, echo):
    request = Outgoing("POST", f"{echo.url}/x", {"Content-Type": "application/json"}, body)
    command, path, headers, arrived = echo.run(request.curl())
    assert (command, path, arrived) == ("POST", "/x", body)
    assert headers["Content-Type"] == "application/json"


@needs_curl
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_the_curl_line_sends_the_same_method(method, echo):
    assert echo.run(Outgoing(method, f"{echo.url}/a?b=c&d='e'").curl())[:2] == (method, "/a?b=c&d='e'")


@needs_curl
def test_the_curl_line_sends_an_empty_header_too(echo):
    headers = echo.run(Outgoing("POST", echo.url, {"x-api-key": "", "X-Odd": "a 'b' \"c\""}, b"{}").curl())[2]
    assert headers["x-api-key"] == ""
    assert headers["X-Odd"] == "a 'b' \"c\""


@needs_curl
def test_the_curl_line_invents_no_content_type(echo):
    assert "Content-Type" not in echo.run(Outgoing("POST", echo.url, {}, b"{}").curl())[2]


@needs_curl
def test_the_curl_line_of_a_failure_runs_with_the_key_from_the_environment(echo, session):
    with serving() as target:
        one = session(target.app)
    operation = one.contract.operations["createTransaksi"]
    exchange = one.send(operation, one.messages.good(operation))
    sent = dataclasses.replace(exchange.request, url=echo.url)
    line = one.failure("m", "g", "w", Exchange(sent, exchange.response)).curl
    assert KEY not in line
    _, _, headers, body = echo.run(line, KONTRAK_KEY=KEY)
    assert (headers["x-api-key"], body) == (KEY, exchange.request.body)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, null]}', {"a": [1, None]}),
        ('"é"'.encode(), "é"),
        (b"", NOT_JSON),
        (b"<html>", NOT_JSON),
        (b'"\xff"', NOT_JSON),
        (b"{} {}", NOT_JSON),
        (b"[" * 100_000, NOT_JSON),
        (b"9" * 10_000, NOT_JSON),
    ],
)
def test_a_body_is_a_json_value_or_none_at_all(body, value):
    assert Incoming(200, {}, body).json() == value


def test_a_body_of_any_bytes_has_a_text():
    assert Incoming(200, {}, b"a\xffb").text == "a\\xffb"


def everything(failure):
    return json.dumps(dataclasses.asdict(failure), default=str)


@pytest.mark.parametrize("fault", ["serves-with-any-key", "serves-without-key", "answers-500-to-broken-json"])
def test_no_failure_shows_the_key(fault, verified):
    with serving(fault) as target:
        results = verified(target, profile=Profile.STRICT)
    failures = [failure for result in results.values() for check in result.checks for failure in check.failures]
    assert failures
    assert not [failure.message for failure in failures if KEY in everything(failure)]


def test_a_key_that_the_server_tells_again_is_not_shown(target, verified):
    def app(environ, start_response):
        start_response("500 X", [("X-Echo", environ.get("HTTP_X_API_KEY", ""))])
        return [f"wrong key {environ.get('HTTP_X_API_KEY')} Traceback (most recent call last)".encode()]

    results = verified(target(app=app), only=("PADI-API-009", "PADI-API-014", "PADI-TRX-401", "PADI-TRX-001"))
    for result in results.values():
        assert KEY not in result.reason
        assert not [failure for check in result.checks for failure in check.failures if KEY in everything(failure)]


def test_a_key_that_no_header_can_hold_is_an_error_that_does_not_show_it(target, verified, live):
    with serving() as clean:
        results = verified(target(live(clean.app), api_key="rahasia\nsekali"), only=("PADI-TRX-001", "PADI-TRX-401"))
    for result in results.values():
        assert "rahasia" not in result.reason
        assert result.verdict == "error"


def test_a_long_answer_is_shortened_in_a_failure(session):
    one = session(None)
    response = Incoming(500, {}, b"x" * 1_000_000)
    failure = one.failure("m", "g", "w", Exchange(Outgoing("POST", "http://h.example", {}, b"{}"), response))
    assert len(failure.response["body"]) < 30_000
    assert len(one.answered(Exchange(Outgoing("GET", "http://h.example"), response))) < 200
