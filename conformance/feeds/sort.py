"""Each record that is not sound, put where it belongs: a first or last line, a wrong length, a shifted row, single flaws."""

from __future__ import annotations

from dataclasses import dataclass, field

from kontrak.conformance.feeds.head import Head
from kontrak.conformance.feeds.judge import Flaw, Judge, Judged
from kontrak.conformance.feeds.lines import Odd
from kontrak.conformance.feeds.shapes import SAMPLE, Learner, Shape
from kontrak.conformance.feeds.tally import Place, Tally
from kontrak.contracts.feed import Feed

Item = tuple[Odd, Judged | None]
FRAMES = ("HDR", "HEAD", "BOF", "BEGIN", "START", "TRL", "TRAIL", "FTR", "FOOT", "EOF", "END", "TOTAL", "COUNT", "SUM")
SHOWN = 60
MOST_LENGTHS = 8


@dataclass(slots=True)
class Outcome:
    """What an examination found: counts, and what tells the causes.

    `samples` are the first records of each wrong length, `shape` explains the rows that are shifted, `edges` are the
    texts of the first and the last line.
    """

    tally: Tally
    head: Head = field(default_factory=Head)
    unreadable: str = ""
    samples: dict[int, list[str]] = field(default_factory=dict)
    shape: Shape | None = None
    edges: list[str] = field(default_factory=lambda: ["", ""])


class Sorter:
    """Takes the unsound records in the order of the file."""

    def __init__(self, feed: Feed, outcome: Outcome, judge: Judge) -> None:
        self.feed, self.tally, self.outcome, self.judge = feed, outcome.tally, outcome, judge
        self.learner = Learner(feed)
        self._columns = {"": 1} | {entry.key: entry.start + 1 for entry in feed.fields}
        self._broken: list[tuple[int, Judged]] = []
        self._last: Item | None = None

    def take(self, items: list[Item]) -> None:
        """Some more unsound records; the last one waits, since it may be the last of the file."""
        for item in items:
            if self._last is not None:
                self._sort(self._last)
            self._last = item

    def close(self) -> None:
        """There is no more record."""
        if self._last is not None:
            self._final(self._last)
        self._frame("trailer", self.tally.lines, self.outcome.edges[1], self.feed.form.trailer)
        self._frame("header", 1, self.outcome.edges[0], self.feed.form.header)
        if self._broken:
            self._decide()

    def _frame(self, rule: str, line: int, text: str, wanted: str) -> None:
        """A first or last line that is agreed and not there."""
        if wanted != "none" and not text.startswith(wanted) and self.tally.lines:
            self._add(Flaw(rule, got=text[:SHOWN]), line)

    def _final(self, item: Item) -> None:
        odd, _judged = item
        is_last = odd.number == self.tally.lines > 1
        text = self._text(odd)
        if is_last and self._is_frame(text, self.feed.form.trailer):
            self._unexpected("trailer", odd, text, self.feed.form.trailer)
        elif is_last and odd.end == "none" and 0 < odd.length < self.feed.width:
            self._add(Flaw("partial", got=f"{len(text)} characters"), odd.number)
        else:
            self._sort(item)

    def _is_frame(self, text: str, wanted: str) -> bool:
        """Whether a line is no record but stands before or after them: as agreed, or by what it says."""
        if wanted != "none" and text.startswith(wanted):
            return True
        names = [name.lower() for entry in self.feed.fields for name in (entry.label, entry.key, entry.column)]
        is_titles = len({name for name in names if len(name) > 3 and name in text.lower()}) > 1
        return text.upper().startswith(FRAMES) or is_titles

    def _unexpected(self, rule: str, odd: Odd, text: str, wanted: str) -> None:
        if wanted == "none":
            self._add(Flaw(rule, got=text[:SHOWN]), odd.number)

    def _text(self, odd: Odd) -> str:
        return self.judge.decode(odd.data)[0]

    def _sort(self, item: Item) -> None:
        odd, judged = item
        text = self._text(odd) if odd.number == 1 or judged is None else judged.text
        if odd.number == 1 and self._is_unsound(judged) and self._is_frame(text, self.feed.form.header):
            self._unexpected("header", odd, text, self.feed.form.header)
        elif judged is None:
            self._length(odd)
        elif any(flaw.rule == "width" for flaw in judged.flaws):
            self._wrong(odd.number, judged.text, len(judged.text), judged.flaws[:-1])
        elif judged.is_broken:
            self._hold(odd.number, judged)
        else:
            self._flaws(odd.number, judged)

    def _is_unsound(self, judged: Judged | None) -> bool:
        return judged is None or bool(judged.flaws)

    def _length(self, odd: Odd) -> None:
        """A record that has not the right number of bytes: it may still have the right number of characters."""
        if odd.length > len(odd.data):
            self._wrong(odd.number, odd.data.decode("latin-1"), odd.length, ())
            return
        text, flaws = self.judge.decode(odd.data)
        if len(text) == self.feed.width:
            self._flaws(odd.number, self.judge.fields(text, flaws))
        else:
            self._wrong(odd.number, text, len(text), flaws)

    def _wrong(self, line: int, text: str, length: int, flaws: tuple[Flaw, ...]) -> None:
        for flaw in flaws:
            self._add(flaw, line)
        if not text.strip():
            self._add(Flaw("empty", got=f"{length} characters"), line)
            return
        self._add(Flaw("width", got=f"{length} characters"), line)
        self.tally.lengths[length] = self.tally.lengths.get(length, 0) + 1
        samples = self.outcome.samples
        if length in samples or len(samples) < MOST_LENGTHS:
            kept = samples.setdefault(length, [])
            if len(kept) < SAMPLE:
                kept.append(text)

    def _hold(self, line: int, judged: Judged) -> None:
        if self.learner.is_done:
            self._shifted(line, judged)
            return
        self._broken.append((line, judged))
        if self.learner.hold(judged.text):
            self._decide()

    def _decide(self) -> None:
        self.learner.decide()
        self.outcome.shape = self.learner.shape
        for line, judged in self._broken:
            self._shifted(line, judged)
        self._broken = []

    def _shifted(self, line: int, judged: Judged) -> None:
        if self.learner.explains(judged.text):
            self._add(Flaw("shift", got=judged.text[:SHOWN]), line)
        else:
            self._flaws(line, judged)

    def _flaws(self, line: int, judged: Judged) -> None:
        for flaw in judged.flaws:
            self._add(flaw, line)

    def _add(self, flaw: Flaw, line: int) -> None:
        self.tally.add((flaw.rule, flaw.key, flaw.requirement), Place(line, self._columns[flaw.key], flaw.got))
