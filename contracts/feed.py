"""Batch messages: one list of fields, from which a staging table and a fixed-length record are derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as member
from typing import Any

from kontrak.contracts.model import CodeList, Json, Level


@dataclass(frozen=True, slots=True)
class Filling:
    """How values of one printed type fill the width of their field: `left` or `right`, and with what character.

    `sign` says where a number below zero has its minus: `leading`, `trailing`, or `none` if there are no such numbers.
    """

    align: str
    fill: str
    reading: str | None = None
    sign: str = "none"


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows become lines of a fixed-length file; the sources give lengths only, so every part is a reading.

    `terminator` ends a line, `scale` is the number of decimals (`point` says whether the point is `implied` or
    `written`), `dates` maps a printed format to its width in characters and `forms` to how it is written, `fillings` a
    printed type to its filling, `readings` a part to the reading it rests on. `header` and `trailer` are `none` or the text
    with which that line starts; `order` is `none`, or `key` where rows ascend. `agreed` names the parts that a target set,
    `requirements` the requirement that a part rests on.
    """

    encoding: str
    terminator: str
    scale: int
    null: str
    overlong: str
    header: str
    trailer: str
    file_name: str
    fillings: Mapping[str, Filling]
    dates: Mapping[str, int]
    readings: Mapping[str, str]
    point: str = "implied"
    forms: Mapping[str, str] = member(default_factory=dict)
    order: str = "none"
    requirements: Mapping[str, str] = member(default_factory=dict)
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedField:
    """One field of a batch message: a row of its table, a column of the staging table, a piece of the line.

    `length` is as printed (None for dates), `start` counts characters from 0, `width` is that of the piece.
    """

    row: int
    label: str
    key: str
    column: str
    type: str
    length: int | None
    format: str | None
    mandatory: bool
    level: Level
    source: Mapping[str, Json]
    reading: str | None
    start: int
    width: int

    @property
    def end(self) -> int:
        """The first character after the piece."""
        return self.start + self.width


@dataclass(frozen=True, slots=True)
class FeedRule:
    """A rule about the values of one row, or of the rows of a batch, and the requirement it rests on.

    `kind` is one of: `given` (the fields are filled), `text` (the field is a text), `codes` (the value is one of `codes`),
    `range` (from `least` to `most`), `not_above` (the first field is at most the second), `net` (the first field is the
    second less the third in per cent, times the fourth, within `tolerance`), `sequence` (the first field counts from 1
    within each value of the second).
    """

    requirement: str
    kind: str
    fields: tuple[str, ...]
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class FeedReference:
    """What the rows of a feed name in another one: the values of `fields` are those of `names` in some row of `feed`.

    A row in which one of `fields` is empty names nothing.
    """

    requirement: str
    feed: str
    fields: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedSum:
    """An amount of a feed beside one of another feed.

    For each value of `fields` (`names` in `feed`) the sum of `amount` is `equal` to that of `of`, or `at_most` so much, within
    `tolerance` for each row added.
    """

    requirement: str
    feed: str
    fields: tuple[str, ...]
    names: tuple[str, ...]
    amount: str
    of: str
    compare: str = "equal"
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class FeedChange:
    """How a row that comes again differs from the one before of its key: `latest` moved to `previous`, `original` stays.

    `written` is the requirement that a row comes again only where something changed, `moved` that values move on.
    """

    written: str
    moved: str
    original: tuple[str, ...]
    previous: tuple[str, ...]
    latest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """One batch message, with the staging table and the layout that carry it.

    `key` are the fields that tell rows apart (`key_level` and `key_reading` say how that is known).
    `requirements` names those that its `columns`, `mandatory` marks, `values` and `key` rest on; `references`, `sums` and
    `changes` are about rows of other feeds and of other batches.
    """

    name: str
    title: str
    table: str
    staging: str
    layout: str
    source: Mapping[str, Json]
    key: tuple[str, ...]
    key_level: Level
    key_reading: str | None
    reading: str | None
    fields: tuple[FeedField, ...]
    form: Layout
    requirements: Mapping[str, str] = member(default_factory=dict)
    rules: tuple[FeedRule, ...] = ()
    references: tuple[FeedReference, ...] = ()
    sums: tuple[FeedSum, ...] = ()
    changes: FeedChange | None = None

    @property
    def width(self) -> int:
        """The characters of one line, without its end."""
        return self.fields[-1].end

    def field(self, key: str) -> FeedField:
        """The field of that key; raises KeyError."""
        return {field.key: field for field in self.fields}[key]


