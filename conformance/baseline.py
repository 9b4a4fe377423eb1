"""Known failures and waivers of one implementation, from a file; an entry that no longer holds turns the run red."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kontrak.conformance.verdict import CheckResult, Outcome, Report, RequirementResult, judge_run, totals
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

KNOWN, WAIVED = "known", "waived"
KEYS = {KNOWN: {"requirement", "check", "comment", "until"}, WAIVED: {"requirement", "comment", "until"}}
FOUND = (Outcome.FAIL, Outcome.WARN)
HEAD = """\
# Failures that are known, by requirement and check. Every entry says why it is here (comment), and may say until
# when (until = 2027-01-31). An entry that no longer fails turns the run red: delete it then.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a baseline: `kind` is known or waived, `check` a pattern of check ids, `where` its place in the file."""

    kind: str
    requirement: str
    comment: str
    where: str
    check: str = "*"
    until: date | None = None


def read_baseline(file: Path, requirements: Collection[str]) -> tuple[Entry, ...]:
    """The entries of a baseline; raises ConfigurationError with what to mend, for unknown requirements too."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{file}: {error.strerror}; `kontrak verify --write-baseline {file}` writes one"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from None
    if unknown := sorted(set(tables) - set(KEYS)):
        raise ConfigurationError(f"{file}: unknown table {unknown[0]}; known: [[known]] and [[waived]]")
    return tuple(
        _entry(kind, table, f"{file}: [[{kind}]] {number}", requirements)
        for kind in KEYS
        for number, table in enumerate(_tables(tables.get(kind, []), f"{file}: [[{kind}]]"), 1)
    )


def weighed(report: Report, entries: Iterable[Entry], today: date) -> Report:
    """The report with known failures as warnings, waived requirements as not applicable, and stale entries as failures."""
    kept = [entry for entry in entries if any(result.id == entry.requirement for result in report.requirements)]
    stale = tuple(_stale(report.requirements, kept, today))
    results = tuple(_weighed(result, kept) for result in report.requirements) + stale
    return replace(report, verdict=judge_run(results), totals=totals(results), requirements=results)


def written(report: Report) -> str:
    """The failures of a report as a baseline; its comments are for the reader to fill in."""
    entries = [
        f'[[known]]\nrequirement = {json.dumps(result.id)}\ncheck = {json.dumps(check.id)}\ncomment = ""\n'
        for result in report.requirements
        if result.verdict is Outcome.FAIL
        for check in result.checks
        if check.verdict is Outcome.FAIL
    ]
    return "\n".join([HEAD, *entries])


def _tables(value: Json, where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ConfigurationError(f"{where}: write each entry as a table of its own under {where.rpartition(' ')[2]}")
    return value


def _entry(kind: str, table: Mapping[str, Any], where: str, requirements: Collection[str]) -> Entry:
    if unknown := sorted(set(table) - KEYS[kind]):
        raise ConfigurationError(f"{where}: unknown key {unknown[0]}; known: {', '.join(sorted(KEYS[kind]))}")
    id, comment, check, until = (table.get(key) for key in ("requirement", "comment", "check", "until"))
    if id not in requirements:
        raise ConfigurationError(f"{where}: no requirement {id}; see `kontrak contracts requirements`")
    if not isinstance(comment, str) or not comment.strip():
        raise ConfigurationError(f'{where}: {id} has no comment; say why it is here: comment = "..."')
    if check is not None and not (isinstance(check, str) and check):
        raise ConfigurationError(f'{where}: check is the id of a check, or a pattern such as "cases:*"; got {check!r}')
    if until is not None and type(until) is not date:
        raise ConfigurationError(f"{where}: until is a day; write until = 2027-01-31; got {until!r}")
    return Entry(kind, str(id), comment.strip(), where, check or "*", until)


def _weighed(result: RequirementResult, entries: Iterable[Entry]) -> RequirementResult:
    own = [entry for entry in entries if entry.requirement == result.id]
    for entry in own:
        if entry.kind == WAIVED and result.verdict is not Outcome.PASS:
            return replace(result, verdict=Outcome.NOT_APPLICABLE, reason=f"waived: {entry.comment}", blocks=False)
    known = [entry for entry in own if entry.kind == KNOWN]
    failing = [check for check in result.checks if check.verdict is Outcome.FAIL]
    if result.verdict is not Outcome.FAIL or not all(_of(check, known) for check in failing):
        return result
    comments = "; ".join(dict.fromkeys(entry.comment for check in failing for entry in _of(check, known)))
    errors = [check for check in result.checks if check.verdict is Outcome.ERROR]
    verdict, reason = (Outcome.ERROR, errors[0].reason) if errors else (Outcome.WARN, f"known: {comments}")
    return replace(result, verdict=verdict, reason=reason)


def _of(check: CheckResult, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if fnmatchcase(check.id, entry.check)]


def _stale(results: Iterable[RequirementResult], entries: Iterable[Entry], today: date) -> Iterator[RequirementResult]:
    by_id = {result.id: result for result in results}
    for number, entry in enumerate(entries, 1):
        if (why := _why_stale(by_id[entry.requirement], entry, today)) is not None:
            yield RequirementResult(
                id=f"BASELINE-{number:03}",
                system="baseline",
                level="documented",
                keyword="MUST",
                source=entry.where,
                text=f"An entry of the baseline still holds: {entry.requirement}, {entry.comment}",
                verdict=Outcome.FAIL,
                reason=why,
            )


def _why_stale(result: RequirementResult, entry: Entry, today: date) -> str | None:
    """Why an entry does not hold any more; None while it does, or while the run could not tell."""
    if entry.until is not None and today > entry.until:
        return f"the entry ended on {entry.until}; mend the implementation, or agree on another day"
    if entry.kind == WAIVED:
        return f"{entry.requirement} passes; delete the entry" if result.verdict is Outcome.PASS else None
    checks = _of_pattern(result.checks, entry.check)
    if result.verdict in (Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE):
        return None
    if not checks:
        return (
            f"{entry.requirement} has no check {entry.check}; it has {', '.join(check.id for check in result.checks)}"
        )
    if any(check.verdict in (*FOUND, Outcome.ERROR, Outcome.NOT_TESTED) for check in checks):
        return None
    return f"{entry.requirement} no longer fails in {', '.join(check.id for check in checks)}; delete the entry"


def _of_pattern(checks: Iterable[CheckResult], pattern: str) -> list[CheckResult]:
    return [check for check in checks if fnmatchcase(check.id, pattern)]
