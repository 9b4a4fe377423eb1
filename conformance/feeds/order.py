"""Rules about rows that follow each other: numbers that count within a group, and rows in the order of their key."""

from __future__ import annotations

import numpy as np

from kontrak.conformance.feeds.keys import key_spans
from kontrak.conformance.feeds.lines import Bytes, Numbers
from kontrak.conformance.feeds.tally import Place, Tally
from kontrak.conformance.feeds.words import Mask, number, texts
from kontrak.contracts.feed import Feed, FeedField, FeedRule
from kontrak.contracts.pieces import read


class Sequences:
    """The rules of kind `sequence`: the first field is one more than before in the same group, and begins with 1."""

    def __init__(self, feed: Feed, tally: Tally) -> None:
        self.feed, self.tally = feed, tally
        self.rules = [rule for rule in feed.rules if rule.kind == "sequence"]
        self._last: dict[tuple[str, bytes], int] = {}

    def take(self, rows: Bytes, numbers: Numbers, sound: dict[str, Mask]) -> None:
        """The rows of one block; `sound` tells for each rule which of them have readable fields."""
        for rule in self.rules:
            mask = sound[rule.fields[0]]
            self._rule(rule, rows[mask], numbers[mask])

    def _rule(self, rule: FeedRule, rows: Bytes, numbers: Numbers) -> None:
        counted, within = (self.feed.field(key) for key in rule.fields)
        if not len(rows):
            return
        groups, group = np.unique(texts(rows, [(within.start, within.end)]), return_inverse=True)
        by_group = np.argsort(group, kind="stable")
        values = self._values(rows, counted)[by_group]
        before = np.concatenate(([0], values[:-1]))
        firsts = np.flatnonzero(np.diff(group[by_group], prepend=-1))
        before[firsts] = [self._last.get((counted.key, name), 0) for name in groups.tolist()]
        ends = np.append(firsts[1:], len(values)) - 1
        self._last |= {(counted.key, name): int(values[at]) for name, at in zip(groups.tolist(), ends, strict=True)}
        self._tell(rule, numbers[by_group], values, before)

    def _values(self, rows: Bytes, counted: FeedField) -> Numbers:
        filling = self.feed.form.fillings[counted.type]
        if (filling.align, filling.sign) == ("right", "none"):
            return number(rows, counted.start, counted.end)
        pieces = rows[:, counted.start : counted.end]
        return np.array(
            [read(piece.tobytes().decode("latin-1"), counted, self.feed.form) for piece in pieces], np.int64
        )

    def _tell(self, rule: FeedRule, lines: Numbers, values: Numbers, before: Numbers) -> None:
        wrong = np.flatnonzero(values != before + 1)
        first = wrong[np.argsort(lines[wrong], kind="stable")][: self.tally.limit]
        column = self.feed.field(rule.fields[0]).start + 1
        places = [Place(int(lines[at]), column, f"{values[at]} after {before[at]}") for at in first]
        self.tally.add_all(("sequence", rule.fields[0], rule.requirement), len(wrong), places)


class Order:
    """Whether each row has a key that is not less than that of the row before."""

    def __init__(self, feed: Feed, tally: Tally) -> None:
        self.spans, self.tally = key_spans(feed), tally
        self._last = b""

    def take(self, rows: Bytes, numbers: Numbers) -> None:
        """The rows of one block whose keys can be read."""
        if not len(rows):
            return
        keys = texts(rows, self.spans)
        before = np.concatenate((np.array([self._last], keys.dtype), keys[:-1]))
        wrong = np.flatnonzero(keys < before)
        places = [Place(int(numbers[at]), 1, keys[at].decode("latin-1").strip()) for at in wrong[: self.tally.limit]]
        self.tally.add_all(("order", "", ""), len(wrong), places)
        self._last = bytes(keys[-1])
