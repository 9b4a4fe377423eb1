"""What is at hand when a step happens, and the data of the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from kontrak.contracts import Violation
from kontrak.contracts.files import parse
from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.story.case import Case
from kontrak.mocks.model import Refusal, Turn

HERE = Path(__file__).parent
MAIN_DEALER = "KT0"
VAT = 11
Facts = Mapping[str, Json]


@cache
def data(name: str) -> Any:
    """A YAML file of this folder, read once."""
    return parse(HERE / f"{name}.yaml", f"story/{name}.yaml")


@dataclass(frozen=True, slots=True)
class Scene:
    """A step about to happen: in which case, with which facts, among them those `given` from outside."""

    turn: Turn
    case: Case
    facts: Facts
    given: Facts
    random: Random

    @property
    def dealer(self) -> str:
        """The dealer's code."""
        return self.case.dealer

    def id(self, prefix: str) -> str:
        """An id of this case."""
        return named(prefix, self.case.dealer, self.case.number)

    def pick(self, name: str) -> Json:
        """One of a list of the catalogue."""
        return self.random.choice(list(data("catalogue")[name]))

    def refuse(self, title: str, wanted: str, got: Json = None, column: str = "") -> Refusal:
        """Why the step cannot happen now."""
        pointer = f"/with/{column}" if column else ""
        return Refusal(409, title, (Violation(None, "story", pointer, got, wanted),))


Invent = Callable[[Scene], Facts | Refusal]
"""Gives the new facts of a step, or why it cannot happen; it writes nothing."""
Follow = Callable[[Scene], None]
"""Does to shelves what follows from a step; the scene has its facts."""


def named(prefix: str, dealer: str, number: str) -> str:
    """An id: the same for the same dealer and number."""
    return f"{prefix}-{dealer}-{number}"


def moment(turn: Turn) -> dict[str, Json]:
    """The facts that every step has: the time, and days around it."""
    now = turn.world.now
    text = ledger.text(now)
    days = {"tomorrow": 1, "inWeek": 7, "inMonth": 30}
    later = {name: ledger.text(now + timedelta(days=by))[:10] for name, by in days.items()}
    return {
        "now": text,
        "today": text[:10],
        "clock": text[11:16].replace(":", "."),
        "mainDealerId": MAIN_DEALER,
        **later,
    }


def filled(template: Json, facts: Facts) -> Json:
    """A template with its facts."""
    if isinstance(template, dict):
        return {name: filled(value, facts) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, facts) for value in template]
    return facts[template[1:]] if isinstance(template, str) and template.startswith("$") else template


def changed(body: Mapping[str, Json], changes: Mapping[str, Json]) -> dict[str, Json]:
    """A record with changes; a mapping below a list changes each of its rows."""
    return {**body, **{name: _changed(body.get(name), value) for name, value in changes.items()}}


def _changed(before: Json, value: Json) -> Json:
    if isinstance(value, dict):
        return [changed(row, value) for row in before or ()]
    return value
