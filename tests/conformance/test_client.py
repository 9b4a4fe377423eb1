from __future__ import annotations

import socket
import threading
import time

import pytest

from kontrak.conformance.client import Client
from kontrak.conformance.errors import Gone, Missing, OutOfTime, Trouble
from kontrak.conformance.exchange import Outgoing

GET = Outgoing("GET", "http://h.example/")


def answering(*answers):
    """An application that gives these answers in turn, the last for ever, and keeps the environments that it saw."""
    seen = []

    def app(environ, start_response):
        status, headers = answers[min(len(seen), len(answers) - 1)]
        seen.append(environ)
        start_response(f"{status} X", [*headers])
        return [b"{}"]

    app.seen = seen
    return app


def patient(app, **options):
    """A client that keeps how long it would have slept."""
    naps = []
    client = Client(app=app, sleep=naps.append, **options)
    client.naps = naps
    return client


OK, BUSY = (200, ()), (429, ())


def test_an_answer_of_429_is_waited_for_as_it_asks():
    with patient(answering((429, [("Retry-After", "3")]), OK)) as client:
        assert client.send(GET).response.status == 200
        assert client.naps == [3.0]


def test_watchers_see_only_the_answer_that_counts():
    seen = []
    with patient(answering(BUSY, BUSY, OK)) as client:
        client.watchers.append(lambda exchange: seen.append(exchange.response.status))
        client.send(GET)
    assert seen == [200]


def test_an_endless_429_is_trouble_after_five():
    app = answering(BUSY)
    with patient(app) as client, pytest.raises(Trouble, match="limits the rate: 5 answers of 429 in a row"):
        client.send(GET)
    assert len(app.seen) == 5


@pytest.mark.parametrize(
    ("asked", "slept"),
    [("0", 0), ("7", 7), ("86400", 10), ("9" * 500, 10), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("-5", 1), ("", 1)],
)
def test_a_wait_is_bounded_by_the_time_out_whatever_is_asked(asked, slept):
    with patient(answering((429, [("Retry-After", asked)]), OK)) as client:
        client.send(GET)
        assert client.naps == [slept]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_stands_before_the_target_is_trouble(status):
    with Client(app=answering((status, ()))) as client, pytest.raises(Trouble, match=f"{status}.* from http://h"):
        client.send(GET)


def test_three_troubles_in_a_row_are_a_target_that_is_gone():
    with Client(app=answering((503, ()))) as client:
        for _ in range(2):
            with pytest.raises(Trouble) as trouble:
                client.send(GET)
            assert not isinstance(trouble.value, Gone)
        with pytest.raises(Gone):
            client.send(GET)


def test_an_answer_between_troubles_starts_the_count_anew():
    down = (503, ())
    with Client(app=answering(down, down, OK, down, down, OK)) as client:
        for _ in range(2):
            for _ in range(2):
                with pytest.raises(Trouble) as trouble:
                    client.send(GET)
                assert not isinstance(trouble.value, Gone)
            client.send(GET)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_answers_and_not_followed(status):
    app = answering((status, [("Location", "http://elsewhere.example/")]), OK)
    with Client(app=app) as client:
        assert client.send(GET).response.status == status
    assert len(app.seen) == 1


def test_cookies_are_not_sent_back():
    app = answering((200, [("Set-Cookie", "session=1; Path=/")]))
    with Client(app=app) as client:
        client.send(GET)
        client.send(GET)
    assert ["HTTP_COOKIE" in environ for environ in app.seen] == [False, False]


def test_an_answer_of_just_the_longest_length_is_taken_and_a_longer_one_is_trouble(monkeypatch):
    monkeypatch.setattr("kontrak.conformance.client.LONGEST_ANSWER", 10)

    def sized(length):
        def app(environ, start_response):
            start_response("200 X", [])
            return [b"x" * length]

        return app

    with Client(app=sized(10)) as client:
        assert len(client.send(GET).response.body) == 10
    with Client(app=sized(11)) as client, pytest.raises(Trouble, match="longer than 10 bytes"):
        client.send(GET)


def test_nothing_is_sent_after_the_deadline():
    now = iter([1.0, 1.0, 1.0, 1.0, 5.0]).__next__
    app = answering(OK)
    with Client(app=app, deadline=5.0, clock=now) as client:
        client.send(GET)
        with pytest.raises(OutOfTime):
            client.send(GET)
    assert len(app.seen) == 1


