"""Rows from and to CSV and JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

from kontrak.conformance.feeds.head import read_head, skip
from kontrak.conformance.feeds.judge import Judge
from kontrak.conformance.feeds.lines import mark_of, records
from kontrak.conformance.feeds.source import Source
from kontrak.contracts import ConfigurationError
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.fixed import Faults, decode, encode
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import NUMBERS, Fault

Numbered = tuple[int, Any]


def rows_of(file: Path, form: str, feed: Feed) -> Iterator[tuple[int, dict[str, Json] | Faults]]:
    """The rows of a `csv` file (with a first line of keys or column names) or of `jsonl`, with their line numbers."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from _csv(stream, feed, file) if form == "csv" else _jsonl(stream)
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file}: not UTF-8: byte {error.start}; save it as UTF-8") from None
    except (OSError, csv.Error) as error:
        raise ConfigurationError(f"{file}: {error}") from None


def encoded(rows: Iterable[tuple[int, dict[str, Json] | Faults]], feed: Feed) -> Iterator[tuple[int, str | Faults]]:
    """Each row as a line without its end, or its faults."""
    for number, row in rows:
        yield number, encode(row, feed) if isinstance(row, dict) else row


def decoded(source: Source, feed: Feed) -> Iterator[tuple[int, dict[str, Json] | Faults]]:
    """Each record of a fixed-length file as a row, or its faults; agreed first and last lines are left out.

    Raises Unreadable where the file breaks off.
    """
    first, blocks = source.with_head()
    head, judge = read_head(first), Judge(feed)
    if head.fatal:
        raise ConfigurationError(f"{source.path}: looks like {head.fatal}; convert it to {feed.form.encoding} first")
    for found in records(skip(blocks, head.skip), feed.width, mark_of(first)):
        sound = zip(found.numbers.tolist(), found.rows, strict=True)
        lines = [(number, row[: feed.width].tobytes()) for number, row in sound]
        for number, data in sorted(lines + [(odd.number, odd.data) for odd in found.odd]):
            text, flaws = judge.decode(data)
            if flaws:
                yield number, (Fault("", "encoding", flaws[0].got, feed.form.encoding),)
            elif not is_frame(text, feed):
                yield number, decode(text, feed)


def write_rows(rows: Iterable[dict[str, Json]], form: str, feed: Feed, stream: IO[str]) -> None:
    """Rows as CSV with a first line of keys, or as JSON lines."""
    if form == "jsonl":
        stream.writelines(json.dumps(row, ensure_ascii=False, default=float) + "\n" for row in rows)
        return
    writer = csv.DictWriter(stream, [field.key for field in feed.fields], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def is_frame(text: str, feed: Feed) -> bool:
    """Whether a line is the agreed first or last one, and no record."""
    return any(wanted != "none" and text.startswith(wanted) for wanted in (feed.form.header, feed.form.trailer))


def _csv(stream: IO[str], feed: Feed, file: Path) -> Iterator[tuple[int, dict[str, Json] | Faults]]:
    reader = csv.DictReader(stream)
    names = {name: field for field in feed.fields for name in (field.column, field.key)}
    unknown = [name for name in reader.fieldnames or [] if name not in names]
    if unknown or not reader.fieldnames:
        known = ", ".join(field.key for field in feed.fields)
        problem = f"unknown columns {', '.join(unknown)}" if unknown else "no first line with the names of the columns"
        raise ConfigurationError(f"{file}:1: {problem}; known: {known}")
    for row in reader:
        if None in row or None in row.values():
            yield reader.line_num, (Fault("", "columns", "another number", f"{len(reader.fieldnames)} columns"),)
        else:
            yield reader.line_num, {names[name].key: _value(text, names[name]) for name, text in row.items()}


def _value(text: str, field: FeedField) -> Json:
    """The value that a text stands for; what is no number stays a text, so that the codec says so."""
    if not text:
        return None
    if field.type not in NUMBERS:
        return text
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return int(found) if field.type == "Int" and found.is_finite() and found == int(found) else found


def _jsonl(stream: IO[str]) -> Iterator[tuple[int, dict[str, Json] | Faults]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=Decimal)
        except (json.JSONDecodeError, RecursionError):
            row = None
        yield number, dict(row) if isinstance(row, Mapping) else (Fault("", "json", line[:40].strip(), "an object"),)
