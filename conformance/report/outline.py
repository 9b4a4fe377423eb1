"""What the views have in common: the order of a report, its findings, and its verdict in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kontrak.conformance.verdict import (
    CheckResult,
    Failure,
    Outcome,
    Report,
    RequirementResult,
    Verdict,
)
from kontrak.contracts.model import Json

ORDER = (Outcome.FAIL, Outcome.ERROR, Outcome.WARN, Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE, Outcome.PASS)
FINDINGS = (Outcome.FAIL, Outcome.ERROR, Outcome.WARN)


@dataclass(frozen=True, slots=True)
class Area:
    """The requirements whose ids share everything but the number."""

    name: str
    requirements: tuple[RequirementResult, ...]

    def count(self, outcome: str) -> int:
        """How many of them had that outcome."""
        return sum(result.verdict == outcome for result in self.requirements)


def systems(report: Report) -> dict[str, tuple[Area, ...]]:
    """The areas of each system, in the order of their first requirement."""
    found: dict[str, dict[str, list[RequirementResult]]] = {}
    for result in report.requirements:
        found.setdefault(result.system, {}).setdefault(area_name(result.id), []).append(result)
    return {
        system: tuple(Area(name, tuple(results)) for name, results in named.items()) for system, named in found.items()
    }


def area_name(id: str) -> str:
    """The id without its number: `PADI-TRX` of `PADI-TRX-017`."""
    head, _, number = id.rpartition("-")
    return head if head and number.isdigit() else id


def with_outcome(report: Report, *outcomes: Outcome) -> tuple[RequirementResult, ...]:
    """The requirements with one of these outcomes, in the order of the outcomes."""
    return tuple(result for outcome in outcomes for result in report.requirements if result.verdict is outcome)


def failures(result: RequirementResult) -> Iterator[tuple[CheckResult, Failure]]:
    """Every failure of the requirement, with its check."""
    return ((check, failure) for check in result.checks for failure in check.failures)


def headline(result: RequirementResult) -> str:
    """What to say of the requirement in one line: its reason, else its first failure."""
    return result.reason or next((failure.message for _, failure in failures(result)), "")


def by_reason(results: Iterable[RequirementResult]) -> dict[str, list[RequirementResult]]:
    """The requirements under the reason that they share."""
    grouped: dict[str, list[RequirementResult]] = {}
    for result in results:
        grouped.setdefault(result.reason, []).append(result)
    return grouped


def uses_environment(report: Report) -> bool:
    """Whether a curl line takes a key from the environment."""
    return any("$KONTRAK_" in failure.curl for result in report.requirements for _, failure in failures(result))


def sentence(report: Report, words: Mapping[str, str]) -> str:
    """The verdict in one sentence, with its numbers, and a second one for a smoke run."""
    said = _sentence(report, words)
    return f"{said} {words['smoke_sentence']}" if is_smoke(report) else said


def is_smoke(report: Report) -> bool:
    """Whether the run was of the depth that leaves most out."""
    return report.run.get("depth") == "smoke"


def left_behind(report: Report) -> int:
    """How many records of the run its target still has."""
    found = report.run.get("left_behind")
    partners = found.values() if isinstance(found, Mapping) else ()
    return sum(len(keys) for kept in partners for keys in kept.values())


def _sentence(report: Report, words: Mapping[str, str]) -> str:
    total, count = len(report.requirements), report.totals.get
    stuck = sum(result.blocks or result.verdict is Outcome.ERROR for result in report.requirements)
    match report.verdict:
        case Verdict.CONFORMANT:
            return words["conformant_sentence"].format(passed=count("pass", 0), total=total)
        case Verdict.NONCONFORMANT:
            return words["nonconformant_sentence"].format(failed=count("fail", 0), total=total)
        case _ if stuck:
            return words["inconclusive_sentence"].format(open=stuck, total=total)
        case _:
            return words["nothing_sentence"]


def facts(report: Report, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who was judged by what, as label and value, in the order of the report's head."""
    run = dict(report.run)
    run["left_behind"] = left_behind(report) or ""
    known = {
        "fact_target": _flat(report.target),
        "fact_profile": _flat(run.pop("profile", "")),
        "fact_seed": _flat(run.pop("seed", "")),
        "fact_depth": _flat(run.pop("depth", "")),
        "fact_workers": _flat(run.pop("workers", "")),
        "fact_started": moment(_flat(run.pop("started", ""))),
        "fact_seconds": _seconds(run.pop("seconds", "")),
        "fact_kontrak": _flat(run.pop("kontrak", "")),
        "fact_contracts": _flat(run.pop("contracts", "")),
        "fact_config": _flat(run.pop("config", "")),
    }
    named = [(words[key], value) for key, value in known.items() if value]
    return named + [(str(key), _flat(value)) for key, value in run.items() if _flat(value)]


def moment(text: str) -> str:
    """A time of ISO 8601 to the second, with its zone; anything else as it is."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = parsed.strftime("%z")
    shown = "" if not zone else " UTC" if zone == "+0000" else f" UTC{zone[:3]}:{zone[3:5]}"
    return parsed.strftime("%Y-%m-%d %H:%M:%S") + shown


def _seconds(value: Json) -> str:
    return f"{value:.1f} s" if isinstance(value, int | float) else _flat(value)


def _flat(value: Json) -> str:
    """A value as text: a line for each member of an object, commas below that."""
    if isinstance(value, Mapping):
        return "\n".join(_member(str(key), _flat(part).replace("\n", ", ")) for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_flat, value))
    return "" if value is None else str(value)


def _member(key: str, part: str) -> str:
    return part if key == "base_url" else f"{key}: {part}"
