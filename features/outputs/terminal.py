"""Gherkin in the terminal: each step with its mark, and in place of a traceback why it failed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from kontrak.features.failure import LABELS

WIDTH = 80
LONGEST_COMMAND = 1000
CUT = "curl ... (long: see scenarios.html)"
MARKS = {
    "passed": "✓",
    "failed": "✗",
    "error": "!",
    "misused": "!",
    "broken": "!",
    "skipped": "-",
    "undone": " ",
    "running": " ",
}
Record = dict[str, Any]


def feature_line(record: Record) -> str:
    """The first line of a feature."""
    return f"{record['feature']['keyword']}: {record['feature']['name']}"


def scenario_line(record: Record) -> str:
    """The first line of a scenario, with its mark and its tags."""
    example = f" [{record['example']}]" if record["example"] else ""
    return f"  {MARKS[record['outcome']]} {record['keyword']}: {record['name']}{example}"


def scenario_lines(record: Record, width: int = WIDTH) -> Iterator[str]:
    """A scenario with its steps, and below the one that failed its cause and the place in the file."""
    yield scenario_line(record)
    for step in record["steps"]:
        yield from _wrapped(f"{MARKS[step['status']]} {step['keyword']} {step['text']}", 4, width)
        for row in step["table"]:
            yield f"        | {' | '.join(row)} |"
        if step["status"] not in ("passed", "undone", "running"):
            yield from cause(record, step["line"], width)


def cause(record: Record, line: int, width: int = WIDTH) -> Iterator[str]:
    """Why a step ended the scenario: the message, its facts, and where the step stands."""
    yield from _wrapped(record["reason"], 8, width)
    labels = LABELS.get(record["feature"]["language"], LABELS["en"])
    longest = max((len(labels[label]) for label, _ in record["facts"]), default=0)
    for label, text in record["facts"]:
        yield from _fact(f"{labels[label]:<{longest}}", text, width)
    yield f"        {record['feature']['file']}:{line}"


def brief_cause(record: Record, width: int = WIDTH) -> Iterator[str]:
    """Why a scenario was not tested, and the line of the step that could not be done; nothing for any other."""
    if record["outcome"] == "skipped":
        line = next((step["line"] for step in record["steps"] if step["status"] == "skipped"), record["line"])
        yield from cause(record, line, width)


def _fact(label: str, text: str, width: int) -> Iterator[str]:
    """A fact in lines; a command line stays whole, so that it can be copied."""
    if text.startswith("curl "):
        yield f"        {label}  {text if len(text) <= LONGEST_COMMAND else CUT}"
        return
    indent = 8 + len(label) + 2
    lines = textwrap.wrap(text, max(width - indent, 20), break_long_words=True) or [""]
    yield f"        {label}  {lines[0]}"
    yield from (f"{' ' * indent}{line}" for line in lines[1:])


def _wrapped(text: str, indent: int, width: int) -> Iterator[str]:
    for part in text.splitlines() or [""]:
        yield from textwrap.wrap(
            part, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2), break_long_words=False
        ) or [""]
