"""Hears what pytest tells of scenarios, from whatever process, and shows them as Gherkin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from kontrak.features.collect import HINTS
from kontrak.features.outputs.terminal import brief_cause, feature_line, scenario_line, scenario_lines
from kontrak.features.record import ATTRIBUTE

Record = dict[str, Any]
COLOURS = {"✓": "green", "✗": "red", "!": "yellow", "-": "cyan"}
WORDS = {
    "passed": "passed",
    "failed": "failed",
    "error": "without an answer",
    "misused": "wrongly written",
    "broken": "broken off by an error of the steps",
    "skipped": "not tested",
}


class Listener:
    """A plugin of pytest; `detail` is full, brief or quiet."""

    def __init__(self, detail: str, *, colour: bool) -> None:
        self.detail, self.colour = detail, colour
        self.records: list[Record] = []
        self.problems: list[str] = []
        self.planned: list[str] = []
        self.hints: dict[str, None] = {}
        self.deselected = 0
        self._feature = ""

    @property
    def can_run(self) -> bool:
        """Whether the files can be run, and hold something to run."""
        return not self.problems and bool(self.planned or self.records)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """What is wrong with a file."""
        if report.failed and (text := str(report.longrepr)) not in self.problems:
            self.problems.append(text)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Scenarios that tags or words leave out."""
        self.deselected += len(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What there is to run."""
        self.planned = [item.nodeid for item in session.items] or self.planned
        hints: list[str] = session.config.stash.get(HINTS, [])
        self.hints |= dict.fromkeys(hints)

    def pytest_internalerror(self, excrepr: Any) -> None:
        """An error of pytest itself, or of a plugin."""
        click.echo(f"kontrak bdd: the run broke off:\n{excrepr}", err=True)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A scenario has ended."""
        record = getattr(report, ATTRIBUTE, None)
        if record is None and report.when != "call" and not report.passed:
            record = _without_steps(report)
        if record is not None:
            self.records.append(record)
            self._show(record)

    def counts(self) -> Counter[str]:
        """How many scenarios ended how."""
        return Counter(record["outcome"] for record in self.records)

    def tell_plan(self) -> None:
        """What is wrong with the files; where nothing is, the scenarios."""
        for problem in self.problems:
            click.echo(problem, err=True)
        if self.problems:
            click.echo("kontrak bdd: nothing was run", err=True)
        elif not self.planned:
            left = f"; {_scenarios(self.deselected)} left out by --tags or -k" if self.deselected else ""
            click.echo(f"kontrak bdd: no scenario found{left}", err=True)
        else:
            for name in self.planned:
                click.echo(name)
            click.echo(_scenarios(len(self.planned)))
            self.tell_hints()

    def tell_hints(self) -> None:
        """What the files would better say otherwise."""
        for hint in self.hints:
            click.echo(f"hint: {hint}", err=True)

    def close(self, written: Mapping[str, Path]) -> None:
        """How it all ended, and where the reports are."""
        counts = self.counts()
        self.tell_hints()
        if self.detail != "quiet":
            click.echo(f"\nreport: {written['scenarios.html']}")
        parts = [f"{counts[outcome]} {word}" for outcome, word in WORDS.items() if counts[outcome]]
        click.echo(f"{_scenarios(len(self.records))}: {', '.join(parts)}")

    def _show(self, record: Record) -> None:
        if self.detail == "quiet" and record["outcome"] == "passed":
            return
        if record["feature"]["file"] != self._feature:
            self._feature = record["feature"]["file"]
            click.echo(f"\n{feature_line(record)}")
        if self.detail == "full" or record["outcome"] not in ("passed", "skipped"):
            lines = list(scenario_lines(record))
        else:
            lines = [scenario_line(record), *brief_cause(record)]
        for line in lines:
            click.echo(self._coloured(line))

    def _coloured(self, line: str) -> str:
        mark = line.lstrip()[:1]
        return click.style(line, fg=COLOURS[mark]) if self.colour and mark in COLOURS else line


def _scenarios(number: int) -> str:
    return f"{number} scenario" if number == 1 else f"{number} scenarios"


def _without_steps(report: pytest.TestReport) -> Record:
    """A record of a scenario that did not begin: skipped by its tags, or broken off before its first step."""
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    file, _, name = report.nodeid.partition("::")
    feature = {
        "name": file,
        "keyword": "Feature",
        "file": file,
        "line": 1,
        "language": "en",
        "description": "",
        "tags": [],
    }
    return {
        "feature": feature,
        "rule": "",
        "name": name,
        "keyword": "Scenario",
        "line": 1,
        "description": "",
        "tags": [],
        "example": "",
        "steps": [],
        "outcome": "skipped" if report.skipped else "broken",
        "reason": reason.removeprefix("Skipped: "),
        "facts": [],
        "seconds": report.duration,
    }
