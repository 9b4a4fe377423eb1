"""Two folders of one partner: requirements, readings, feeds and code lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from kontrak.contracts.diff.change import BOTH, CLIENT, SERVER, Change, breaks, note, shown
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.model import Contract, Level, Reading, Requirement, Role

WEIGHT = {Level.ASSUMED: 0, Level.OBSERVED: 1, Level.DOCUMENTED: 2}
KEYWORDS = ("MAY", "SHOULD NOT", "SHOULD", "MUST NOT", "MUST")


def compare_registers(old: Contract, new: Contract) -> list[Change]:
    """Every change outside the messages; `where` begins with the file."""
    found = _each("requirements.yaml", "requirement", old.requirements, new.requirements, _requirement)
    found += _each("readings.yaml", "reading", old.readings, new.readings, _reading)
    found += _each("feeds", "feed", old.feeds, new.feeds, _feed)
    found += _each("codes.yaml", "code list", old.codes, new.codes, _plain)
    found += _each("variants", "variant", old.variants, new.variants, _plain)
    return found


def _each(
    file: str,
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    compare: Callable[[tuple[str, ...], Any, Any], Iterator[Change]],
) -> list[Change]:
    """Entries that came, went, or changed. Only requirements and feeds bind anybody by being there."""
    found: list[Change] = []
    binding = breaks if kind in ("requirement", "feed") else note
    for name in {**old, **new}:
        here = (file, name)
        bound, others = _bound(new.get(name, old.get(name)))
        if name not in new:
            found += binding(f"{kind}-removed".replace(" ", "-"), others, here, f"{kind} {name} is gone")
        elif name not in old:
            found += binding(f"{kind}-added".replace(" ", "-"), bound, here, f"{kind} {name} is new")
        else:
            found += compare(here, old[name], new[name])
    return found


def _bound(entry: Any) -> tuple[str, str]:
    """The side that must keep an entry, and the side that may rely on it: a requirement on callers and readers binds the client."""
    binds_clients = isinstance(entry, Requirement) and set(entry.roles) <= {Role.CONSUMER, Role.READER}
    return (CLIENT, SERVER) if binds_clients else (SERVER, CLIENT)


def _requirement(here: tuple[str, ...], old: Requirement, new: Requirement) -> Iterator[Change]:
    bound, _ = _bound(new)
    if old.level is not new.level:
        raised = WEIGHT[new.level] > WEIGHT[old.level]
        text = f"{new.id}: level {old.level} became {new.level}"
        kind = "level-raised" if raised else "level-lowered"
        yield from breaks(kind, bound, here, text) if raised else note(kind, bound, here, text)
    if old.keyword != new.keyword:
        raised = KEYWORDS.index(new.keyword) > KEYWORDS.index(old.keyword)
        text = f"{new.id}: {old.keyword} became {new.keyword}"
        kind = "keyword-raised" if raised else "keyword-lowered"
        yield from breaks(kind, bound, here, text) if raised else note(kind, bound, here, text)
    yield from _rest(here, old, new, ("level", "keyword"))


def _reading(here: tuple[str, ...], old: Reading, new: Reading) -> Iterator[Change]:
    if old.chosen != new.chosen:
        yield from breaks("reading-changed", BOTH, here, f"{new.id}: read as {new.chosen}, no longer as {old.chosen}")
    yield from _rest(here, old, new, ("chosen",))


def _plain(here: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    return _rest(here, old, new, ())


def _feed(here: tuple[str, ...], old: Feed, new: Feed) -> Iterator[Change]:
    before, after = {each.key: each for each in old.fields}, {each.key: each for each in new.fields}
    for key in {**before, **after}:
        if key not in after:
            yield from breaks("feed-column-removed", CLIENT, (*here, key), f"{new.layout}: {key} is gone")
        elif key not in before:
            yield from breaks("feed-column-added", BOTH, (*here, key), f"{new.layout}: {key} is new in the record")
        else:
            yield from _field((*here, key), new.layout, before[key], after[key])
    if [key for key in before if key in after] != [key for key in after if key in before]:
        text = f"{new.layout}: the order of the columns changed to {', '.join(after)}"
        yield from breaks("feed-order-changed", BOTH, here, text)
    for member in ("key", "staging", "layout", "table"):
        was, now = getattr(old, member), getattr(new, member)
        if was != now:
            yield from breaks(
                f"feed-{member}-changed", BOTH, here, f"{new.layout}: {member} was {shown(was)}, now {shown(now)}"
            )
    if old.form != new.form:
        yield from breaks("layout-changed", BOTH, here, f"{new.layout}: {_moved(old.form, new.form)}")
    yield from _rest(here, old, new, ("key", "staging", "layout", "table", "form", "fields"))


def _field(here: tuple[str, ...], layout: str, old: FeedField, new: FeedField) -> Iterator[Change]:
    text = f"{layout}: {new.key}"
    if old.mandatory != new.mandatory:
        whom, word = (SERVER, "always given") if new.mandatory else (CLIENT, "no longer always given")
        yield from breaks("feed-column-required", whom, here, f"{text} is {word}")
    for member in ("width", "type", "format", "column"):
        was, now = getattr(old, member), getattr(new, member)
        if was != now:
            yield from breaks(
                f"feed-{member}-changed", BOTH, here, f"{text}: {member} was {shown(was)}, now {shown(now)}"
            )
    yield from _rest(here, old, new, ("mandatory", "width", "start", "length", "type", "format", "column"))


def _rest(here: tuple[str, ...], old: Any, new: Any, handled: Sequence[str]) -> Iterator[Change]:
    """What else changed of an entry: words, sources, tests."""
    for each in fields(new):
        if each.name not in handled and getattr(old, each.name) != getattr(new, each.name):
            yield from note("annotation", CLIENT, (*here, each.name), f"{here[-1]}: {each.name} changed")


def _moved(old: Any, new: Any) -> str:
    before, after = asdict(old), asdict(new)
    names = [name for name in after if before[name] != after[name]]
    return "; ".join(f"{name} was {shown(before[name])}, now {shown(after[name])}" for name in names)
