"""What a run needs of groups and records, and what becomes of a check where the target does not have it."""

from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance.config import read_targets
from kontrak.conformance.logins import Group
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome
from kontrak.contracts.errors import ConfigurationError
from tests.planted.kill import contract, serving

HEAD = '[target.dgi]\nbase_url = "http://127.0.0.1:8080"\n'
GROUP = '[[target.dgi.groups]]\napi_key = "kunci"\nsecret = "rahasia"\n'


def result_of(requirement, **changes):
    """The result on one requirement at a target that knows less than the planted server."""
    with serving(partner="dgi") as target:
        changed = dataclasses.replace(target, **changes)
        (result,) = run(contract("dgi"), changed, Options(only=(requirement,))).requirements
    return result


def groups(*changes):
    """The groups of the planted server, changed one by one."""
    with serving(partner="dgi") as target:
        return tuple(
            dataclasses.replace(group, **change) for group, change in zip(target.groups, changes, strict=False)
        )


@pytest.mark.parametrize(
    ("requirement", "known", "reason"),
    [
        ("DGI-AUTH-002", [], "no key for the target; add to kontrak.toml: [[target.dgi.groups]] api_key"),
        ("DGI-AUTH-012", [{}], "needs group 2; add another [[target.dgi.groups]]"),
        ("DGI-AUTH-015", [{"dealers": ()}], "needs the dealers of group 1"),
        ("DGI-AUTH-015", [{"dealers": ("99101",)}], "needs records of the last days of two dealers of one group"),
        ("DGI-AUTH-016", [{"dealers": ("99101",)}], "needs records of the last days of two dealers of one group"),
        ("DGI-AUTH-017", [{}], "needs the dealers of group 2"),
        ("DGI-AUTH-021", [{}, {"push": True}], "needs a group that may read and not push"),
        ("DGI-ADD-008", [{}], "needs group 2"),
    ],
)
def test_what_needs_more_groups_is_not_tested_and_says_what_is_missing(requirement, known, reason):
    result = result_of(requirement, groups=groups(*known))
    assert result.verdict is Outcome.NOT_TESTED
    assert reason in result.reason


def test_an_addition_is_asked_for_only_where_the_target_names_it():
    assert result_of("DGI-AUTH-001").verdict is Outcome.PASS
    result = result_of("DGI-AUTH-001", additions=("crm",))
    assert (result.verdict, "DGI-CRM" in result.reason) == (Outcome.NOT_TESTED, True)


def read(tmp_path, text):
    file = tmp_path / "kontrak.toml"
    file.write_text(text, encoding="utf-8")
    return read_targets(file, {"dgi": contract("dgi")})["dgi"]


def test_groups_and_additions_are_read_from_the_configuration(tmp_path):
    target = read(tmp_path, f'{HEAD}additions = ["crm"]\n{GROUP}dealers = ["99101"]\npush = false\n')
    assert target.additions == ("crm",)
    assert target.groups == (Group("kunci", "rahasia", ("99101",), push=False),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f'{HEAD}additions = ["cddb"]\n', "additions is a list of some of crm, booking-service"),
        (f'{HEAD}{GROUP}push = "no"\n', "push of a group is true or false"),
    ],
)
def test_wrong_groups_and_additions_are_told(tmp_path, text, wanted):
    with pytest.raises(ConfigurationError, match=wanted):
        read(tmp_path, text)
