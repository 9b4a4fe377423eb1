"""Mistakes in the courses and machines of a contract: names that lead nowhere, and rules that nobody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kontrak.contracts.course import FILE, Course, Rule, Step
from kontrak.contracts.lint.found import Found
from kontrak.contracts.machine import Machine
from kontrak.contracts.model import Contract


def courses(contract: Contract) -> Iterator[Found]:
    """Every mistake in `courses.yaml`, and every requirement that names a course in vain."""
    for course in contract.courses.values():
        yield from _played(contract, course, course.steps)
        for place, rule in enumerate(course.rules):
            entry = contract.requirements.get(rule.requirement)
            if entry is not None and entry.test.course is None:
                problem = f"{entry.id} is tested by no course; write course: {course.name} there, or correct the id"
                yield Found(FILE, (course.number, "rules", place), course.name, problem)
    for machine in contract.machines.values():
        yield from _played(contract, machine, (*machine.first, *machine.makes, *machine.asks))
    spoken = {(course.name, id) for course in contract.courses.values() for id in course.requirements}
    for number, entry in enumerate(contract.requirements.values()):
        if entry.test.course is not None and (entry.test.course, entry.id) not in spoken:
            problem = f"no rule of the course {entry.test.course} speaks about it; add one to courses.yaml"
            yield Found("requirements.yaml", (number, "test", "course"), entry.id, problem)


def _played(contract: Contract, found: Course | Machine, steps: Iterable[Step]) -> Iterator[Found]:
    for step in steps:
        if step.send and step.send not in contract.operations:
            problem = f"{step.name} sends {step.send}, which is no operation; name one of openapi.yaml"
            yield Found(FILE, (found.number,), found.name, problem)
    for place, rule in enumerate(found.rules):
        for problem in _wrong(contract, rule):
            yield Found(FILE, (found.number, "rules", place), found.name, problem)


def _wrong(contract: Contract, rule: Rule) -> Iterator[str]:
    if rule.requirement not in contract.requirements:
        yield f"{rule.requirement} is no requirement; correct the id"
    for reading, names in rule.under.items():
        known = contract.readings.get(reading)
        if known is None or set(names) - {candidate.name for candidate in known.candidates}:
            yield f"{reading} cannot be read as {', '.join(names)}; correct it"
