"""What `--plan` says is what a run does: no more is sent, nothing elsewhere, and nothing without permission."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from kontrak.conformance.forecast import BEFORE, forecast
from kontrak.conformance.run import Options, run
from tests.planted.kill import contract, serving

PARTNERS = ("dgi", "padi", "tpos")


def sent_by(partner, target, options):
    """What each check of a run in process sent: the places by the id of the check."""
    check, places = [BEFORE], defaultdict(set)

    def app(environ, start_response):
        places[check[0]].add((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        return target.app(environ, start_response)

    def progress(id, _number, _of):
        check[0] = id

    run(contract(partner), replace(target, app=app), replace(options, progress=progress))
    return places


@pytest.mark.parametrize(
    ("partner", "allow"), [*((partner, ("heavy", "destructive")) for partner in PARTNERS), ("padi", ())]
)
def test_a_run_sends_nothing_that_its_plan_does_not_say(partner, allow):
    options = Options(leave_out=("engine:",) if partner == "padi" else ("engine:", "property:"))
    with serving(partner=partner) as served:
        target = replace(served, allow=allow)
        steps = {step.check: step for step in forecast(contract(partner), target, options).steps}
        sent = sent_by(partner, target, options)
    issuer = {("POST", getattr(contract(partner).credential, "issuer", None))}
    for check, places in sent.items():
        assert places <= set(steps[check].places) | issuer, check
        if steps[check].missing:
            assert places == set(), check


def test_a_plan_names_the_permission_that_a_check_lacks():
    with serving(partner="padi") as target:
        steps = forecast(contract(), replace(target, allow=()), Options()).steps
    lacking = {step.check: step.missing for step in steps if step.missing}
    assert lacking["probe:large-body:PADI-API-008"] == '[target.padi] allow = ["heavy"]'
    assert lacking["engine:deleteTransaksi"] == '[target.padi] allow = ["destructive"]'


def test_a_plan_says_which_line_the_credential_lacks():
    with serving(partner="padi") as target:
        told = forecast(contract(), replace(target, api_key=None), Options()).credential
    assert "[target.padi] api_key" in told
