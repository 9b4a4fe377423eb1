"""Rows as lines of a fixed-length file and back. Errors are values: a tuple of faults in place of the line or the row."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import Fault, read, write

Faults = tuple[Fault, ...]
Row = dict[str, Json]


def encode(row: Mapping[str, Json], feed: Feed) -> str | Faults:
    """The line of a row, without its end, or every reason why there is none.

    `row` maps the keys of the contract to JSON values; dates are texts in the printed format (or dates); a key may be absent.
    """
    known = {field.key for field in feed.fields}
    faults = [Fault(key, "unknown", key, f"one of {', '.join(sorted(known))}") for key in row if key not in known]
    pieces = [write(row.get(field.key), field, feed.form) for field in feed.fields]
    faults += [piece for piece in pieces if isinstance(piece, Fault)]
    return tuple(faults) or "".join(map(str, pieces))


def decode(line: str, feed: Feed) -> Row | Faults:
    """The row of a line (without its end), every key present, or every fault in it.

    `decode(encode(row)) == row` for each row that has every key, texts without outer blanks and numbers of the layout's scale.
    """
    if len(line) != feed.width:
        return (Fault("", "width", f"{len(line)} characters", f"{feed.width} characters"),)
    values = {field.key: read(line[field.start : field.end], field, feed.form) for field in feed.fields}
    faults = tuple(value for value in values.values() if isinstance(value, Fault))
    return faults or values
