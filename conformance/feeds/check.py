"""The check of one file: bytes to records, records to flaws, flaws to findings."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kontrak.conformance.feeds.findings import Report, report
from kontrak.conformance.feeds.head import Head, read_head, skip
from kontrak.conformance.feeds.judge import Judge, Judged
from kontrak.conformance.feeds.keys import Keys, count_again, key_spans
from kontrak.conformance.feeds.lines import Bytes, Numbers, Odd, Records, mark_of, records
from kontrak.conformance.feeds.order import Order, Sequences
from kontrak.conformance.feeds.screen import Screen
from kontrak.conformance.feeds.sort import Item, Outcome, Sorter
from kontrak.conformance.feeds.source import Progress, Source, Unreadable
from kontrak.conformance.feeds.tally import Tally
from kontrak.conformance.feeds.words import Mask, hashes
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Contract

LIMIT = 3


def check(
    source: Source,
    feed: Feed,
    contract: Contract,
    *,
    profile: str = "observed",
    limit: int = LIMIT,
    progress: Progress = lambda _done: None,
    run: int | None = None,
) -> Report:
    """Everything that is wrong with a file of a feed, one finding for each cause, with its first `limit` places.

    `progress` is told the bytes of the file that are read; `run` is how many keys are held in memory.
    """
    examined = examine(source, feed, limit=limit, progress=progress, run=run)
    return report(examined, feed, contract, profile, source.path.name)


def examine(
    source: Source, feed: Feed, *, limit: int = LIMIT, progress: Progress = lambda _done: None, run: int | None = None
) -> Outcome:
    """The counts and causes from which the report is made; see `check`."""
    examination = Examination(feed, limit, Keys(run) if run else Keys())
    try:
        examination.read(source, progress)
    except Unreadable as error:
        examination.outcome.unreadable = str(error)
    finally:
        examination.keys.close()
    return examination.outcome


class Examination:
    """What is known while a file is read."""

    def __init__(self, feed: Feed, limit: int, keys: Keys) -> None:
        self.feed, self.keys = feed, keys
        self.tally = Tally(limit)
        self.outcome = Outcome(self.tally)
        self.judge, self.screen = Judge(feed), Screen(feed)
        self.sorter = Sorter(feed, self.outcome, self.judge)
        self.sequences = Sequences(feed, self.tally)
        self.order = Order(feed, self.tally) if feed.form.order == "key" else None
        self.spans = key_spans(feed)

    def read(self, source: Source, progress: Progress) -> None:
        """The whole file once, and again if rows come again; raises Unreadable."""
        first, blocks = source.with_head(progress)
        head = self.outcome.head = read_head(first)
        if head.fatal or not first:
            return
        mark = mark_of(first)
        for found in records(skip(blocks, head.skip), self.feed.width, mark):
            self.take(found)
        self.sorter.close()
        count_again(self.keys, self.feed, lambda: self._again(source, head, mark), self.tally)

    def _again(self, source: Source, head: Head, mark: bytes) -> Iterable[Records]:
        """The records once more, without those whose bytes are no text of the encoding."""
        for found in records(skip(source.blocks(), head.skip), self.feed.width, mark):
            yield self._sound(found)

    def _sound(self, found: Records) -> Records:
        foreign = np.flatnonzero((found.rows[:, : self.feed.width] > 127).any(axis=1))
        bad = [at for at in foreign if not self._is_text(found.rows[at, : self.feed.width].tobytes())]
        if not bad:
            return found
        return Records(np.delete(found.rows, bad, axis=0), np.delete(found.numbers, bad))

    def _is_text(self, data: bytes) -> bool:
        text, flaws = self.judge.decode(data)
        return not flaws and len(text) == self.feed.width

    def take(self, found: Records) -> None:
        """The records of one block."""
        for kind, (count, number) in found.ends.items():
            self.tally.end(kind, count, number)
        self.tally.lines += len(found.rows) + len(found.odd)
        self.tally.rows += len(found.rows)
        self._edges(found)
        if len(found.rows):
            self._rows(found)
        elif found.odd:
            self.sorter.take([(odd, None) for odd in found.odd])

    def _edges(self, found: Records) -> None:
        """Remember the first and the last line."""
        edges, width = self.outcome.edges, self.feed.width
        for place, at in ((0, 0), (1, -1)):
            lines = [(odd.number, odd.data) for odd in found.odd[at:][:1]]
            lines += [
                (int(number), row[:width].tobytes())
                for number, row in zip(found.numbers[at:][:1], found.rows[at:][:1], strict=True)
            ]
            chosen = min(lines, default=None) if place == 0 else max(lines, default=None)
            if chosen is not None and (place == 1 or chosen[0] == 1):
                edges[place] = chosen[1].decode("latin-1")

    def _rows(self, found: Records) -> None:
        suspects = np.flatnonzero(self.screen.suspects(found.rows))
        judged = self._judged(found.rows, suspects)
        sound = self._sound_rows(len(found.rows), suspects, judged)
        numbered = [(self._odd(found, int(at)), one) for at, one in zip(suspects, judged, strict=True)]
        self.sorter.take(_by_number(numbered, found.odd))
        self._batch(found.rows, found.numbers, sound)

    def _odd(self, found: Records, at: int) -> Odd:
        return Odd(int(found.numbers[at]), found.rows[at, : self.feed.width].tobytes(), self.feed.width, "")

    def _judged(self, rows: Bytes, suspects: Numbers) -> list[Judged]:
        width = self.feed.width
        return [self.judge.judge(rows[at, :width].tobytes()) for at in suspects]

    def _sound_rows(self, number: int, suspects: Numbers, judged: list[Judged]) -> dict[str, Mask]:
        """Which rows have sound values in some fields: in those of the key, and in those of each sequence."""
        groups = {"key": self.feed.key} | {rule.fields[0]: rule.fields for rule in self.sequences.rules}
        found: dict[str, Mask] = {}
        for name, keys in groups.items():
            found[name] = np.ones(number, np.bool_)
            flaws = [not one.values or bool(set(keys) - set(one.values)) or _is_foreign(one) for one in judged]
            found[name][suspects[np.array(flaws, np.bool_)]] = False
        return found

    def _batch(self, rows: Bytes, numbers: Numbers, sound: dict[str, Mask]) -> None:
        """What concerns several rows: repeated keys, numbers that count, the order."""
        is_whole = bool(sound["key"].all())
        keyed = rows if is_whole else rows[sound["key"]]
        self.keys.add(hashes(keyed, self.spans))
        self.sequences.take(rows, numbers, sound)
        if self.order is not None:
            self.order.take(keyed, numbers if is_whole else numbers[sound["key"]])


def _is_foreign(judged: Judged) -> bool:
    return any(flaw.rule == "encoding" for flaw in judged.flaws)


def _by_number(judged: list[tuple[Odd, Judged]], odd: list[Odd]) -> list[Item]:
    both: list[Item] = [*judged, *((one, None) for one in odd)]
    return sorted(both, key=lambda pair: pair[0].number) if odd else both
