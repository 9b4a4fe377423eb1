"""The step library: each step is one function with its phrases in English and Indonesian."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pytest
from pytest_bdd import step as bdd_step

from kontrak.conformance.errors import Missing, Trouble
from kontrak.contracts import KontrakError
from kontrak.features.failure import Misused, NoAnswer
from kontrak.features.phrase import Phrase

Function = Callable[..., None]
GROUPS = ("world", "login", "sending", "answer", "rows", "clock", "partner", "feeds", "faults", "dgi", "verdict")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `kind` is given, when or then (any keyword is accepted), `group` the chapter of the catalogue."""

    name: str
    kind: str
    group: str
    phrases: tuple[Phrase, ...]
    about: str

    def phrase(self, language: str) -> Phrase:
        """The first phrase of a language, by which the catalogue names the step."""
        return next(phrase for phrase in self.phrases if phrase.language == language)


STEPS: list[Step] = []
"""Filled by importing `kontrak.features.steps`."""


def step(kind: str, en: str | Iterable[str], id: str | Iterable[str]) -> Callable[[Function], Function]:
    """Register a function as a step under its phrases in English (`en`) and Indonesian (`id`).

    The function takes `kontrak`, the World of the scenario; then what its phrases name, and `datatable` or `docstring`.
    """
    phrases = tuple(
        Phrase(text, language)
        for language, texts in (("en", en), ("id", id))
        for text in ([texts] if isinstance(texts, str) else texts)
    )

    def register(function: Function) -> Function:
        about = (function.__doc__ or "").strip().splitlines()[0]
        group = function.__module__.rpartition(".")[2]
        STEPS.append(Step(function.__name__, kind, group, phrases, about))
        run = _ended(function)
        for phrase in phrases:
            bdd_step(phrase, stacklevel=2)(run)
        return function

    return register


def _ended(function: Function) -> Function:
    """The function, whose ways to end are those that pytest knows: a step that cannot be tested skips, never passes."""

    @wraps(function)
    def run(**given: Any) -> None:
        try:
            function(**given)
        except Missing as missing:
            pytest.skip(missing.reason)
        except Trouble as trouble:
            raise NoAnswer(trouble.reason) from None
        except KontrakError as wrong:
            raise Misused(str(wrong)) from None

    return run


def matching(text: str) -> list[Step]:
    """The steps that a sentence of a feature file is."""
    return [one for one in STEPS if any(phrase.is_matching(text) for phrase in one.phrases)]
