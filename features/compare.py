"""Compares what came with what a feature file wants, and tells the requirement behind a field."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features import columns
from kontrak.features.cells import ABSENT
from kontrak.features.world import World

NOTHING = {"en": "nothing", "id": "tidak ada"}


def expect(world: World, body: Json, path: columns.Path, node: Schema, text: str) -> None:
    """The value at a place must be what the text stands for; raises StepFailed."""
    there, got = columns.value_at(body, path)
    wanted = world.value(text, node)
    if is_same(got if there else ABSENT, wanted):
        return
    world.fail(
        "The field has another value.",
        "Isi kolom berbeda.",
        field=described(path, node),
        got=told(got if there else ABSENT, world.language),
        wanted=told(wanted, world.language),
        requirement=requirement(node),
    )


def is_same(got: Json, wanted: Json) -> bool:
    """Whether two values mean the same: numbers by their value, also where one of them is written as a text."""
    if got is ABSENT or wanted is ABSENT:
        return got is wanted
    if isinstance(got, bool) or isinstance(wanted, bool) or got is None or wanted is None:
        return got is wanted
    if isinstance(got, int | float) or isinstance(wanted, int | float):
        return (first := number(got)) is not None and first == number(wanted)
    return bool(got == wanted)


def number(value: Json) -> Decimal | None:
    """A number, or a text that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value).strip())
    except InvalidOperation:
        return None


def instant(value: Json, form: str | None) -> datetime | None:
    """The time that a column holds."""
    try:
        return datetime.strptime(str(value), form) if form else None  # noqa: DTZ007 - as the column writes it
    except ValueError:
        return None


def told(value: Json, language: str = "en") -> str:
    """A value in one line; what is not there is nothing, in the language of the reader."""
    return NOTHING[language] if value is ABSENT else shown(value)


def described(path: columns.Path, node: Schema) -> str:
    """A place with its label, title and source."""
    names = [text for text in (node.get("x-label"), node.get("title")) if text and text != path[-1]]
    source = node.get("x-source", {})
    if "table" in source:
        names.append(f"{source['document']} {source['table']} row {source.get('row')}")
    return f"{columns.shown(path)}{f' ({chr(59).join(dict.fromkeys(names))})' if names else ''}".replace(";", "; ")


def requirement(node: Schema) -> str | None:
    """The requirement about a column's values."""
    rules = node.get("x-requirements", {})
    return next(
        (rules[name] for name in ("enum", "const", "type", "required") if name in rules),
        next(iter(rules.values()), None),
    )
