"""Feature files as pytest collects them: no Python beside them, and nothing runs while a step is unknown."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import scenarios
from pytest_bdd.parser import Step as BddStep
from pytest_bdd.scenario import find_fixturedefs_for_step, scenario_wrapper_template_registry

from kontrak.features import record, steps
from kontrak.features.library import matching
from kontrak.features.lint import Problem, lint
from kontrak.features.source import Sentence, read, sentences
from kontrak.features.stage import known_contracts

ACTIVE = pytest.StashKey[bool]()
HINTS = pytest.StashKey[list[str]]()


def activate(config: pytest.Config) -> None:
    """Make the steps and their fixtures known to pytest; called when the first feature file is met, so that others wait for nothing."""
    if config.stash.get(ACTIVE, False):
        return
    config.stash[ACTIVE] = True
    config.stash[HINTS] = []
    for module in (*steps.MODULES, record, sys.modules[__name__]):
        config.pluginmanager.register(module, module.__name__)


def is_ours(file: Path) -> bool:
    """Whether at least half of a file's steps are of the library: others belong to a project's own suite."""
    try:
        known = [bool(matching(text)) for text in sentences(file.read_text(encoding="utf-8"))]
    except (OSError, UnicodeDecodeError):
        return False
    return any(known) and 2 * sum(known) >= len(known)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a file to the module of the project that runs its scenarios by itself, with steps of its own."""
    ours = {item for item in items if item.getparent(FeatureFile) is not None}
    theirs = {file for item in items if item not in ours and (file := _feature_of(item))}
    left = [item for item in items if item in ours and str(item.path) in theirs]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _feature_of(item: pytest.Item) -> str:
    """The feature file of an item that pytest-bdd made; none of any other."""
    function = getattr(item, "function", None)
    template = scenario_wrapper_template_registry.get(function) if callable(function) else None
    return str(Path(template.feature.filename).resolve()) if template else ""


class FeatureFile(pytest.Module):
    """A file whose scenarios are tests."""

    def _getobj(self) -> Any:
        """The module that pytest-bdd would find in a Python file of its own."""
        module = types.ModuleType(f"feature_{self.path.stem}")
        module.__file__ = str(self.path)
        _mark(self.config, read(self.path).tags)
        module.__dict__["scenarios"] = scenarios
        exec(compile(f"scenarios({str(self.path)!r})", str(self.path), "exec"), module.__dict__)  # noqa: S102 - pytest-bdd looks at its caller
        del module.__dict__["scenarios"]
        return module

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The scenarios; where anything is wrong with the file, all of that as a CollectError or a test that fails."""
        problems = lint(self.path, known_contracts(), self._is_own)
        hints = [problem for problem in problems if problem.hint]
        if len(hints) < len(problems):
            told = "\n".join(self._told(one) for one in problems)
            if self._is_asked_for():
                raise self.CollectError(told)
            return [WrongFile.from_parent(self, name="steps", told=told)]
        self.config.stash[HINTS] += [self._told(one) for one in hints]
        return super().collect()

    def _is_asked_for(self) -> bool:
        """Whether somebody named the file, or wants all: else a module of the project may run it with steps of its own."""
        return self.config.getoption("--kontrak-features") == "all" or self.session.isinitpath(self.path)

    def _is_own(self, sentence: Sentence) -> bool:
        """Whether the project's own conftest.py knows a step."""
        manager = self.session._fixturemanager  # noqa: SLF001 - pytest has no public list of fixtures
        step = BddStep(name=sentence.text, type="", indent=0, line_number=sentence.line, keyword=sentence.keyword)
        for kind in ("given", "when", "then"):
            step.type = kind
            if list(find_fixturedefs_for_step(step, manager, self)):
                return True
        return False

    def _told(self, problem: Problem) -> str:
        try:
            file = self.path.relative_to(Path.cwd())
        except ValueError:
            file = self.path
        return f"{file}:{problem.line}: {problem.text}"


class WrongFile(pytest.Item):
    """A file that cannot be run, as a test that fails and tells what is wrong with it."""

    def __init__(self, *, told: str, **given: Any) -> None:
        super().__init__(**given)
        self.told = told

    def runtest(self) -> None:
        """Fail."""
        pytest.fail(self.told, pytrace=False)


def _mark(config: pytest.Config, tags: Iterable[tuple[str, int]]) -> None:
    """Let pytest know the tags of a file as marks, so that they select, also where marks are strict."""
    for tag, line in tags:
        config.addinivalue_line("markers", f"{tag}: a tag of a feature file (line {line})")
