"""A producer's files: each is checked as `kontrak batch check` does, and its rows go into the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kontrak.conformance.feeds.check import check
from kontrak.conformance.feeds.convert import is_frame
from kontrak.conformance.feeds.findings import Report, with_copies
from kontrak.conformance.feeds.head import read_head, skip
from kontrak.conformance.feeds.judge import CACHED, Judge
from kontrak.conformance.feeds.lines import mark_of, records
from kontrak.conformance.feeds.source import Source, Unreadable
from kontrak.contracts import Contract
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import Fault, read

Row = dict[str, Json]


def reports(files: list[Path], feed: Feed, contract: Contract) -> list[Report]:
    """The report on each file, in the strict profile: how much a breach weighs is decided by the requirement."""
    found = [check(Source(file), feed, contract, profile="strict") for file in files]
    return with_copies(found, [Source(file).digest() for file in files], feed, contract, "strict")


def rows_of(file: Path, feed: Feed, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Some fields of the records that have the right length, with their numbers; what cannot be read is None."""
    try:
        first, blocks = Source(file).with_head()
        head = read_head(first)
        if head.fatal:
            return
        reader = Reader(feed, columns)
        for found in records(skip(blocks, head.skip), feed.width, mark_of(first)):
            for number, row in zip(found.numbers.tolist(), found.rows, strict=True):
                if values := reader.row(row[: feed.width].tobytes()):
                    yield number, values
    except Unreadable:
        return


class Reader:
    """Reads some fields of records; what a piece holds is remembered, since pieces repeat."""

    def __init__(self, feed: Feed, columns: tuple[str, ...]) -> None:
        self.feed, self.judge = feed, Judge(feed)
        self._known: list[tuple[FeedField, dict[str, Json]]] = [(feed.field(key), {}) for key in columns]

    def row(self, data: bytes) -> Row | None:
        """The values of a record; None for what is no record."""
        text, _ = self.judge.decode(data)
        if len(text) != self.feed.width or is_frame(text, self.feed):
            return None
        return {entry.key: self._value(text[entry.start : entry.end], entry, known) for entry, known in self._known}

    def _value(self, piece: str, entry: FeedField, known: dict[str, Json]) -> Json:
        if piece not in known:
            if len(known) >= CACHED:
                known.clear()
            found = read(piece, entry, self.feed.form)
            known[piece] = None if isinstance(found, Fault) else found
        return known[piece]
