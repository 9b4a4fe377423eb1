"""Runs feature files through pytest, cut off from the plugins and settings of the folder they lie in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click
import httpx
import pytest

from kontrak.cli.bdd.listener import Listener
from kontrak.cli.bdd.stage import HANDED_ON, shared_mock
from kontrak.cli.targets import credentials_of
from kontrak.conformance.config import checked_url, read_targets
from kontrak.contracts.errors import ConfigurationError
from kontrak.features.outputs.page import Run
from kontrak.features.outputs.write import write
from kontrak.features.stage import known_contracts

PASSED, FAILED, WRONG, INCONCLUSIVE = 0, 1, 2, 3
CUT_OFF = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_XDIST_AUTO_NUM_WORKERS")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command line; `detail` is full, brief or quiet."""

    paths: tuple[Path, ...]
    target: str | None
    config: Path | None
    tags: str | None
    named: str | None
    workers: int
    report_dir: Path
    lang: str
    detail: str
    dry_run: bool


def execute(asked: Asked) -> int:
    """Run the files; gives the exit code. Raises ConfigurationError and MockDidNotStart."""
    if asked.workers and find_spec("xdist") is None:
        raise ConfigurationError("-n needs pytest-xdist; pip install 'kontrak[parallel]', or leave -n out")
    if asked.config:
        read_targets(asked.config, known_contracts())  # what is wrong with it is told before anything runs
    if asked.target and not _answers(checked_url(asked.target)):
        click.echo(f"kontrak bdd: nothing answers at {asked.target}", err=True)
        return INCONCLUSIVE
    if asked.target:
        credentials_of(asked.target)  # as above: a guarded mock wants its token
    listener = Listener(asked.detail, colour=sys.stdout.isatty())
    with _cut_off():
        if asked.dry_run or asked.workers:
            code = pytest.main([*_arguments(asked), "--collect-only"], plugins=[listener])
            if asked.dry_run or not listener.can_run:
                return _planned(listener, code)
        with ExitStack() as stack:
            if asked.target is None and asked.config is None:
                stack.enter_context(_mock_for_all())
            code = pytest.main([*_arguments(asked), *_workers(asked), *_junit(asked)], plugins=[listener])
    if code == pytest.ExitCode.USAGE_ERROR or not listener.can_run:
        return _planned(listener, code)
    run = Run(asked.target or str(asked.config or ""), datetime.now().astimezone())
    written = write(listener.records, asked.report_dir, run, known_contracts(), asked.lang)
    listener.close(written)
    return _verdict(listener, code)


def _planned(listener: Listener, code: int | pytest.ExitCode) -> int:
    """What is wrong with the files or the options, or what there is to run."""
    if code == pytest.ExitCode.USAGE_ERROR:
        click.echo("kontrak bdd: the options are wrong; --tags takes tags that the files have, and, or, not", err=True)
        return WRONG
    listener.tell_plan()
    if listener.problems or not listener.planned:
        return WRONG
    return INCONCLUSIVE if code == pytest.ExitCode.INTERNAL_ERROR else PASSED


def _verdict(listener: Listener, code: int | pytest.ExitCode) -> int:
    counts = listener.counts()
    if counts["misused"]:
        return WRONG
    if counts["failed"]:
        return FAILED
    broken = code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return INCONCLUSIVE if broken or counts["error"] or counts["broken"] or not counts["passed"] else PASSED


def _arguments(asked: Asked) -> list[str]:
    paths = [str(path.resolve()) for path in asked.paths]
    root = os.path.commonpath([path if Path(path).is_dir() else str(Path(path).parent) for path in paths])
    words = [
        "-c",
        os.devnull,
        "--rootdir",
        root,
        "-s",
        "--strict-markers",
        "--import-mode=importlib",
        "-o",
        "python_files=",
    ]
    for plugin in ("no:terminal", "no:cacheprovider", "pytest_bdd.plugin", "kontrak.cli.bdd_plugin"):
        words += ["-p", plugin]
    words.append("--kontrak-features=all")
    words += ["-m", asked.tags.replace("@", "")] if asked.tags else []
    words += ["-k", asked.named] if asked.named else []
    words += ["--kontrak-target", asked.target] if asked.target else []
    words += ["--kontrak-config", str(asked.config.resolve())] if asked.config else []
    return [*words, *paths]


def _workers(asked: Asked) -> list[str]:
    return ["-p", "xdist.plugin", "-n", str(asked.workers), "--dist=worksteal"] if asked.workers else []


def _junit(asked: Asked) -> list[str]:
    try:
        asked.report_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"--report-dir {asked.report_dir}: cannot be written: {error.strerror}") from None
    return [f"--junit-xml={asked.report_dir.resolve() / 'junit.xml'}", "-o", "junit_family=xunit2"]


def _answers(url: str) -> bool:
    """Whether anybody answers there, whatever it is."""
    try:
        httpx.get(url, timeout=10)
    except httpx.TransportError:
        return False
    return True


@contextmanager
def _mock_for_all() -> Iterator[None]:
    """One mock for all processes of the run."""
    with shared_mock() as (url, folder), _environment({HANDED_ON: json.dumps([url, str(folder)])}):
        yield


@contextmanager
def _cut_off() -> Iterator[None]:
    """No plugin and no option of the surroundings, in this process and those it starts."""
    with _environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **dict.fromkeys(CUT_OFF)}):
        yield


@contextmanager
def _environment(values: dict[str, str | None]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
