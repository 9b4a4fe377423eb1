from __future__ import annotations

import json

import jsonschema_rs
import pytest

from kontrak.contracts import load
from kontrak.contracts.course import course
from kontrak.contracts.folder import META as FOLDER
from kontrak.contracts.machine import machine

META = jsonschema_rs.Draft202012Validator(json.loads((FOLDER / "courses.schema.json").read_text(encoding="utf-8")))

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


MACHINE = {
    "name": "m",
    "title": "A machine",
    "waits": [1, 24],
    "settles": 48,
    "first": [{"as": "stock", "send": "ask"}],
    "make": [{"send": "create", "with": {"qty": 1}}],
    "ask": [{"as": "status", "send": "ask", "with": {"no": {"$of": "record.no"}}}],
    "rules": [
        {
            "requirement": "X-A-001",
            "text": "wrong",
            "of": "status",
            "with": "status_before",
            "by": {"no": "no"},
            "matched": True,
        },
        {"requirement": "X-A-002", "text": "wrong", "of": "again", "answer": "accepted", "after": 48},
    ],
}


def test_a_machine_names_the_record_what_came_again_and_what_was_answered_before():
    found = machine(MACHINE)
    assert [rule.named() for rule in found.rules] == [{"status", "status_before"}, {"again"}]
    assert found.about_repetition == {"X-A-002"}
    assert [step.name for step in found.makes] == ["record"]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"ask": [{"as": "again", "send": "ask"}]}, "two steps are called again"),
        ({"first": MACHINE["ask"]}, "two steps are called status"),
        ({"rules": [MACHINE["rules"][0] | {"of": "status_later"}]}, "no step is called status_later"),
        ({"rules": [MACHINE["rules"][0] | {"unless_refused": "again"}]}, "unless_refused is for courses"),
    ],
)
def test_what_is_wrong_with_a_machine_is_told(members, told):
    with pytest.raises(ValueError, match=told):
        machine(MACHINE | members)


def test_a_course_has_no_ages():
    with pytest.raises(ValueError, match="after is for machines"):
        course(rule(after=24))


@pytest.mark.parametrize(
    "change",
    [
        {"steps": ENTRY["steps"]},
        {"make": None},
        {"waits": []},
        {"waits": [0]},
        {"settles": None},
        {"rules": [MACHINE["rules"][0] | {"after": -1}]},
    ],
    ids=str,
)
def test_an_entry_is_a_course_or_a_machine_and_whole(change):
    entry = {name: value for name, value in (MACHINE | change).items() if value is not None}
    assert list(META.iter_errors([MACHINE, ENTRY])) == []
    assert list(META.iter_errors([entry])) != []


def test_each_course_of_tpos_speaks_about_requirements_that_name_one():
    contract = load("tpos")
    spoken = {id for found in contract.courses.values() for id in found.requirements}
    assert spoken == {entry.id for entry in contract.requirements.values() if entry.test.course}
