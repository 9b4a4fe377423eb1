"""The courses of a contract as checks: each is played once, and its rules speak about many requirements."""

from __future__ import annotations

from kontrak.conformance.check import Check
from kontrak.conformance.courses.judge import applies, judged
from kontrak.conformance.courses.play import Played, Stage, play
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.session import Session
from kontrak.conformance.verdict import Outcome
from kontrak.contracts.course import Course, Rule
from kontrak.contracts.model import Contract


def checks(contract: Contract) -> list[Check]:
    """A check for each course. They move the clock, so they come last."""
    return [_check(course) for course in contract.courses.values()]


def _check(course: Course) -> Check:
    def run(session: Session, evidence: Evidence) -> None:
        stage, silent = play(session, course), dict[str, str]()
        for rule in course.rules:
            if is_in_force(session, rule):
                seen = _judge(session, rule, stage, evidence)
                silent[rule.requirement] = "" if seen else silent.get(rule.requirement, rule.text)
        for requirement in (id for id, text in silent.items() if text):
            reason = f"no answer in the course {course.name} could show it: {silent[requirement]}"
            evidence.ended(requirement, Outcome.NOT_TESTED, reason)

    return Check(f"course:{course.name}", course.requirements, run)


def is_in_force(session: Session, rule: Rule) -> bool:
    """Whether a rule counts under the readings of the target."""
    if rule.requirement in session.judge.waived:
        return False
    return all(session.judge.readings[reading] in names for reading, names in rule.under.items())


def _judge(session: Session, rule: Rule, stage: Stage, evidence: Evidence) -> bool:
    """Note what a rule finds; whether it found anything to look at, or said why not."""
    if rule.unless_refused and _is_refused(stage[rule.unless_refused]):
        evidence.passed(rule.requirement)
        return True
    if reason := next((stage[name].missing for name in sorted(rule.named()) if stage[name].missing), ""):
        evidence.ended(rule.requirement, Outcome.NOT_TESTED, reason)
        return True
    cases = list(judged(rule, stage)) if applies(rule, stage) else []
    for case in cases:
        if case.holds:
            evidence.passed(rule.requirement)
        else:
            failure = session.failure(rule.text, case.got, case.wanted, case.played.exchange)
            evidence.failed(rule.requirement, failure)
    return bool(cases)


def _is_refused(played: Played) -> bool:
    return not played.missing and not played.accepted
