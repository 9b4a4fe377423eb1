"""Right producers pass, in files and in tables of each kind of database, also where they chose otherwise."""

from __future__ import annotations

import pytest

from kontrak.conformance.verdict import Outcome, Profile, Verdict, judge_run

DATABASES = ("sqlite", "postgresql", "mariadb")
NO_ACCOUNTS = {"TPOS-FEED-ALL-004", "TPOS-FEED-ALL-005"}
NO_ORDER = {"TPOS-FEED-ALL-031"}
OWN_NAMES = {"TPOS-FEED-ALL-029"}


def left(results, contract):
    """What did not pass of what can be tested."""
    testable = (id for id in results if contract.requirements[id].test.not_tested is None)
    return {id for id in testable if results[id].verdict is not Outcome.PASS}


@pytest.mark.parametrize("database", DATABASES)
def test_the_right_producer_passes_whatever_is_tested(verified, contract, database):
    results = verified(database=database, profile=Profile.STRICT)
    assert left(results, contract) == NO_ORDER | (NO_ACCOUNTS if database == "sqlite" else set())
    assert judge_run(results.values()) is Verdict.CONFORMANT


@pytest.mark.parametrize("database", DATABASES)
def test_a_producer_that_chose_otherwise_where_the_sources_are_silent_passes(verified, contract, database):
    results = verified(dialect="other", database=database, profile=Profile.STRICT)
    assert left(results, contract) == NO_ORDER | OWN_NAMES | (NO_ACCOUNTS if database == "sqlite" else set())
    assert judge_run(results.values()) is Verdict.CONFORMANT
