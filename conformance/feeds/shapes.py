"""Why records have the wrong form: which one change of the columns makes them readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kontrak.conformance.feeds.judge import Judge
from kontrak.contracts.feed import Feed, FeedField

SAMPLE = 100
ENOUGH = 0.9
FURTHEST = 3
SPARED = 2
SEPARATORS = ";,|\t"


@dataclass(frozen=True, slots=True)
class Shape:
    """Another arrangement of the columns: the feed as it would have to be, and the difference in words.

    `is_column` tells that a column is missing or too many.
    """

    feed: Feed
    text: str
    is_column: bool = False


def learn(sample: Sequence[str], feed: Feed) -> Shape | None:
    """The arrangement in which nearly all of some unreadable records (of one length) read well; None if there is none.

    Of several, that with the fewest gaps inside texts is taken: a text column that is cut in the wrong place swallows the
    blanks of its neighbour.
    """
    if not sample:
        return None
    delta = len(sample[0]) - feed.width
    found: Shape | None = None
    best = 0.0
    for shape in _shapes(feed, delta):
        score = _score(sample, shape, feed)
        if score > best:
            found, best = shape, score
    return found


def separator(sample: Sequence[str], feed: Feed) -> str | None:
    """The character that separates the fields of these records, if one does."""
    least = max(1, len(feed.fields) - 1)
    return next((mark for mark in SEPARATORS if sample and all(text.count(mark) >= least for text in sample)), None)


def _score(sample: Sequence[str], shape: Shape, feed: Feed) -> float:
    """The share of records that read well, less a little for gaps in texts; 0 if too few do."""
    judge, bad, gaps = Judge(shape.feed), 0, 0
    for seen, text in enumerate(sample, 1):
        judged = judge.fields(text)
        bad += bool(judged.flaws)
        if bad > (1 - ENOUGH) * (len(sample) if bad <= SPARED else seen):
            return 0.0
        gaps += sum("  " in value for value in judged.values.values() if isinstance(value, str))
    return 1 - bad / len(sample) - 0.1 * gaps / (len(sample) * len(feed.fields))


def _shapes(feed: Feed, delta: int) -> Iterator[Shape]:
    if delta == 0:
        yield from _moved(feed)
        yield from _swapped(feed)
        return
    for at, entry in enumerate(feed.fields):
        width = entry.width + delta
        if width > 0:
            yield Shape(_arranged(feed, {at: width}), f"{entry.label} is {width} wide, not {entry.width}")
        elif width == 0:
            yield Shape(_arranged(feed, {at: 0}), f"the column {entry.label} is missing", is_column=True)
    if delta > 0:
        yield from _extra(feed, delta)


def _extra(feed: Feed, delta: int) -> Iterator[Shape]:
    yield Shape(
        _arranged(feed, {}, {0: delta}), f"{delta} more characters before {feed.fields[0].label}", is_column=True
    )
    for at, entry in enumerate(feed.fields):
        text = f"{delta} more characters after {entry.label}"
        yield Shape(_arranged(feed, {}, {at + 1: delta}), text, is_column=True)
    if delta == len(feed.fields) - 1:
        gaps = dict.fromkeys(range(1, len(feed.fields)), 1)
        yield Shape(_arranged(feed, {}, gaps), "a character stands between the fields", is_column=True)


def _moved(feed: Feed) -> Iterator[Shape]:
    """One column wider, another narrower: what stands between them is shifted."""
    for one, other in combinations(range(len(feed.fields)), 2):
        for step in range(-FURTHEST, FURTHEST + 1):
            first, last = feed.fields[one], feed.fields[other]
            if step and first.width + step > 0 and last.width - step > 0:
                text = f"{first.label} is {first.width + step} wide, not {first.width}"
                text += f", and {last.label} {last.width - step}, not {last.width}"
                yield Shape(_arranged(feed, {one: first.width + step, other: last.width - step}), text)


def _swapped(feed: Feed) -> Iterator[Shape]:
    for one, other in combinations(range(len(feed.fields)), 2):
        order = list(range(len(feed.fields)))
        order[one], order[other] = other, one
        text = f"the columns {feed.fields[one].label} and {feed.fields[other].label} are exchanged"
        yield Shape(_arranged(feed, {}, {}, order), text)


def _arranged(
    feed: Feed, widths: dict[int, int], gaps: dict[int, int] | None = None, order: Sequence[int] | None = None
) -> Feed:
    """The feed with other widths, gaps before some places, or its fields in another order; width 0 leaves one out."""
    found: list[FeedField] = []
    start = 0
    for place, at in enumerate(order or range(len(feed.fields))):
        entry = feed.fields[at]
        start += (gaps or {}).get(place, 0)
        width = widths.get(at, entry.width)
        if width:
            found.append(replace(entry, start=start, width=width))
        start += width
    kept = {entry.key for entry in found}
    return replace(feed, fields=tuple(found), rules=tuple(rule for rule in feed.rules if kept >= set(rule.fields)))


class Learner:
    """Holds back what is unreadable until there is enough of it to see why, then tells one cause from single faults."""

    def __init__(self, feed: Feed, learn: Callable[[Sequence[str], Feed], Shape | None] = learn) -> None:
        self.feed, self._learn = feed, learn
        self.held: list[str] = []
        self.is_done = False
        self.shape: Shape | None = None
        self._judge: Judge | None = None

    def hold(self, text: str) -> bool:
        """Keep one more record; tells whether it is time to decide."""
        self.held.append(text)
        return len(self.held) >= SAMPLE

    def decide(self) -> None:
        """Learn from what is held."""
        self.is_done, self.shape = True, self._learn(self.held, self.feed) if len(self.held) > 1 else None
        self._judge = Judge(self.shape.feed) if self.shape else None
        self.held = []

    def explains(self, text: str) -> bool:
        """Whether the cause that was learnt makes the record readable."""
        return self._judge is not None and not self._judge.fields(text).flaws
