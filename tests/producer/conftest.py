"""The planted producers, verified as a run does it."""

from __future__ import annotations

import pytest

from kontrak.conformance.producer.run import run
from kontrak.conformance.run import Options
from kontrak.contracts import load
from tests.planted.feeds.target import serving


@pytest.fixture(scope="session")
def contract():
    return load("tpos")


@pytest.fixture
def verified(contract):
    """The results by requirement of a producer; `change` makes another target of it."""

    def verified(change=lambda target: target, dialect="strict", database="sqlite", fault=None, **options):
        with serving(fault, dialect, database) as target:
            outcomes = run(contract, change(target), Options(**options))
        return {result.id: result for result in outcomes.requirements}

    return verified
