"""A producer that writes right files, and the ways in which it can be made wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from kontrak.contracts.feed import Feed
from kontrak.contracts.fixed import encode
from tests.feeds.rows import row_of

ROWS = 20


@dataclass(frozen=True)
class Fault:
    """What a faulty producer does: `rows` changes the rows before they are written, `lines` the lines, `file` the bytes.

    `form` are members of the layout that target and producer have agreed; `name` is what the file is called.
    """

    requirement: str
    layout: str
    text: str
    rows: Callable[[list[dict]], None] | None = None
    lines: Callable[[list[str], Feed], list[str]] | None = None
    file: Callable[[bytes], bytes] | None = None
    form: tuple[tuple[str, object], ...] = ()
    name: str = "batch.txt"


def write(feed: Feed, fault: Fault | None = None) -> bytes:
    """The file of a producer, with a fault or without one."""
    rows = [row_of(feed, number) for number in range(ROWS)]
    if fault and fault.rows:
        fault.rows(rows)
    lines = [encode(row, feed) for row in rows]
    assert all(isinstance(line, str) for line in lines), lines
    if fault and fault.lines:
        lines = fault.lines(lines, feed)
    data = "".join(line + feed.form.terminator for line in lines).encode(feed.form.encoding)
    return fault.file(data) if fault and fault.file else data


def put(key: str, piece: str, at: int = 3) -> Callable[[list[str], Feed], list[str]]:
    """One row with another piece in a field."""

    def change(lines: list[str], feed: Feed) -> list[str]:
        field = feed.field(key)
        changed = lines[at][: field.start] + piece.ljust(field.width)[: field.width] + lines[at][field.end :]
        return [*lines[:at], changed, *lines[at + 1 :]]

    return change


def without(key: str) -> Callable[[list[str], Feed], list[str]]:
    """All rows without a column."""

    def change(lines: list[str], feed: Feed) -> list[str]:
        field = feed.field(key)
        return [line[: field.start] + line[field.end :] for line in lines]

    return change


def set_in(at: int, **values: object) -> Callable[[list[dict]], None]:
    """One row with other values."""
    return lambda rows: rows[at].update(values)


def again(at: int, source: int, **values: object) -> Callable[[list[dict]], None]:
    """One row that has the key of another."""
    return lambda rows: rows.__setitem__(at, {**rows[source], **values})
