"""State machines: what only an order of calls shows is found, shrunk, told, and found again at the same seed."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from kontrak.conformance.hooks import Hooks
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.contracts import load
from tests.planted.kill import GENERATED, contract, serving
from tests.planted.toys.target import CONTRACT
from tests.planted.toys.target import serving as serving_toys

OTHERS = ("cases:", "probe:", "property:", "engine:", "course:")
SEEDS = (1, 2, 3)
TOYS = load(CONTRACT)


def told(fault, *, partner="padi", seed=1, change=lambda app: app):
    """What the state machines of a partner tell of a faulty server, by requirement."""
    options = Options(seed=seed, profile=Profile.STRICT, leave_out=OTHERS)
    with serving(fault, partner=partner) as target:
        results = run(contract(partner), replace(target, app=change(target.app)), options).requirements
    return {
        result.id: check.failures[0]
        for result in results
        for check in result.checks
        if check.id.startswith("stateful:") and check.failures
    }


@pytest.mark.parametrize(
    ("partner", "fault", "requirement", "calls"),
    [
        (
            *("padi", "keeps-deleted-transaksi", "PADI-DEL-001"),
            "1. createTransaksi (record 1) 2. deleteTransaksi (record 1) 3. listTransaksi",
        ),
        ("padi", "forgets-transaksi", "PADI-LST-002", "1. createTransaksi (record 1) 2. listTransaksi"),
        (
            *("padi", "deletes-every-transaksi", "PADI-DEL-003"),
            "1. createTransaksi (record 1) 2. createTransaksi (record 2) 3. deleteTransaksi (record 1) 4. listTransaksi",
        ),
        (
            *("padi", "deletes-only-the-first", "PADI-DEL-002"),
            "1. createTransaksi (record 1) 2. createTransaksi (record 2) 3. deleteTransaksi (record 1, 2) 4. listTransaksi",
        ),
        (
            *("padi", "overwrites-duplicate-umkm", "PADI-UMK-010"),
            "1. createUmkm (record 1) 2. createUmkm (record 1)",
        ),
        (
            *("dgi", "stores-every-push-anew", "DGI-ADD-002"),
            "1. addInv1 (record 1) 2. addInv1 (record 1) 3. readInv1",
        ),
        ("dgi", "forgets-inv1", "DGI-ADD-005", "1. addInv1 (record 1) 2. readInv1"),
        (
            *("tpos", "takes-an-older-claim-anew", "TPOS-CLM-405"),
            (
                "1. createPartsClaim (record 1) 2. 288 hours 3. inquireClaims (record 1) 4. inquireClaimDetail (record 1) "
                "5. createPartsClaim (record 1) 6. 120 hours 7. inquireClaims (record 1) 8. inquireClaimDetail (record 1)"
            ),
        ),
        (
            *("tpos", "forgets-every-claim", "TPOS-CIQ-602"),
            "1. createPartsClaim (record 1) 2. 288 hours 3. inquireClaims (record 1) 4. inquireClaimDetail (record 1)",
        ),
        ("tpos", "refuses-the-same-rpp-again", "TPOS-RPP-405", "1. createRpp (record 1) 2. createRpp (record 1)"),
    ],
)
def test_a_fault_is_found_alone_and_told_as_the_shortest_list_of_calls(partner, fault, requirement, calls):
    found = next(found for seed in SEEDS if (found := told(fault, partner=partner, seed=seed)))
    assert list(found) == [requirement]
    assert found[requirement].message.endswith(f"; after: {calls}")


def test_what_is_only_assumed_of_repetition_hides_nothing_else():
    """The second dialect refuses what is sent again, as it may; the machine goes on without repeating."""
    options = Options(profile=Profile.STRICT, leave_out=OTHERS)
    with serving(dialect="other", partner="tpos") as target:
        results = run(contract("tpos"), target, options).requirements
    orders = [(one.id, check) for one in results for check in one.checks if check.id == "stateful:orders-in-any-order"]
    assert [id for id, check in orders if check.verdict is Outcome.FAIL] == ["TPOS-PO-405"]
    assert {"TPOS-FLOW-005", "TPOS-FLOW-017", "TPOS-ETD-604"} <= {id for id, check in orders if check.cases}


def test_without_a_clock_nothing_is_said_of_what_takes_days():
    options = Options(profile=Profile.STRICT, leave_out=OTHERS)
    with serving(partner="tpos") as target:
        results = run(contract("tpos"), replace(target, hooks=Hooks()), options).requirements
    told = {one.id for one in results for check in one.checks if check.id == "stateful:claims-in-any-order"}
    assert "TPOS-CLM-405" in told
    assert "TPOS-CLM-701" not in told


def test_the_same_seed_tells_the_same():
    first, second = (told("keeps-deleted-transaksi", seed=2) for _ in range(2))
    assert first == second != {}


DELETIONS = tuple(id for id in contract().requirements if id.startswith("PADI-DEL-"))


@pytest.mark.parametrize(
    "only", [*((id,) for id in DELETIONS), DELETIONS], ids=lambda ids: ids[-1] + "…"[: len(ids) - 1]
)
def test_no_choice_of_requirements_breaks_the_harness(only):
    options = Options(only=only, profile=Profile.STRICT, leave_out=GENERATED)
    with serving("keeps-deleted-transaksi") as target:
        results = run(contract(), target, options).requirements
    assert [result.reason for result in results if result.verdict is Outcome.ERROR] == []


def sometimes(every):
    """Middleware that drops the answer of one request in so many, as a server with a race would."""
    numbers = itertools.count(1)

    def change(app):
        def other(environ, start_response):
            if next(numbers) % every:
                return app(environ, start_response)
            environ["wsgi.input"].read()
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"status": "success", "data": [], "count": 0}']

        return other

    return change


@pytest.mark.parametrize("every", [7, 11, 23])
def test_a_server_that_errs_now_and_then_is_a_finding_and_no_broken_harness(every):
    options = Options(profile=Profile.STRICT, leave_out=OTHERS)
    with serving() as target:
        results = run(contract(), replace(target, app=sometimes(every)(target.app)), options).requirements
    assert [result.reason for result in results if "the harness broke" in result.reason] == []
    assert Outcome.FAIL in {result.verdict for result in results}


def test_what_was_found_before_the_target_died_is_told():
    numbers = itertools.count(1)

    def dies(app):
        def other(environ, start_response):
            if next(numbers) < 80:
                return app(environ, start_response)
            environ["wsgi.input"].read()
            start_response("503 X", [("Content-Type", "application/json")])
            return [b"{}"]

        return other

    assert "PADI-DEL-001" in told("keeps-deleted-transaksi", change=dies)


def test_hypothesis_keeps_nothing_of_a_run():
    told(None)
    kept = len(RuleBasedStateMachine._setup_state_per_class)
    told(None)
    assert len(RuleBasedStateMachine._setup_state_per_class) == kept


@pytest.mark.parametrize(
    ("fault", "requirement", "calls"),
    [
        ("shows-deleted-toys", "TOYS-GET-003", ["createToy", "deleteToys", "getToy"]),
        ("keeps-old-values", "TOYS-UPD-001", ["createToy", "updateToy", "getToy"]),
        ("hides-every-second-toy", "TOYS-GET-002", ["createToy", "createToy", "getToy"]),
    ],
)
def test_records_that_are_read_one_by_one_are_part_of_the_model(fault, requirement, calls):
    with serving_toys(fault) as target:
        results = run(TOYS, target, Options(leave_out=OTHERS)).requirements
    found = {one.id: one.reason for one in results if one.verdict is Outcome.FAIL}
    assert list(found) == [requirement]
    named = re.findall(r"\d+\. (\w+)", found[requirement])
    assert named[-1] == calls[-1]
    assert set(calls) == set(named)
    assert len(named) <= 6
