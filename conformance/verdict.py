"""From evidence to verdict: the values of a report, and the one place that decides.

A check yields a `CheckResult`; the checks of a requirement yield its `RequirementResult`; those yield the
verdict of the run. `report.json` is these values as they are, and every other view is made from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from kontrak.contracts.model import Json, Level, Requirement

SCHEMA = "kontrak-report/1"


class Outcome(StrEnum):
    """What became of a check or a requirement."""

    PASS = "pass"  # noqa: S105 - the word of the report
    FAIL = "fail"
    WARN = "warn"
    NOT_TESTED = "not_tested"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Verdict(StrEnum):
    """What became of a run."""

    CONFORMANT = "conformant"
    NONCONFORMANT = "nonconformant"
    INCONCLUSIVE = "inconclusive"


class Profile(StrEnum):
    """Down to which level of truth a breach fails; below it, it warns."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    STRICT = "strict"

    def counts(self, level: Level) -> bool:
        """Whether a breach of a requirement of that level fails."""
        fails = {
            Profile.DOCUMENTED: {Level.DOCUMENTED},
            Profile.OBSERVED: {Level.DOCUMENTED, Level.OBSERVED},
            Profile.STRICT: set(Level),
        }
        return level in fails[self]


@dataclass(frozen=True, slots=True)
class Failure:
    """One breach seen: what was got and wanted, with the exchange and how to repeat it.

    `request` has `method`, `url`, `headers`, `body`; `response` has `status`, `headers`, `body`; both redacted.
    """

    message: str
    got: str
    wanted: str
    request: Mapping[str, Json] = field(default_factory=dict)
    response: Mapping[str, Json] = field(default_factory=dict)
    curl: str = ""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found; `cases` counts the judged exchanges or comparisons."""

    id: str
    requirement: str
    verdict: Outcome
    cases: int = 0
    seconds: float = 0.0
    failures: tuple[Failure, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """The verdict on one requirement; `blocks` says that its lack of evidence keeps the run inconclusive."""

    id: str
    system: str
    level: str
    keyword: str
    source: str
    text: str
    verdict: Outcome
    reason: str = ""
    reading: str | None = None
    blocks: bool = False
    checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One run: `run`, `target` and `readings` say what was judged by what; `totals` counts outcomes."""

    verdict: Verdict
    run: Mapping[str, Json]
    target: Mapping[str, Json]
    totals: Mapping[str, int]
    requirements: tuple[RequirementResult, ...]
    readings: tuple[Mapping[str, Json], ...] = ()
    schema: str = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values, in the order in which a reader wants them."""
        plain = asdict(self)
        return {"schema": plain.pop("schema"), **plain}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_json` wrote; raises KeyError or TypeError if it is not one."""
        requirements = tuple(_requirement(entry) for entry in data["requirements"])
        rest = {key: data[key] for key in ("run", "target", "totals", "schema")}
        return cls(
            verdict=Verdict(data["verdict"]),
            requirements=requirements,
            readings=tuple(data.get("readings", ())),
            **rest,
        )


def _requirement(entry: Mapping[str, Any]) -> RequirementResult:
    checks = tuple(
        CheckResult(
            **{
                **check,
                "verdict": Outcome(check["verdict"]),
                "failures": tuple(Failure(**failure) for failure in check["failures"]),
            }
        )
        for check in entry["checks"]
    )
    return RequirementResult(**{**entry, "verdict": Outcome(entry["verdict"]), "checks": checks})


def judge_requirement(requirement: Requirement, checks: Iterable[CheckResult], profile: Profile) -> RequirementResult:
    """The worst of the requirement's checks; without any evidence it is not tested, never passed."""
    results = tuple(checks)
    outcome, reason = _worst(requirement, results)
    counts = profile.counts(requirement.level)
    if outcome is Outcome.FAIL and not counts:
        outcome = Outcome.WARN
    return RequirementResult(
        id=requirement.id,
        system=requirement.system,
        level=requirement.level,
        keyword=requirement.keyword,
        source=requirement.source,
        text=requirement.text,
        verdict=outcome,
        reason=reason,
        reading=requirement.reading,
        blocks=counts and outcome is Outcome.NOT_TESTED and requirement.test.not_tested is None,
        checks=results,
    )


def _worst(requirement: Requirement, checks: tuple[CheckResult, ...]) -> tuple[Outcome, str]:
    if requirement.test.not_tested is not None:
        return Outcome.NOT_TESTED, requirement.test.not_tested
    order = (Outcome.FAIL, Outcome.ERROR, Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE)
    for outcome in order:
        found = [check for check in checks if check.verdict is outcome]
        if found:
            return outcome, found[0].reason
    if any(check.cases for check in checks):
        return Outcome.PASS, ""
    return Outcome.NOT_TESTED, "no check gave evidence"


def totals(requirements: Iterable[RequirementResult]) -> dict[str, int]:
    """How many requirements had each outcome."""
    counted = Counter(result.verdict for result in requirements)
    return {outcome.value: counted[outcome] for outcome in Outcome}


def judge_run(requirements: Iterable[RequirementResult]) -> Verdict:
    """Nonconformant if anything failed; conformant only if something passed and nothing that counts is open."""
    results = list(requirements)
    outcomes = {result.verdict for result in results}
    if Outcome.FAIL in outcomes:
        return Verdict.NONCONFORMANT
    if Outcome.ERROR in outcomes or Outcome.PASS not in outcomes or any(result.blocks for result in results):
        return Verdict.INCONCLUSIVE
    return Verdict.CONFORMANT
