"""Steps about the partner's feeds: what stands in its staging tables and files."""

from __future__ import annotations

from pathlib import Path

from kontrak.conformance.feeds.check import check
from kontrak.conformance.feeds.convert import decoded
from kontrak.conformance.feeds.source import Source
from kontrak.contracts import Contract
from kontrak.contracts.advice import nearest
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features import delivered, tables
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.stage import Rows
from kontrak.features.steps.rows import misses, seek, wording
from kontrak.features.tables import Table
from kontrak.features.world import World

TYPES = {"Int": "integer", "Number": "number", "Numeric": "number", "Decimal": "number"}


@step("then", 'the feed "{feed}" has a row with:', 'feed "{feed}" berisi baris dengan:')
def has_row(kontrak: World, feed: str, datatable: Table) -> None:
    """Some row that the feed brought so far has every value of the table; the others of its fields are remembered."""
    found = _feed(kontrak, feed)
    row = seek(kontrak, _rows(kontrak, found), list(tables.entries(datatable, _schema(found))), found.name)
    kontrak.names |= {key: value for key, value in row.items() if value is not None}


@step("then", 'the feed "{feed}" has no row with:', 'feed "{feed}" tidak berisi baris dengan:')
def has_no_row(kontrak: World, feed: str, datatable: Table) -> None:
    """No row that the feed brought so far has all values of the table."""
    found = _feed(kontrak, feed)
    wanted = list(tables.entries(datatable, _schema(found)))
    if any(not misses(kontrak, row, wanted) for row in _rows(kontrak, found)):
        kontrak.fail(
            "There is such a row.",
            "Baris seperti itu ada.",
            field=found.name,
            got=kontrak.say("such a row", "baris seperti itu"),
            wanted=kontrak.say("no row with ", "tanpa baris dengan ") + wording(kontrak, wanted),
            answer=False,
        )


@step("then", 'the feed "{feed}" has {n} row(s)', 'feed "{feed}" berisi {n} baris')
def has_rows(kontrak: World, feed: str, n: int) -> None:
    """The feed brought so many rows so far."""
    found = _feed(kontrak, feed)
    if len(rows := _rows(kontrak, found)) != n:
        kontrak.fail(
            "The feed has another number of rows.",
            "Jumlah baris berbeda.",
            field=found.name,
            got=str(len(rows)),
            wanted=str(n),
            answer=False,
        )


@step("then", 'the files of the feed "{feed}" have a row with:', 'berkas feed "{feed}" memuat baris dengan:')
def file_has_row(kontrak: World, feed: str, datatable: Table) -> None:
    """Some line of the fixed-length files that the feed wrote so far has every value of the table."""
    found = _feed(kontrak, feed)
    lines = (decoded(Source(file), found) for file in _files(kontrak, found))
    rows: Rows = [row for part in lines for _, row in part if isinstance(row, dict)]
    seek(kontrak, rows, list(tables.entries(datatable, _schema(found))), found.layout)


@step("then", 'the files of the feed "{feed}" are right', 'berkas feed "{feed}" benar')
def files_are_right(kontrak: World, feed: str) -> None:
    """The feed wrote a file, and the check of batch files finds nothing wrong in any."""
    found = _feed(kontrak, feed)
    contract, files = _contract(kontrak, found), _files(kontrak, found)
    if not files:
        kontrak.fail(
            "There is no file.",
            "Tidak ada berkas.",
            field=found.layout,
            got=kontrak.say("none", "tidak ada"),
            wanted=kontrak.say("one", "satu"),
            answer=False,
        )
    for file in files:
        for flaw in check(Source(file), found, contract).findings:
            if flaw.fails:
                kontrak.fail(
                    "The file breaks its layout.",
                    "Berkas melanggar tata letaknya.",
                    field=f"{file.name} {', '.join(flaw.fields)}".strip(),
                    got=flaw.message,
                    wanted=flaw.wanted,
                    requirement=next(iter(flaw.requirements), None),
                    answer=False,
                )


def feed_named(world: World, name: str) -> Feed:
    """The feed of a name, with or without its partner, or of a title; raises Misused with the nearest."""
    known = {key: feed for contract in world.stage.contracts.values() for key, feed in contract.feeds.items()}
    short = {key.rpartition(".")[2]: feed for key, feed in known.items()} | {
        feed.title.lower(): feed for feed in known.values()
    }
    if (found := known.get(name) or short.get(name.lower())) is None:
        like = nearest(name, [*known, *short])
        raise Misused(
            f"no feed {name!r}; did you mean {like[0]}?" if like else f"no feed {name!r}; known: {', '.join(known)}"
        )
    return found


def _feed(world: World, name: str) -> Feed:
    """The feed of a name, in the layout of the target."""
    found = feed_named(world, name)
    return delivered.as_delivered(world.place, _contract(world, found), found)


def _contract(world: World, feed: Feed) -> Contract:
    return next(
        one for one in world.stage.contracts.values() if feed.name in {known.name for known in one.feeds.values()}
    )


def _rows(world: World, feed: Feed) -> Rows:
    return delivered.rows(world.place, _contract(world, feed), feed)


def _files(world: World, feed: Feed) -> list[Path]:
    return delivered.files(world.place, _contract(world, feed), feed)


def _schema(feed: Feed) -> Schema:
    """The fields of a feed as the columns of a message."""
    columns: dict[str, Json] = {
        field.key: {
            "x-label": field.label,
            "title": field.column,
            "type": TYPES.get(field.type, "string"),
            "x-format": f"{field.type} {field.format or ''}".strip(),
            "x-source": field.source,
        }
        for field in feed.fields
    }
    return {"properties": columns}