def test_an_answer_that_drips_over_a_socket_is_cut_off(raw):
    def drip(handler):
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.connection.sendall(b"x-a: b\r\n")
            time.sleep(0.05)

    started = time.monotonic()
    with Client(timeout=0.3) as client, pytest.raises(Trouble, match=r"no whole answer within 0\.3 s"):
        client.send(Outgoing("GET", raw(drip)))
    assert time.monotonic() - started < 10


def test_a_client_that_was_cut_off_goes_on_with_a_new_connection(raw):
    calls = []

    def slow_once(handler):
        calls.append(1)
        if len(calls) == 1:
            time.sleep(1)
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    url = raw(slow_once)
    with Client(timeout=0.3) as client:
        with pytest.raises(Trouble):
            client.send(Outgoing("GET", url))
        assert [client.send(Outgoing("GET", url)).response.body for _ in range(3)] == [b"{}"] * 3


def test_a_long_body_has_more_time():
    with Client(app=answering(OK), timeout=0.001) as client:
        assert client.send(Outgoing("POST", GET.url, body=b"x" * 1_000_000)).response.status == 200


@pytest.mark.parametrize("url", ["http://exa mple/", "http://h\x00/", "http://kontrak.invalid/"])
def test_a_url_that_leads_nowhere_is_trouble(url):
    with Client() as client, pytest.raises(Trouble):
        client.send(Outgoing("GET", url))


def test_a_refused_connection_is_trouble_that_names_the_request():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/x"
    with Client() as client, pytest.raises(Trouble, match=rf"ConnectError: .*\(GET {url}\)"):
        client.send(Outgoing("GET", url))


def test_an_application_in_process_that_raises_is_trouble():
    def app(environ, start_response):
        raise ZeroDivisionError("oops")

    with Client(app=app) as client, pytest.raises(Trouble, match=r"ZeroDivisionError: oops \(GET http://h\.example/"):
        client.send(GET)


def test_header_names_keep_their_case_and_values_their_letters(raw):
    seen = []

    def echo(handler):
        seen.extend(handler.headers.items())
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with Client() as client:
        client.send(Outgoing("POST", raw(echo), {"X-Api-KEY": "k", "x-odd": "é"}, b"{}"))
    assert ("X-Api-KEY", "k") in seen
    assert ("x-odd", "é".encode().decode("latin-1")) in seen


def test_the_exchange_is_what_was_sent_and_answered():
    request = Outgoing("POST", GET.url, {"A": "b"}, b"body")
    with Client(app=answering((201, [("X-Y", "z")]))) as client:
        exchange = client.send(request)
    assert exchange.request is request
    assert (exchange.response.status, exchange.response.headers["x-y"], exchange.response.body) == (201, "z", b"{}")
    assert client.sent == 1


def test_requests_sent_together_overlap_and_are_answered_in_their_order():
    meeting = threading.Barrier(3, timeout=10)

    def app(environ, start_response):
        meeting.wait()
        start_response("200 OK", [("X-Path", environ["PATH_INFO"])])
        return [b"{}"]

    with Client(app=app) as client:
        seen = []
        client.watchers.append(seen.append)
        exchanges = client.send_together([Outgoing("GET", f"http://h.example/{name}") for name in "abc"])
    assert [exchange.response.headers["x-path"] for exchange in exchanges] == ["/a", "/b", "/c"]
    assert seen == exchanges


def test_one_request_of_several_that_gets_no_answer_is_trouble():
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/b":
            raise ZeroDivisionError("oops")
        return answering(OK)(environ, start_response)

    with Client(app=app) as client, pytest.raises(Trouble, match="ZeroDivisionError"):
        client.send_together([Outgoing("GET", f"http://h.example/{name}") for name in "ab"])


def test_where_the_limit_is_under_test_an_answer_of_429_is_an_answer():
    with patient(answering(BUSY, BUSY, OK)) as client:
        with client.taking_429():
            assert client.send(GET).response.status == 429
        assert client.send(GET).response.status == 200
    assert client.naps == [1.0]


@pytest.mark.parametrize(
    "request_",
    [Outgoing("GET", "http://h.example/PO-1%20X"), Outgoing("POST", "http://h.example/", {}, b'{"po": "PO-1 X"}')],
)
def test_a_request_with_an_untouchable_text_is_not_sent(request_):
    with Client(app=answering(OK), untouchable=("PO-1 X",)) as client:
        with pytest.raises(Missing, match="untouchable"):
            client.send(request_)
        with pytest.raises(Missing, match="untouchable"):
            client.send_together([GET, request_])
    assert client.sent == 0
