"""A verdict on a client as an assertion."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.verdict import Failure, Outcome, Report, RequirementResult, Verdict

SHOWN = 3


class NotConformant(AssertionError):
    """The client did something that it must not, or not all that it must; `report` has everything."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("\n".join(_told(report)))


def check_conformant(report: Report) -> None:
    """Raise NotConformant unless the report is conformant: where nothing was called, nothing is proven."""
    if report.verdict is not Verdict.CONFORMANT:
        raise NotConformant(report)


def _told(report: Report) -> Iterator[str]:
    yield f"the client is {report.verdict}"
    for result in report.requirements:
        if result.verdict in (Outcome.FAIL, Outcome.ERROR) or result.blocks:
            yield from _finding(result)
    if Outcome.PASS not in {result.verdict for result in report.requirements}:
        yield "no requirement passed: did the client call this world?"


def _finding(result: RequirementResult) -> Iterator[str]:
    yield f"  {result.verdict} {result.id} ({result.level}, {result.source}): {result.text}"
    if result.reason:
        yield f"    {result.reason}"
    found = [failure for check in result.checks for failure in check.failures]
    for failure in found[:SHOWN]:
        yield from _failure(failure)
    if len(found) > SHOWN:
        yield f"    and {len(found) - SHOWN} more"


def _failure(failure: Failure) -> Iterator[str]:
    yield f"    {failure.message}"
    yield f"      got:    {failure.got}"
    yield f"      wanted: {failure.wanted}"
    if failure.curl:
        yield f"      {failure.curl}"
