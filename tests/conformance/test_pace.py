"""Requests follow each other no faster than the target's owner allows, and never outlast the run's time."""

from __future__ import annotations

import time

import httpx
import pytest

from kontrak.conformance.client import Client
from kontrak.conformance.errors import OutOfTime
from kontrak.conformance.exchange import Outgoing
from kontrak.conformance.pace import requests_a_second

GET = Outgoing("GET", "http://h.example/")


class Clock:
    """A clock that sleeping moves."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def answering(status=200, headers=()):
    def app(environ, start_response):
        start_response(f"{status} X", [*headers])
        return [b"{}"]

    return app


def test_requests_are_spaced_evenly():
    clock = Clock()
    with Client(app=answering(), rate=4.0, clock=clock, sleep=clock.sleep) as client:
        for _ in range(9):
            client.send(GET)
    assert clock.now == pytest.approx(102.0)


def test_a_pause_of_the_run_is_not_made_up_for():
    clock, moments = Clock(), []
    with Client(app=answering(), rate=1.0, clock=clock, sleep=clock.sleep) as client:
        client.watchers.append(lambda _: moments.append(clock.now))
        client.send(GET)
        clock.sleep(10)
        client.send(GET)
        client.send(GET)
    assert moments == [100.0, 110.0, 111.0]


@pytest.mark.parametrize(("text", "rate"), [("5/s", 5.0), ("30/m", 0.5), ("1000/s", 1000.0)])
def test_a_rate_is_a_number_of_requests_a_second_or_a_minute(text, rate):
    assert requests_a_second(text) == rate


@pytest.mark.parametrize("text", ["", "5", "0/s", "-1/s", "5/h", "1.5/s", "5 / s", "\N{ARABIC-INDIC DIGIT FIVE}/s"])
def test_any_other_text_is_no_rate(text):
    with pytest.raises(ValueError, match=r".*"):
        requests_a_second(text)


def test_waiting_for_a_busy_target_ends_with_the_time_of_the_run():
    clock = Clock()
    busy = answering(429, [("Retry-After", "8")])
    with Client(app=busy, deadline=105.0, clock=clock, sleep=clock.sleep) as client, pytest.raises(OutOfTime):
        client.send(GET)
    assert clock.now == 105.0


def test_an_answer_that_is_cut_off_by_the_end_of_the_run_is_no_fault_of_the_target():
    clock = Clock()

    def slow(environ, start_response):
        clock.sleep(20)
        raise httpx.ReadTimeout("slow")

    with Client(app=slow, timeout=60, deadline=110.0, clock=clock) as client, pytest.raises(OutOfTime):
        client.send(GET)


def test_a_target_that_hangs_is_waited_for_no_longer_than_the_run_lasts(raw):
    url = raw(lambda _handler: time.sleep(3))
    with Client(timeout=60, deadline=time.monotonic() + 0.3) as client, pytest.raises(OutOfTime):
        client.send(Outgoing("GET", url))


def test_taking_away_has_time_of_its_own():
    clock = Clock()
    with Client(app=answering(), deadline=100.0, clock=clock) as client:
        with pytest.raises(OutOfTime):
            client.send(GET)
        client.extend(2.0)
        assert client.send(GET).response.status == 200
