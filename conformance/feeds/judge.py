"""One record at a time: every fault in it. Slow and exact; only records that the screen marks come here."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from kontrak.contracts.feed import Feed, FeedField, FeedRule
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import Fault, read

FORM = frozenset({"digits", "sign", "point", "alignment", "padding", "date", "date-form"})
CACHED = 10_000
Known = dict[str, Json | Fault]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One fault of one record: the rule, the key of its field, the requirement of a rule about values, and what was got."""

    rule: str
    key: str = ""
    requirement: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A record as text, its flaws, and the values of its sound fields."""

    text: str
    flaws: tuple[Flaw, ...]
    values: Mapping[str, Json] = field(default_factory=dict)

    @property
    def is_broken(self) -> bool:
        """Whether several fields cannot be read in their form, as where columns are shifted."""
        return len({flaw.key for flaw in self.flaws if flaw.rule in FORM}) > 1


class Judge:
    """Judges records of one feed; what a piece holds is remembered, since pieces repeat."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.encoding = feed.form.encoding
        self.is_single = codecs.lookup(self.encoding).name != "utf-8"
        self._pieces: list[tuple[FeedField, slice, Known]] = [
            (entry, slice(entry.start, entry.end), {}) for entry in feed.fields
        ]
        self._rules = [rule for rule in feed.rules if rule.kind in BROKEN]

    def judge(self, data: bytes) -> Judged:
        """Every flaw of a record (its bytes without the end)."""
        text, flaws = self.decode(data)
        if len(text) != self.feed.width:
            return Judged(text, (*flaws, Flaw("width", got=f"{len(text)} characters")))
        return self.fields(text, flaws)

    def decode(self, data: bytes) -> tuple[str, tuple[Flaw, ...]]:
        """The text of a record; where its bytes are of another encoding, in that one, and a flaw."""
        try:
            text = data.decode(self.encoding)
        except UnicodeDecodeError:
            other = _as_utf8(data)
            name = "utf-8" if other is not None else "no utf-8"
            return (data.decode("latin-1") if other is None else other), (Flaw("encoding", got=name),)
        if self.is_single and len(text) != self.feed.width and not data.isascii():
            other = _as_utf8(data)
            if other is not None and len(other) == self.feed.width:
                return other, (Flaw("encoding", got="utf-8"),)
        return text, ()

    def fields(self, text: str, flaws: tuple[Flaw, ...] = ()) -> Judged:
        """Every flaw in the fields of a text of the right length."""
        found, values = list(flaws), {}
        for entry, place, known in self._pieces:
            piece = text[place]
            value = known[piece] if piece in known else self._learn(piece, entry, known)
            if not isinstance(value, Fault):
                values[entry.key] = value
            elif not (flaws and value.rule == "characters"):
                found.append(Flaw(value.rule, entry.key, "", value.got))
        found += [
            Flaw(rule.kind, rule.fields[0], rule.requirement, shown(rule, values))
            for rule in self._rules
            if is_broken(rule, values)
        ]
        return Judged(text, tuple(found), values)

    def _learn(self, piece: str, entry: FeedField, known: Known) -> Json | Fault:
        """Read a piece and remember it; amounts differ in every row, outlets do not."""
        if len(known) >= CACHED:
            known.clear()
        known[piece] = read(piece, entry, self.feed.form)
        return known[piece]


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def shown(rule: FeedRule, values: Mapping[str, Json]) -> str:
    """The values that break a rule."""
    return ", ".join(f"{key} {values[key]}" for key in rule.fields)


def is_broken(rule: FeedRule, values: Mapping[str, Json]) -> bool:
    """Whether the values of a row break a rule; a rule about a value that is not there is not broken."""
    found = [values.get(key) for key in rule.fields]
    return None not in found and bool(BROKEN[rule.kind](rule, found))


def _is_outside(rule: FeedRule, values: list[Json]) -> bool:
    value = values[0]
    return (rule.least is not None and value < rule.least) or (rule.most is not None and value > rule.most)


def _is_no_net(rule: FeedRule, values: list[Json]) -> bool:
    if all(type(value) is int for value in values) and values[2] <= 100:
        net, price, discount, quantity = values
        return bool(abs(net - (price * (100 - discount) * quantity * 2 + 100) // 200) > rule.tolerance)
    net, price, discount, quantity = (Decimal(value) for value in values)
    wanted = (price * (100 - discount) * quantity / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return abs(net - wanted) > rule.tolerance


BROKEN = {
    "codes": lambda rule, values: str(values[0]) not in rule.codes,
    "range": _is_outside,
    "not_above": lambda _rule, values: values[0] > values[1],
    "net": _is_no_net,
}
