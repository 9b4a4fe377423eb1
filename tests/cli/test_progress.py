"""What a run says while it goes on, and the time that it keeps for what."""

from __future__ import annotations

import time

import pytest

from kontrak.cli.verify.limits import began, limits
from kontrak.cli.verify.progress import lines


def test_a_log_gets_a_line_every_ten_seconds():
    said, now = [], [0.0]
    tell = lines(said.append, lambda: now[0])
    for number in range(1, 26):
        now[0] += 1
        tell(f"padi cases:{number}", number, 25)
    assert said == [
        "kontrak: check 10 of 25 after 10 s: padi cases:10",
        "kontrak: check 20 of 25 after 20 s: padi cases:20",
    ]


@pytest.mark.parametrize("seconds", [1.0, 10.0, 20.0, 600.0])
def test_checks_cleaning_and_report_fit_into_the_time_given(seconds):
    deadline, cleaning = limits(seconds, 100.0)
    assert 100.0 + seconds / 2 <= deadline
    assert deadline + cleaning <= 100.0 + seconds


def test_without_a_limit_there_is_none():
    assert limits(None, 100.0) == (None, 0.0)


def test_the_time_of_the_process_before_its_first_line_counts():
    assert began() < time.monotonic()
