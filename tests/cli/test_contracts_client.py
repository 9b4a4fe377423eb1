from __future__ import annotations

import json

from click.testing import CliRunner

from kontrak.cli.contracts import contracts
from kontrak.conformance.consumer.trails import trail
from kontrak.contracts import load_all


def shown(*arguments):
    return CliRunner().invoke(contracts, list(arguments), catch_exceptions=False).output


def test_a_scenario_is_shown_with_its_steps():
    steps = json.loads(shown("show", "hotline-order", "--json"))["steps"]
    assert [(step["step"], step["calls"], step["takes"]) for step in steps] == [
        ("unpaid", "readUnpaidhlo", ""),
        ("push", "addDphlo", "idHLODocument"),
        ("check", "readDphlo", ""),
    ]
    assert "a case begins with an accepted call of the step push" in shown("show", "hotline-order")


def test_a_requirement_on_clients_is_shown_with_the_way_it_is_judged():
    text = shown("show", "DGI-CLIENT-009")
    assert "trail reads" in text
    assert "DGI-WIN-006" in text


def test_every_trail_that_a_contract_names_is_there_and_every_trail_is_named():
    named = {entry.test.trail for contract in load_all().values() for entry in contract.requirements.values()}
    assert named - {None} == set(trail.names())
