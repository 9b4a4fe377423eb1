"""The work of a run is cut into lanes, and what the lanes found is one verdict."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from kontrak.conformance.bench import Found
from kontrak.conformance.config import Target
from kontrak.conformance.evidence import merged
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.lanes import lanes_of
from kontrak.conformance.plan import plan
from kontrak.conformance.run import Jury, Options
from kontrak.conformance.verdict import CheckResult, Outcome
from kontrak.conformance.workers import carry_out
from tests.planted.kill import contract

URL = "http://127.0.0.1:9"
WORLDS = (f"{URL}/w/{{world}}", f"{URL}0/w/{{world}}")


@pytest.mark.parametrize("partner", ["dgi", "padi", "tpos"])
def test_every_check_is_in_one_lane_and_the_number_of_workers_changes_none(partner):
    target = Target(partner, URL, worlds=WORLDS)
    lanes = lanes_of(contract(partner), target, Options(workers=1))
    assert sorted(id for lane in lanes for id in lane.checks) == sorted(check.id for check in plan(contract(partner)))
    assert lanes == lanes_of(contract(partner), target, Options(workers=4))
    assert len(lanes) > 1
    costs = [lane.cost for lane in lanes]
    assert max(costs) < 1.5 * min(costs)


def test_each_lane_has_a_world_and_a_clock_of_its_own():
    hooks = Hooks(advance=f"{URL}/_kontrak/clock?advance=PT{{hours}}H")
    lanes = lanes_of(contract(), Target("padi", URL, worlds=WORLDS, hooks=hooks), Options(mark="KT"))
    assert [lane.target.base_url for lane in lanes] == [f"{URL}/w/KT-padi-{n}" for n in range(1, len(lanes) + 1)]
    assert lanes[0].target.hooks.advance == f"{URL}/w/KT-padi-1/_kontrak/clock?advance=PT{{hours}}H"


def test_a_lane_at_another_server_has_the_same_world_and_its_clock_there():
    hooks = Hooks(advance=f"{URL}/_kontrak/clock?advance=PT{{hours}}H")
    lane = lanes_of(contract(), Target("padi", URL, worlds=WORLDS, hooks=hooks), Options(mark="KT"))[0]
    assert [lane.at(server).target.base_url for server in range(3)] == [f"{URL}{n}/w/KT-padi-1" for n in ("", "0", "")]
    assert lane.at(1).target.hooks.advance == f"{URL}0/w/KT-padi-1/_kontrak/clock?advance=PT{{hours}}H"
    assert lane.at(1).checks == lane.checks


def test_a_target_with_one_set_of_data_is_one_lane():
    assert len(lanes_of(contract(), Target("padi", URL), Options(workers=8))) == 1


def test_what_a_watch_saw_in_several_lanes_is_one_result_and_the_worse_one():
    seen = [CheckResult("watch:leak:X", "X", verdict, 5) for verdict in (Outcome.PASS, Outcome.FAIL, Outcome.PASS)]
    (result,) = merged(seen)
    assert (result.verdict, result.cases) == (Outcome.FAIL, 15)


def test_a_lane_that_ended_early_keeps_what_it_left_open_from_passing():
    options = Options()
    target = Target("padi", URL)
    jury = Jury(contract(), target, options)
    outcomes = jury.outcomes([Found(), Found(stopped=(Outcome.ERROR, "the target is gone"))])
    verdicts = {result.verdict for result in outcomes.requirements}
    assert Outcome.PASS not in verdicts
    assert Outcome.ERROR in verdicts


class Fatal:
    """Ends the process that is handed it."""

    def __reduce__(self):
        return os._exit, (3,)


def test_a_worker_that_dies_is_the_error_of_its_lane_and_of_no_other():
    padi = Target("padi", URL, api_key="x")
    deadly = replace(padi, records={"umkm": (Fatal(),)})
    options = Options(only=("PADI-TRX-001",), leave_out=("property:", "engine:"), workers=2)
    lanes = [lane for target in (deadly, padi) for lane in lanes_of(contract(), target, options)]
    died, other = carry_out({"padi": contract()}, lanes, options)
    assert died.stopped == (Outcome.ERROR, "the harness broke: a worker ended with code 3 at its start")
    assert {result.verdict for result in died.results} == {Outcome.ERROR}
    assert "could not be reached" in other.stopped[1]
