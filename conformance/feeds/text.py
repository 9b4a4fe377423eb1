"""A report in words, for a terminal of 80 columns, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kontrak.conformance.feeds.findings import Finding, Report
from kontrak.contracts.feed import Feed

WIDTH = 80
LINEWISE = ("key", "repeated", "batch")


def as_lines(report: Report, feed: Feed) -> Iterator[str]:
    """The verdict, then each finding with its requirements, what was wanted, its cause and its first places."""
    reason = f": {report.reason}" if report.reason else ""
    yield f"{report.file}: {report.verdict}{reason}"
    yield f"  layout {report.layout}, {report.lines} records, {len(report.findings)} findings"
    for finding in report.findings:
        yield ""
        yield from _finding(finding, feed)


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data; `schema` names its form."""
    return {"schema": "kontrak-batch/1", **asdict(report)}


def _finding(finding: Finding, feed: Feed) -> Iterator[str]:
    mark = "FAIL" if finding.fails else "WARN"
    labels = ", ".join(feed.field(key).label for key in finding.fields)
    where = f"{labels}: " if labels else ""
    count = f" ({finding.count} records)" if finding.count > 1 else ""
    yield from _wrapped(f"{mark}  {where}{finding.message}{count}", 0)
    yield from _wrapped(f"{finding.rule}, {finding.level}: {', '.join(finding.requirements)}", 6)
    if finding.wanted:
        yield from _wrapped(f"wanted {finding.wanted}", 6)
    if finding.cause:
        yield from _wrapped(f"cause: {finding.cause}", 6)
    for place in finding.places:
        relation = "as" if finding.rule in LINEWISE else "got"
        got = place.got if finding.rule in LINEWISE else repr(place.got)
        yield from _wrapped(f"line {place.line}, column {place.column}: {relation} {got}", 6)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent or 6), break_on_hyphens=False
    )
