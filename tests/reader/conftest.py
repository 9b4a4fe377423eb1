"""The planted DMSs, verified as a run does it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from kontrak.conformance.reader.run import run
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Profile
from tests.planted.readers.target import TPOS, serving


@pytest.fixture
def verified():
    """The results by requirement of a DMS; `change` makes another target of it."""

    def verified(change=lambda target: target, *, fault=None, dialect="strict", database="sqlite", **options):
        with serving(fault, dialect, database) as target:
            outcomes = run(TPOS, change(target), Options(profile=Profile.STRICT, **options))
        return {result.id: result for result in outcomes.requirements}

    return verified


@pytest.fixture
def served():
    """A clean DMS, and what verifies it as often as one likes."""

    @contextmanager
    def served(**options):
        with serving() as target:

            def verify(target=target):
                outcomes = run(TPOS, target, Options(profile=Profile.STRICT, **options))
                return {result.id: result for result in outcomes.requirements}

            yield target, verify

    return served
