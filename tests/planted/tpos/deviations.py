"""Faults in the rule of a single column: which of its values a server judges wrongly, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tests.planted.tpos.rules import COLUMNS, CONDITIONS, Message, is_given, values

Verdict = Literal["accepts", "refuses", "answers-500-to"]

_SENTENCES: Final[dict[Verdict, str]] = {
    "accepts": "In {on}, {column} is accepted when it is {phrase}{when}.",
    "refuses": "In {on}, {column} is refused when it is {phrase}{when}.",
    "answers-500-to": "In {on}, the answer is a 500 when {column} is {phrase}{when}.",
}


@dataclass(frozen=True)
class Values:
    """A set of values of a column; `name` has a place for the column's name."""

    name: str
    phrase: str
    holds: Callable[[object], bool]


@dataclass(frozen=True)
class Deviation:
    """These values of this column get this verdict, whatever the rule says; `when` another column has a value."""

    requirement: str
    on: str
    column: str
    verdict: Verdict
    values: Values
    when: tuple[str, object] | None = None

    @property
    def name(self) -> str:
        """The fault's name, such as `accepts-missing-order-items-qty`."""
        slug = f"{self.on}-{self.column.replace('*', 'values').replace('/', '-')}"
        tail = f"-under-{self.when[1]}".replace("/", "") if self.when else ""
        return f"{self.verdict}-{self.values.name.format(slug)}{tail}"

    @property
    def text(self) -> str:
        """One sentence on what is wrong."""
        when = f" and {self.when[0]} is {self.when[1]}" if self.when else ""
        phrase = self.values.phrase
        return _SENTENCES[self.verdict].format(on=self.on, column=self.column, phrase=phrase, when=when)

    def is_about(self, on: str, column: str, message: Message) -> bool:
        """Say whether the deviation speaks about that column of that message."""
        here = (on, column) == (self.on, self.column)
        return here and (self.when is None or message.get(self.when[0]) == self.when[1])

    def opinion(self, value: object) -> bool | None:
        """Say whether the value is accepted; None leaves it to the column's rule."""
        return self.verdict == "accepts" if self.values.holds(value) else None


def wrong_columns(on: str, message: Message, deviation: Deviation | None = None) -> Iterator[str]:
    """Name the columns that break a rule, as a server with this deviation sees it."""
    for column, is_right in COLUMNS[on].items():
        about = deviation if deviation and deviation.is_about(on, column, message) else None
        for value in values(message, column):
            opinion = about.opinion(value) if about else None
            if not (is_right(value) if opinion is None else opinion):
                yield column
    yield from _wanting(on, message, deviation)


def _wanting(on: str, message: Message, deviation: Deviation | None) -> Iterator[str]:
    """Name the columns that this message would need, and does not have."""
    for condition in CONDITIONS:
        value = message.get(condition.column)
        if condition.on != on or is_given(value) or message.get(condition.decided_by) not in condition.codes:
            continue
        if not _is_excused(on, condition.column, message, deviation):
            yield condition.column
    named = any(is_given(message.get(name)) for name in ("noDokumenTam", "noDokumenDms"))
    if on == "claim-detail" and not named and not _is_excused(on, "noDokumenTam", message, deviation):
        yield "noDokumenTam"


def _is_excused(on: str, column: str, message: Message, deviation: Deviation | None) -> bool:
    value = next(values(message, column))
    return bool(deviation and deviation.is_about(on, column, message) and deviation.opinion(value))


def is_crash(on: str, message: Message, deviation: Deviation | None) -> bool:
    """Say whether the message is one that this deviation cannot survive."""
    if deviation is None or deviation.verdict != "answers-500-to" or deviation.on != on:
        return False
    return any(deviation.values.holds(value) for value in values(message, deviation.column))
