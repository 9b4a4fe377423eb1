"""Rows that come again, found over any number of rows in bounded memory.

The first pass keeps 64 bits of each key, sorted in runs (the older ones in a temporary file). Only if two are equal, further
passes over the file look at those rows. Two different keys share their 64 bits once in about a million files of ten million rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np

from kontrak.conformance.feeds.lines import Numbers, Records
from kontrak.conformance.feeds.tally import Place, Tally
from kontrak.conformance.feeds.words import Words, hashes
from kontrak.contracts.feed import Feed

RUN = 1 << 21
BUCKETS = 256
DENSE = 0.9
EDGES = np.arange(1, BUCKETS, dtype=np.uint64) << np.uint64(56)


class Keys:
    """The hashes of all keys of a file; `run` is how many are kept in memory."""

    def __init__(self, run: int = RUN) -> None:
        self.run = run
        self._fresh: list[Words] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, Numbers]] = []

    def add(self, found: Words) -> None:
        """The hashes of some more rows."""
        self._fresh.append(found)
        self._held += len(found)
        if self._held >= self.run:
            self._spill()

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()

    def _sorted(self) -> Words:
        run: Words = np.concatenate(self._fresh) if self._fresh else np.empty(0, np.uint64)
        self._fresh, self._held = [], 0
        run.sort()
        return run

    def _spill(self) -> None:
        run = self._sorted()
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        start = self._file.seek(0, 2)
        self._file.write(run.tobytes())
        self._runs.append((start, np.concatenate(([0], np.searchsorted(run, EDGES), [len(run)]))))

    def again(self) -> Iterator[Words]:
        """The hashes that stand more than once, sorted, in portions of about the size of a run."""
        if not self._runs:
            yield from filter(len, [_repeated(self._sorted())])
            return
        self._spill()
        portion: list[Words] = []
        for bucket in range(BUCKETS):
            portion.append(_repeated(self._bucket(bucket)))
            if sum(map(len, portion)) >= self.run:
                yield np.concatenate(portion)
                portion = []
        yield from filter(len, [np.concatenate([np.empty(0, np.uint64), *portion])])

    def _bucket(self, bucket: int) -> Words:
        parts: list[Words] = []
        for start, edges in self._runs:
            assert self._file is not None
            self._file.seek(start + 8 * int(edges[bucket]))
            size = 8 * int(edges[bucket + 1] - edges[bucket])
            parts.append(np.frombuffer(self._file.read(size), np.uint64))
        found: Words = np.concatenate(parts)
        found.sort()
        return found


def _repeated(found: Words) -> Words:
    """Those of a sorted array that stand in it more than once, each once."""
    again: Words = found[1:][found[1:] == found[:-1]]
    return np.unique(again)


@dataclass(slots=True)
class Block:
    """Whether the repeated rows are one piece of the file that comes again: all at one distance, with few gaps.

    A gap is a row that takes no part because its key cannot be read.
    """

    distances: set[int] = field(default_factory=set)
    first: int = 0
    last: int = 0
    count: int = 0

    def add(self, lines: Numbers, firsts: Numbers) -> None:
        """Some more rows and the rows that they repeat."""
        if len(lines):
            if len(self.distances) < 2:
                self.distances |= {int(d) for d in np.unique(lines - firsts)[:2]}
            self.first = min(self.first or int(lines.min()), int(lines.min()))
            self.last, self.count = max(self.last, int(lines.max())), self.count + len(lines)

    @property
    def distance(self) -> int:
        """How many rows later the piece comes again; 0 if the rows are no one piece."""
        span = self.last - self.first + 1
        whole = self.count > 1 and len(self.distances) == 1 and self.count >= DENSE * span
        return next(iter(self.distances)) if whole else 0


def key_spans(feed: Feed) -> list[tuple[int, int]]:
    """The places of the key's fields, neighbours in one piece."""
    spans: list[tuple[int, int]] = []
    for entry in sorted((feed.field(key) for key in feed.key), key=lambda entry: entry.start):
        if spans and spans[-1][1] == entry.start:
            spans[-1] = (spans[-1][0], entry.end)
        else:
            spans.append((entry.start, entry.end))
    return spans


def count_again(keys: Keys, feed: Feed, passes: Callable[[], Iterable[Records]], tally: Tally) -> None:
    """Tell rows that repeat the first of their key (`repeated`, or `batch` if they are one piece) from others (`key`)."""
    repeated, block = Tally(tally.limit), Block()
    name = "repeated", "", ""
    for portion in keys.again():
        firsts, wordings = np.zeros(len(portion), np.int64), np.zeros(len(portion), np.uint64)
        for found in passes():
            lines, earlier, same = _again(found, feed, portion, firsts, wordings)
            block.add(lines[same], earlier[same])
            repeated.add_all(name, int(same.sum()), _places(lines[same], earlier[same], tally.limit))
            others = lines[~same], earlier[~same]
            tally.add_all(("key", "", ""), len(others[0]), _places(*others, tally.limit))
    if name in repeated.entries:
        entry = repeated.entries[name]
        if block.distance:
            place = Place(block.first, 1, f"line {block.first - block.distance}")
            tally.add_all(("batch", "", ""), entry.count, [place])
        else:
            tally.add_all(name, entry.count, entry.places)


def _again(
    found: Records, feed: Feed, portion: Words, firsts: Numbers, wordings: Words
) -> tuple[Numbers, Numbers, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The rows of a block that are not the first of their key, the line of that first, and whether they are the same."""
    if not len(found.rows):
        return found.numbers, found.numbers, np.zeros(0, np.bool_)
    marks = hashes(found.rows, key_spans(feed))
    at = np.minimum(np.searchsorted(portion, marks), len(portion) - 1)
    hit = np.flatnonzero(portion[at] == marks)
    at, lines = at[hit], found.numbers[hit]
    wording = hashes(found.rows[hit], [(0, feed.width)])
    unique, index = np.unique(at, return_index=True)
    fresh = firsts[unique] == 0
    firsts[unique[fresh]], wordings[unique[fresh]] = lines[index[fresh]], wording[index[fresh]]
    later = lines > firsts[at]
    return lines[later], firsts[at[later]], wording[later] == wordings[at[later]]


def _places(lines: Numbers, firsts: Numbers, limit: int) -> list[Place]:
    pairs = zip(lines[:limit].tolist(), firsts[:limit].tolist(), strict=True)
    return [Place(line, 1, f"line {first}") for line, first in pairs]
