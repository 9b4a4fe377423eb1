from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance.check import Probes
from kontrak.conformance.plan import plan, selected, spoken_about
from kontrak.conformance.run import Options, run
from kontrak.conformance.verify import verify
from kontrak.contracts.errors import ConfigurationError, ContractError
from tests.planted.kill import serving


def with_test(padi, **test):
    """The contract with another test of its first requirement."""
    first = padi.requirements["PADI-API-001"]
    changed = dataclasses.replace(first, test=dataclasses.replace(first.test, **{"probe": None} | test))
    return dataclasses.replace(padi, requirements={**padi.requirements, first.id: changed})


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        ({"probe": "no-such"}, "padi/requirements.yaml: PADI-API-001 names the probe 'no-such'; known: .*paging"),
        ({"watch": "no-such"}, "padi/requirements.yaml: PADI-API-001 names the watch 'no-such'; known: server-error"),
        ({"watch": "no-such", "probe": "examples"}, "names the watch 'no-such'"),
    ],
)
def test_a_name_that_nothing_has_is_an_error_of_the_contract(test, wanted, padi):
    with pytest.raises(ContractError, match=wanted):
        plan(with_test(padi, **test))


def test_an_unknown_id_is_refused_before_anything_is_sent(padi, target):
    def app(environ, start_response):
        raise AssertionError("something was sent")

    with pytest.raises(ConfigurationError, match="--only: padi has no requirement PADI-TRX-999"):
        run(padi, target(app=app), Options(only=("PADI-TRX-999",)))
    with pytest.raises(
        ConfigurationError, match="--only: no requirement DGI-X-1; see `kontrak contracts requirements`"
    ):
        verify({"padi": padi}, [target(app=app)], Options(only=("DGI-X-1",)))


def test_every_testable_requirement_is_spoken_about_by_a_check_or_a_watch(padi):
    testable = {entry.id for entry in padi.requirements.values() if entry.test.not_tested is None}
    assert spoken_about(plan(padi), padi) == testable


def test_a_requirement_that_no_check_speaks_about_is_missed(padi):
    assert "PADI-API-001" not in spoken_about(plan(with_test(padi)), padi)


def test_the_checks_have_unique_ids(padi):
    ids = [check.id for check in plan(padi)]
    assert len(set(ids)) == len(ids)


def test_the_checks_come_from_every_source(padi):
    sources = {check.id.split(":")[0] for check in plan(padi)}
    assert sources == {"cases", "probe", "property", "stateful", "engine"}


def test_every_check_speaks_about_requirements_of_the_contract(padi):
    for check in plan(padi):
        assert check.requirements
        assert set(check.requirements) <= set(padi.requirements)


def test_only_what_may_speak_about_a_chosen_requirement_is_planned(padi):
    checks = plan(padi, only=("PADI-DEL-001",))
    wanted = {"probe:deleted-is-gone:PADI-DEL-001", "stateful:transaksi", "engine:deleteTransaksi"}
    assert {check.id for check in checks} == wanted
    assert [entry.id for entry in selected(padi, ("PADI-DEL-001",))] == ["PADI-DEL-001"]


def test_a_run_of_chosen_requirements_reports_these_alone(padi, verified):
    with serving() as target:
        results = verified(target, only=("PADI-DEL-001", "PADI-API-009"))
    assert sorted(results) == ["PADI-API-009", "PADI-DEL-001"]


def test_two_probes_of_one_name_are_refused():
    probes = Probes()
    probes("a")(lambda *_: None)
    with pytest.raises(ValueError, match="two probes are called a"):
        probes("a")(lambda *_: None)


def test_every_check_is_told_before_it_is_carried_out(padi, verified):
    told = []
    with serving() as target:
        verified(target, only=("PADI-DEL-001",), progress=lambda *step: told.append(step))
    assert told == [("probe:deleted-is-gone:PADI-DEL-001", 1, 2), ("stateful:transaksi", 2, 2)]
