"""What became of a scenario: gathered step by step while it runs, and carried by pytest's report wherever that goes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kontrak.conformance.client import Client
from kontrak.conformance.errors import CheckEnded
from kontrak.contracts import KontrakError
from kontrak.features.failure import Misused, NoAnswer, StepFailed
from kontrak.features.stage import Stage
from kontrak.features.world import Line, World

Record = dict[str, Any]
RECORD = pytest.StashKey[Record]()
ATTRIBUTE = "kontrak_scenario"
LAST_LINES = 30
COUNTER = itertools.count(1)


@pytest.fixture(scope="session")
def kontrak_client() -> Iterator[Client]:
    """One connection pool for all scenarios."""
    with Line(timeout=30.0) as client:
        yield client


@pytest.fixture
def kontrak(request: pytest.FixtureRequest, kontrak_stage: Stage, kontrak_client: Client) -> Iterator[World]:
    """The world of a scenario, which every step works with."""
    known = request.node.stash.get(RECORD, None) or {"tags": [], "feature": {"language": "en"}}
    name = f"bdd-{uuid4().hex[:10]}"
    try:
        world = World(kontrak_stage, kontrak_client, name, tuple(known["tags"]), known["feature"]["language"])
    except CheckEnded as ended:
        raise NoAnswer(ended.reason) from None
    yield world
    world.close()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
    """Begin a record with every step, none of which was done yet."""
    tags = sorted({*scenario.tags, *feature.tags, *(scenario.rule.tags if scenario.rule else ())})
    tags += [
        mark.name for mark in request.node.iter_markers() if mark.name not in tags and mark.name in _marks(feature)
    ]
    request.node.user_properties += [("requirement", tag) for tag in tags if "-" in tag]
    request.node.stash[RECORD] = {
        "feature": {
            "name": feature.name,
            "keyword": feature.keyword,
            "file": _relative(feature.filename, request.config),
            "line": feature.line_number,
            "language": feature.language,
            "description": feature.description.strip(),
            "tags": sorted(feature.tags),
        },
        "rule": scenario.rule.name if scenario.rule else "",
        "name": scenario.name,
        "keyword": scenario.keyword,
        "line": scenario.line_number,
        "description": scenario.description.strip(),
        "tags": tags,
        "example": request.node.callspec.id if hasattr(request.node, "callspec") else "",
        "steps": [_step(step) for step in scenario.steps],
        "outcome": "skipped",
        "reason": "",
        "facts": [],
        "seconds": 0.0,
    }


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """A step begins."""
    found = _current(request.node, "undone")
    if found is not None:
        found["status"], found["started"] = "running", time.perf_counter()
    del step


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any) -> None:
    """A step was done."""
    found = _current(request.node, "running")
    if found is not None:
        found["status"], found["seconds"] = "passed", time.perf_counter() - found.pop("started")
    del step


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the record into the report of a scenario, and its steps in place of a traceback."""
    report = yield
    record = item.stash.get(RECORD, None)
    if record is None or report.when != "call":
        return report
    _close(record, report, call)
    setattr(report, ATTRIBUTE, record)
    if report.failed and record["outcome"] != "broken":
        from kontrak.features.outputs.terminal import scenario_lines  # noqa: PLC0415 - outputs import the records

        report.longrepr = "\n".join(scenario_lines(record))
    return report


def _close(record: Record, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    record["seconds"] = report.duration
    record["outcome"] = report.outcome
    error = call.excinfo.value if call.excinfo else None
    if report.skipped:
        record["reason"] = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
    elif isinstance(error, StepFailed):
        record["reason"], record["facts"] = error.message, list(error.facts)
    elif isinstance(error, NoAnswer | Misused | KontrakError):
        record["outcome"] = "error" if isinstance(error, NoAnswer) else "misused"
        record["reason"] = str(error)
    elif isinstance(error, AssertionError | pytest.fail.Exception):  # of a project's own steps
        record["reason"] = str(error)
    elif error is not None:
        trace = "\n".join(report.longreprtext.splitlines()[-LAST_LINES:])
        record["outcome"], record["reason"] = "broken", f"{type(error).__name__}: {error}\n{trace}"
    for step in record["steps"]:
        if step["status"] == "running":
            step["seconds"] = time.perf_counter() - step.pop("started")
            step["status"] = record["outcome"]


def _step(step: Any) -> dict[str, Any]:
    return {
        "keyword": step.keyword.strip(),
        "text": step.name,
        "line": step.line_number,
        "table": step.datatable.raw() if step.datatable else [],
        "docstring": step.docstring or "",
        "status": "undone",
        "seconds": 0.0,
    }


def _current(node: pytest.Item, status: str) -> dict[str, Any] | None:
    record = node.stash.get(RECORD, None)
    steps = record["steps"] if record else ()
    return next((step for step in steps if step["status"] == status), None)


def _relative(file: str, config: pytest.Config) -> str:
    """A file as whoever started pytest would name it, so that reports tell nothing of the machine."""
    for folder in (config.invocation_params.dir, config.rootpath):
        if Path(file).is_relative_to(folder):
            return Path(file).relative_to(folder).as_posix()
    return Path(file).name


def _marks(feature: Any) -> set[str]:
    return {tag for one in feature.scenarios.values() for examples in one.examples for tag in examples.tags}
