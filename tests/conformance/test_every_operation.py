"""Each negative of credentials and of the protocol is tried on every operation: a server that forgets one place is found there."""

from __future__ import annotations

import pytest

from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.contracts import load
from tests.planted.kill import GENERATED, contract, serving

AUTHENTICATION = {
    "dgi": tuple(f"DGI-AUTH-0{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12)),
    "padi": ("PADI-AUTH-001", "PADI-AUTH-002"),
}
PROTOCOL = tuple(f"DGI-API-0{number:02}" for number in (3, 4, 5, 6, 20))


def places(partner):
    """The operations of a partner's planted server, each with the name that its faults use."""
    operations = [one for one in load(partner).operations.values() if one.addition is None and one.secured]
    if partner == "padi":
        return {one.id: one.member.replace("_", "-") for one in operations}
    return {one.id: "-".join(one.path.split("/")[-2:]) for one in operations}


def failures(partner, fault, only):
    """What is said of a faulty server, by requirement, all failures together."""
    with serving(fault, partner=partner) as target:
        options = Options(only=only, profile=Profile.STRICT, leave_out=(*GENERATED, "property:", "stateful:"))
        results = run(contract(partner), target, options).requirements
    found = [result for result in results if result.verdict is Outcome.FAIL]
    return {one.id: [failure.message for check in one.checks for failure in check.failures] for one in found}


@pytest.mark.parametrize(
    ("partner", "operation", "place"),
    [(partner, *pair) for partner in AUTHENTICATION for pair in places(partner).items()],
)
def test_a_server_that_forgets_to_authenticate_one_operation_is_failed_by_every_rule_of_credentials(
    partner, operation, place
):
    found = failures(partner, f"forgets-authentication-in-{place}", AUTHENTICATION[partner])
    assert set(found) == set(AUTHENTICATION[partner])
    assert all(operation in message for messages in found.values() for message in messages)


@pytest.mark.parametrize(("operation", "place"), places("dgi").items())
def test_a_server_that_forgets_the_protocol_of_one_operation_is_failed_by_every_rule_of_it(operation, place):
    found = failures("dgi", f"forgets-protocol-in-{place}", PROTOCOL)
    assert set(found) == set(PROTOCOL)
    assert all(operation in message for messages in found.values() for message in messages)
