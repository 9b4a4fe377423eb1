from __future__ import annotations

import pytest

from kontrak.contracts import load
from kontrak.contracts.course import course

ENTRY = {
    "name": "a",
    "title": "A course",
    "steps": [
        {"as": "one", "send": "create", "with": {"qty": 1}},
        {"as": "two", "send": "create"},
        {"as": "asked", "send": "ask", "about": ["one", "two"], "with": {"no": {"$of": "about.no"}}},
        {"advance": 24},
    ],
    "rules": [{"requirement": "X-A-001", "text": "wrong", "of": "asked*", "each": "qty == one.qty"}],
}


def changed(**members):
    return ENTRY | members


def rule(**members):
    return changed(rules=[ENTRY["rules"][0] | members])


def test_a_step_about_others_is_one_step_for_each():
    found = course(ENTRY)
    assert [step.name for step in found.steps] == ["one", "two", "asked_one", "asked_two", "advance-3"]
    assert found.steps[3].given == {"no": {"$of": "two.no"}}


def test_a_rule_names_the_steps_that_it_looks_at():
    [found] = course(ENTRY).rules
    assert found.named() == {"one", "asked_one", "asked_two"}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (rule(of="nobody"), "no step is called nobody"),
        (rule(each="qty =="), "no condition"),
        (rule(each="qty == three.qty"), "names three, which is no step"),
        (changed(steps=[*ENTRY["steps"], {"as": "one", "send": "create"}]), "two steps are called one"),
    ],
)
def test_what_is_wrong_with_a_course_is_told(entry, told):
    with pytest.raises(ValueError, match=told):
        course(entry)


def test_each_course_of_tpos_speaks_about_requirements_that_name_one():
    contract = load("tpos")
    spoken = {id for found in contract.courses.values() for id in found.requirements}
    assert spoken == {entry.id for entry in contract.requirements.values() if entry.test.course}