def layout(entries: Mapping[str, Any], agreed: frozenset[str] = frozenset()) -> Layout:
    """The layout that a checked `layout.yaml` describes; raises ValueError for a date form that does not fit its width."""
    plain = {name: entries[name] for name in ("encoding", "terminator", "null", "overlong", "header", "trailer")}
    types, dates, decimals = entries["types"], entries["dates"], entries["decimals"]
    return Layout(
        **{name: entry["value"] for name, entry in plain.items()},
        file_name=entries["file_name"]["value"],
        scale=decimals["scale"],
        point=decimals["point"],
        fillings={
            name: Filling(entry["align"], entry["fill"], entry["reading"], entry.get("sign", "none"))
            for name, entry in types.items()
        },
        dates={name: entry["width"] for name, entry in dates.items()},
        forms={name: _form(name, entry) for name, entry in dates.items()},
        order=entries.get("order", {"value": "none"})["value"],
        readings={name: entry["reading"] for name, entry in (plain | {"decimals": decimals}).items()},
        requirements=entries.get("requirements", {}),
        agreed=agreed,
    )


def _form(printed: str, entry: Mapping[str, Any]) -> str:
    """How a date is written: as the entry says, as printed, or as printed without blank and colon."""
    width = int(entry["width"])
    candidates = [entry["form"]] if "form" in entry else [printed, printed.replace(" ", "").replace(":", "")]
    fitting = [form for form in candidates if len(form) == width]
    if not fitting:
        raise ValueError(printed)
    return str(fitting[0])


def feed(entry: Mapping[str, Any], form: Layout, codes: Mapping[str, CodeList]) -> Feed:
    """The feed that a checked file of `feeds/` describes; its rules name code lists among `codes`.

    Raises LookupError for a date whose width is unknown.
    """
    named = {name: entry[name] for name in ("name", "title", "table", "staging", "layout", "source")}
    return Feed(
        **named,
        key=tuple(entry["key"]),
        key_level=Level(entry["key_level"]),
        key_reading=entry.get("key_reading"),
        reading=entry.get("reading"),
        fields=_fields(entry["fields"], form),
        form=form,
        requirements=entry.get("requirements", {}),
        rules=tuple(_rule(rule, codes) for rule in entry.get("rules", ())),
        references=tuple(FeedReference(**_frozen(one)) for one in entry.get("references", ())),
        sums=tuple(FeedSum(**_frozen(one)) for one in entry.get("sums", ())),
        changes=FeedChange(**_frozen(entry["changes"])) if "changes" in entry else None,
    )


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _rule(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> FeedRule:
    named = {name: value for name, value in entry.items() if name != "list"} | {"fields": tuple(entry["fields"])}
    if "list" in entry:
        named["codes"] = tuple(codes[entry["list"]].codes)
    return FeedRule(**named)


def _fields(entries: Sequence[Mapping[str, Any]], form: Layout) -> tuple[FeedField, ...]:
    found, start = [], 0
    for entry in entries:
        length, printed = entry.get("length"), entry.get("format")
        width = length if length is not None else form.dates[str(printed)]
        optional = {"length": length, "format": printed, "reading": entry.get("reading")}
        found.append(FeedField(**{**entry, **optional, "level": Level(entry["level"])}, start=start, width=width))
        start += width
    return tuple(found)


def laid_out(feed: Feed, form: Layout) -> Feed:
    """The feed in another layout: its pieces start and end anew where dates have another width."""
    found: list[FeedField] = []
    for entry in feed.fields:
        width = entry.width if entry.length is not None else form.dates[str(entry.format)]
        found.append(replace(entry, start=found[-1].end if found else 0, width=width))
    return replace(feed, fields=tuple(found), form=form)
