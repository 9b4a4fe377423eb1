"""Faults in the rule of a single column: which of its values a server judges wrongly, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tests.planted.padi.rules import ABSENT, COLUMNS, Message

Verdict = Literal["accepts", "refuses", "answers-500-to", "reads"]

_PREFIXES: Final = {
    "transaksi": "",
    "umkm": "vendor-",
    "get_transaksi": "list-",
    "delete_transaksi": "deleted-",
}
_SENTENCES: Final[dict[Verdict, str]] = {
    "accepts": "In {on}, {column} is accepted when it is {phrase}.",
    "refuses": "In {on}, {column} is refused when it is {phrase}.",
    "answers-500-to": "In {on}, the answer is a 500 when {column} is {phrase}.",
    "reads": "In {on}, {column} is accepted only when it is {phrase}.",
}


@dataclass(frozen=True)
class Values:
    """A set of values of a column; `name` has a place for the column's name."""

    name: str
    phrase: str
    holds: Callable[[object], bool]


@dataclass(frozen=True)
class Deviation:
    """These values of this column get this verdict, whatever the column's rule says."""

    requirement: str
    on: str
    column: str
    verdict: Verdict
    values: Values

    @property
    def name(self) -> str:
        """The fault's name, such as `accepts-missing-vendor-uid`."""
        slug = _PREFIXES[self.on] + self.column.replace("_", "-")
        return f"{self.verdict}-{self.values.name.format(slug)}"

    @property
    def text(self) -> str:
        """One sentence on what is wrong."""
        sentence = _SENTENCES[self.verdict]
        return sentence.format(on=self.on, column=self.column, phrase=self.values.phrase)

    def opinion(self, operation: str, column: str, value: object) -> bool | None:
        """Say whether the value is accepted; None leaves it to the column's rule."""
        if (operation, column) != (self.on, self.column):
            return None
        is_held = self.values.holds(value)
        if self.verdict == "reads":
            return is_held
        return self.verdict == "accepts" if is_held else None


def wrong_columns(operation: str, message: Message, deviation: Deviation | None = None) -> Iterator[str]:
    """Name the columns that break their own rule, as a server with this deviation sees it."""
    for column, is_right in COLUMNS[operation].items():
        value = message.get(column, ABSENT)
        opinion = deviation.opinion(operation, column, value) if deviation else None
        if not (is_right(value) if opinion is None else opinion):
            yield column


def is_crash(operation: str, message: Message, deviation: Deviation | None) -> bool:
    """Say whether the message is one that this deviation cannot survive."""
    if deviation is None or deviation.verdict != "answers-500-to" or deviation.on != operation:
        return False
    return deviation.values.holds(message.get(deviation.column, ABSENT))
