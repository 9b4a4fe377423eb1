"""Steps about the rows of an answer that lists."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features import columns
from kontrak.features.cells import ABSENT
from kontrak.features.compare import is_same, number, told
from kontrak.features.library import step
from kontrak.features.tables import Entry, Table, entries
from kontrak.features.tables import rows as table_rows
from kontrak.features.world import World, body_of

Row = Mapping[str, Json]


@step(
    "then",
    ("the list holds {n} row(s)", "the answer holds {n} row(s)"),
    ("daftar berisi {n} baris", "jawabannya berisi {n} baris"),
)
def counts(kontrak: World, n: int) -> None:
    """The answer has so many rows."""
    found, _ = listed(kontrak)
    if len(found) != n:
        kontrak.fail(
            "The list has another number of rows.", "Jumlah baris berbeda.", got=str(len(found)), wanted=str(n)
        )


@step("then", "the list holds at least {n} row(s)", "daftar berisi paling sedikit {n} baris")
def counts_at_least(kontrak: World, n: int) -> None:
    """The answer has so many rows or more."""
    found, _ = listed(kontrak)
    if len(found) < n:
        kontrak.fail(
            "The list has fewer rows.",
            "Jumlah baris kurang.",
            got=str(len(found)),
            wanted=kontrak.say(f"at least {n}", f"paling sedikit {n}"),
        )


@step("then", "the list is empty", "daftar kosong")
def empty(kontrak: World) -> None:
    """The answer is accepted, and has no row."""
    counts(kontrak, 0)


@step("then", "the list holds a row with:", "daftar berisi baris dengan:")
def holds(kontrak: World, datatable: Table) -> None:
    """Some row has every value of the table: `field | value`, one below the other."""
    found, schema = listed(kontrak)
    seek(kontrak, found, list(entries(datatable, schema)))


@step("then", "the list holds no row with:", "daftar tidak berisi baris dengan:")
def holds_none(kontrak: World, datatable: Table) -> None:
    """No row has all values of the table."""
    found, schema = listed(kontrak)
    wanted = list(entries(datatable, schema))
    if any(not misses(kontrak, row, wanted) for row in found):
        kontrak.fail(
            "There is such a row.",
            "Baris seperti itu ada.",
            got=kontrak.say("such a row", "baris seperti itu"),
            wanted=wording(kontrak, wanted),
        )


@step("then", "the list holds the rows:", "daftar berisi baris-baris:")
def holds_each(kontrak: World, datatable: Table) -> None:
    """For each line of the table some row has its values; the first line names the fields."""
    found, schema = listed(kontrak)
    for line in table_rows(datatable, schema):
        seek(kontrak, found, [entry for entry in line if entry[2]])


@step("then", "the list is exactly:", "daftar tepat berisi:")
def is_exactly(kontrak: World, datatable: Table) -> None:
    """The rows are those of the table, in its order, and no others; the first line names the fields."""
    found, schema = listed(kontrak)
    lines = table_rows(datatable, schema)
    counts(kontrak, len(lines))
    for row, line in zip(found, lines, strict=True):
        seek(kontrak, [row], [entry for entry in line if entry[2]])


@step("then", 'the sum of "{field}" is "{value}"', 'jumlah "{field}" adalah "{value}"')
def sums(kontrak: World, field: str, value: str) -> None:
    """The numbers of a column add up to that."""
    found, schema = listed(kontrak)
    path, node = columns.place(schema, field)
    total = sum((number(columns.value_at(row, path)[1]) or 0) for row in found)
    if total != number(kontrak.value(value, node)):
        kontrak.fail(
            "The sum is another.", "Jumlahnya berbeda.", field=columns.shown(path), got=str(total), wanted=value
        )


def listed(world: World) -> tuple[list[Row], Schema]:
    """The rows of the last answer, and their schema; raises StepFailed where it is refused or has no list."""
    last, exchange = world.answered
    body = body_of(exchange)
    if not last.session.accepted(exchange):
        world.fail(
            "The message is refused.",
            "Pesan ditolak.",
            got=last.session.answered(exchange),
            wanted=world.say("a list", "sebuah daftar"),
        )
    properties = last.operation.answer.get("properties", {})
    name = next((n for n, node in properties.items() if "array" in (node.get("type"), *_types(node))), "data")
    schema = properties.get(name, {}).get("items", {})
    rows = body if isinstance(body, list) else body.get(name) if isinstance(body, dict) else None
    if rows is None or isinstance(rows, list):
        return [row for row in rows or [] if isinstance(row, dict)], schema
    raise world.failure(
        "The answer has no list.",
        "Jawaban tidak berisi daftar.",
        field=name,
        got=shown(rows),
        wanted=world.say("a list", "sebuah daftar"),
    )


def seek(world: World, rows: list[Row], wanted: list[Entry], what: str = "") -> Row:
    """The first row that has every value; raises StepFailed with what the nearest row has in their place."""
    tried = [(misses(world, row, wanted), row) for row in rows]
    for missed, row in tried:
        if not missed:
            return row
    nearest = min(tried, key=lambda one: len(one[0]), default=None)
    got = "; ".join(nearest[0]) if nearest else world.say("no row at all", "tidak satu baris pun")
    raise world.failure(
        f"No row is like that; the nearest of {len(rows)} differs." if rows else "There is no row.",
        f"Tidak ada baris seperti itu; yang terdekat dari {len(rows)} berbeda." if rows else "Tidak ada baris.",
        field=what,
        got=got,
        wanted=wording(world, wanted),
        answer=not what,
    )


def misses(world: World, row: Row, wanted: list[Entry]) -> list[str]:
    """The fields in which a row differs, each with what it has."""
    found = []
    for path, node, text in wanted:
        there, got = columns.value_at(row, path)
        if not is_same(got if there else ABSENT, world.value(text, node)):
            found.append(f"{columns.shown(path)} {told(got if there else ABSENT, world.language)}")
    return found


def wording(world: World, wanted: list[Entry]) -> str:
    """What a row should have, in one line."""
    return "; ".join(
        f"{columns.shown(path)} {told(world.value(text, node), world.language)}" for path, node, text in wanted
    )


def _types(node: Schema) -> list[str]:
    types = node.get("type", [])
    return types if isinstance(types, list) else [types]
