"""Situations for a reader of staging tables: what is laid out for it, when it reads, and what it must know then.

`reader.yaml` of a partner says which batches come in which order; what is known after each read follows from them by
`known`, a small model of a table whose rows may come again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontrak.contracts.feed import Feed
from kontrak.contracts.folder import Folder
from kontrak.contracts.model import Json, Requirement

FILE = "reader.yaml"
NORMAL, EMPTY, LONGEST, OTHERS = "normal", "empty", "longest", "others"
OURS = (NORMAL, EMPTY, LONGEST, OTHERS)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PER_SITUATION = 10
Row = Mapping[str, Json]
Key = tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Lay:
    """A batch: rows by number and form, made so many `hours` before now.

    With `again` it has the name of the batch before it; with `open` its transaction goes on until the step `Commit`.
    """

    rows: tuple[tuple[int, str], ...]
    hours: int = 0
    again: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The reader reads; `requirement` speaks of the rows that it knows then, `values` of what they say."""

    requirement: str
    values: str


@dataclass(frozen=True, slots=True)
class Commit:
    """The open transaction ends."""


@dataclass(frozen=True, slots=True)
class Widen:
    """Each table gets one column more."""


Step = Lay | Read | Commit | Widen


@dataclass(frozen=True, slots=True)
class Situation:
    """One script, carried out for all feeds at once, or for some; `number` tells its rows from those of others."""

    name: str
    text: str
    number: int
    feeds: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that its reads speak of."""
        reads = [step for step in self.steps if isinstance(step, Read)]
        return tuple(dict.fromkeys(id for step in reads for id in (step.requirement, step.values)))


@dataclass(frozen=True, slots=True)
class Reader:
    """All situations of a partner, and the values of its rows by feed and form."""

    situations: tuple[Situation, ...]
    rows: Mapping[str, Mapping[str, Row]]

    def row(self, feed: Feed, number: int, form: str, mark: str, outlet: str) -> list[dict[str, Json]]:
        """The rows of a feed with that number in a form; all but `others` give one. `mark` is in every key."""
        forms = self.rows[feed.name]
        row = keyed(feed, number, mark, outlet) | dict(forms[NORMAL]) | dict(forms.get(form, {}))
        if form == EMPTY:
            return [row | {entry.key: None for entry in feed.fields if not entry.mandatory}]
        if form == LONGEST:
            return [_filled(row, feed, forms.get(LONGEST, {}))]
        return list(_others(row, feed)) if form == OTHERS else [row]


def load_reader(folder: Folder, feeds: Iterable[Feed], requirements: Mapping[str, Requirement]) -> Reader | None:
    """What the folder lays out for readers, None if nothing; raises ContractError with the line of a mistake."""
    if not folder.has(FILE):
        return None
    document = folder.checked(FILE, "reader")
    known = {feed.name: feed for feed in feeds}
    for place, problem, hint in _mistakes(document, known, requirements):
        raise folder.broken(FILE, place, problem, hint)
    found = [_situation(number, entry) for number, entry in enumerate(document["situations"])]
    return Reader(tuple(found), document["rows"])


def _situation(number: int, entry: Mapping[str, Any]) -> Situation:
    steps = tuple(_step(one) for one in entry["steps"])
    return Situation(entry["name"], entry["text"], number, tuple(entry.get("feeds", ())), steps)


def _step(entry: Mapping[str, Any]) -> Step:
    if "lay" in entry:
        rows = tuple((one["row"], one.get("as", NORMAL)) for one in entry["lay"])
        return Lay(rows, entry.get("hours", 0), entry.get("again", False), entry.get("open", False))
    if "read" in entry:
        return Read(entry["read"], entry.get("values", entry["read"]))
    return Commit() if "commit" in entry else Widen()


Mistake = tuple[Sequence[str | int], str, str]


def _mistakes(document: Json, feeds: Mapping[str, Feed], requirements: Mapping[str, Requirement]) -> Iterator[Mistake]:
    """What the schema cannot see: names of feeds, columns, forms and requirements that there are not."""
    rows = document["rows"]
    for name in sorted(feeds.keys() ^ rows.keys()):
        yield ["rows"], f"{name} is {'a feed without rows' if name in feeds else 'no feed'}", "write rows for each feed"
    for name, forms in rows.items():
        keys = [entry.key for entry in feeds[name].fields]
        for form, row in forms.items():
            for key in set(row) - set(keys):
                yield ["rows", name, form, key], f"{key} is no field of {name}", f"name some of {', '.join(keys)}"
    for number, entry in enumerate(document["situations"]):
        names = entry.get("feeds", list(feeds))
        for place, step in enumerate(entry["steps"]):
            here: list[str | int] = ["situations", number, "steps", place]
            yield from ((here, *told) for told in _mistaken(step, names, rows, requirements))


def _mistaken(
    step: Json, names: Sequence[str], rows: Json, requirements: Mapping[str, Requirement]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one step, and what to do."""
    for form in {one.get("as", NORMAL) for one in step.get("lay", ())} - set(OURS):
        if missing := [name for name in names if form not in rows.get(name, {})]:
            yield f"{missing[0]} has no form {form}", "add it to rows, or name the feeds of the situation"
    for id in (step[member] for member in ("read", "values") if member in step):
        if id not in requirements:
            yield f"no requirement {id}", "add it to requirements.yaml or correct it"


def keyed(feed: Feed, number: int, mark: str, outlet: str) -> dict[str, Json]:
    """The key of a row: each column has the end of the mark and two digits (base 36) of the number."""
    text = f"{mark}{DIGITS[number // 36]}{DIGITS[number % 36]}"
    lengths = {entry.key: entry.length or len(text) for entry in feed.fields}
    return {key: text[-lengths[key] :] for key in feed.key} | {"outletCode": outlet}


def _filled(row: Row, feed: Feed, given: Row) -> dict[str, Json]:
    """The row with its texts as long as their columns; keys grow at their front, so that they stay apart."""
    found = dict(row)
    for entry in feed.fields:
        value = row.get(entry.key)
        if entry.key in given or entry.key == "outletCode" or not isinstance(value, str) or entry.type == "DateTime":
            continue
        length = entry.length or len(value)
        found[entry.key] = value.rjust(length, "X") if entry.key in feed.key else value.ljust(length, "x")
    return found


def _others(row: Row, feed: Feed) -> Iterator[dict[str, Json]]:
    for key in feed.key:
        if key != "outletCode":
            value = str(row[key])
            yield dict(row) | {key: value[:-2] + "Z" + value[-1]}


@dataclass(frozen=True, slots=True)
class Laid:
    """A row that was written: when its batch was made, and its place among all that were written."""

    row: Row
    made: datetime
    number: int


def known(rows: Iterable[Laid], key: Sequence[str], *, by_time: bool = True, keep: bool = False) -> dict[Key, Row]:
    """What a reader knows of rows, by key: the latest counts.

    The latest is that of the batch made last (`by_time`), or the one written last. With `keep` an empty column leaves what
    was known.
    """
    found: dict[Key, Row] = {}
    for one in sorted(rows, key=lambda laid: (laid.made, laid.number) if by_time else (laid.number,)):
        name = tuple(one.row[part] for part in key)
        before = found.get(name, {}) if keep else {}
        told = {column: value for column, value in one.row.items() if value is not None or column not in before}
        found[name] = {**before, **told}
    return found
