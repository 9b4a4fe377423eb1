"""Lists by a window of time: which rows they hold, and which none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import Listing, Row, windows
from kontrak.conformance.messages import Message
from kontrak.conformance.probes.records import Shelf
from kontrak.conformance.session import Session
from kontrak.contracts.model import Json, Requirement

MARGIN = timedelta(minutes=1)
"""What is left on either side of a time: whether the ends of a window belong to it is seldom said."""
DAY = timedelta(days=1)
Span = tuple[timedelta, timedelta]


class Panes:
    """The lists with windows under test, and what is noted of them."""

    def __init__(self, session: Session, requirement: Requirement, evidence: Evidence) -> None:
        self.session, self.requirement, self.evidence = session, requirement, evidence

    @property
    def now(self) -> datetime:
        """The target's time, as its rows write it."""
        return (self.session.messages.now() + self.session.messages.moved).replace(tzinfo=None)

    def expect(self, what: str, got: str, wanted: str, *, holds: bool) -> None:
        """Note one comparison."""
        if holds:
            self.evidence.passed(self.requirement.id)
        else:
            self.evidence.failed(self.requirement.id, self.session.failure(what, got, wanted))

    def rows(self, *, apart: timedelta = timedelta()) -> Iterator[tuple[Listing, Row, datetime, datetime]]:
        """One row of each list that has one whose times lie so far apart, with its times; raises Missing if none has."""
        found = 0
        for listing in windows(self.session):
            for row in listing.recent():
                times = listing.times(row)
                if times is not None and times[1] - times[0] > apart and self.now - times[0] < listing.window.oldest:
                    found += 1
                    yield listing, row, *times
                    break
        if not found:
            raise Missing("no list holds a record of the last days that was changed some time after it was made")

    def around(self, time: datetime) -> Span:
        """The window about a time."""
        before = self.now - time
        return before + MARGIN, before - MARGIN

    def holds(self, listing: Listing, row: Row, span: Span, message: Mapping[str, Json] | None = None) -> bool:
        """Whether the list of a window holds a row."""
        return listing.key(row) in [listing.key(other) for other in listing.between(*span, message)]


@probe("window-by-making")
def by_making(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A window about the time at which a row was made holds it, though it was changed after the window."""
    panes = Panes(session, requirement, evidence)
    for listing, row, made, _ in panes.rows(apart=MARGIN * 2):
        what = f"{listing.operation.id} does not list {listing.key(row)} in a window about its {listing.window.made}"
        panes.expect(what, "not listed", "listed", holds=panes.holds(listing, row, panes.around(made)))


@probe("window-by-change")
def by_change(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A window about the time at which a row was changed holds it, though it was made before the window."""
    panes = Panes(session, requirement, evidence)
    for listing, row, _, changed in panes.rows(apart=MARGIN * 2):
        what = f"{listing.operation.id} does not list {listing.key(row)} in a window about its {listing.window.changed}"
        panes.expect(what, "not listed", "listed", holds=panes.holds(listing, row, panes.around(changed)))


@probe("outside-window")
def outside(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A row is in no window that holds neither of its times: before them, between them, after them."""
    panes = Panes(session, requirement, evidence)
    for listing, row, made, changed in panes.rows(apart=MARGIN * 6):
        gaps = {
            "before it was made": (made - MARGIN * 4, made - MARGIN),
            "between its times": (made + MARGIN, min(changed - MARGIN, made + MARGIN * 4)),
            "after it was changed": (changed + MARGIN, changed + MARGIN * 4),
        }
        for when, (start, end) in gaps.items():
            span = panes.now - start, panes.now - end
            what = f"{listing.operation.id} lists {listing.key(row)} in a window {when}"
            panes.expect(what, "listed", "not listed", holds=not panes.holds(listing, row, span))


@probe("window-to-now")
def to_now(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A window without an end holds what the same window up to now holds."""
    panes = Panes(session, requirement, evidence)
    for listing in windows(session):
        start = timedelta(days=6)
        closed = [listing.key(row) for row in listing.between(start, MARGIN)]
        opened = [listing.key(row) for row in listing.between(start, None)]
        for key in closed:
            what = f"{listing.operation.id} lists {key} up to now, and not without an end"
            panes.expect(what, "not listed", "listed", holds=key in opened)


@probe("too-old")
def too_old(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """What is older than the lists reach back is not listed, also what was stored just now with old times."""
    panes, shelf = Panes(session, requirement, evidence), Shelf(session, requirement, evidence)
    oldest = shelf.listing.window.oldest
    shelf.make(_stamped(shelf.listing, oldest + 3 * DAY))
    for listing in windows(session):
        exchange = listing.ask(listing.span(oldest + 6 * DAY, oldest + DAY))
        for row in listing.rows_of(exchange) if session.accepted(exchange) else ():
            times = listing.times(row)
            is_old = times is not None and max(times) < panes.now - oldest - MARGIN
            what = f"{listing.operation.id} lists {listing.key(row)}, made and changed too long ago"
            panes.expect(what, "listed", f"nothing older than {oldest.days} days", holds=not is_old)
        evidence.passed(requirement.id)


@probe("changed-again")
def changed_again(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A record that had grown too old is listed again as soon as it is changed."""
    shelf = Shelf(session, requirement, evidence)
    message, _ = shelf.make(_stamped(shelf.listing, shelf.listing.window.oldest + 3 * DAY))
    exchange = _change(shelf, message)
    listed = bool(shelf.listing.find(shelf.key(message)))
    shelf.expect("a record changed just now is not listed", "not listed", "listed", exchange, holds=listed)


@probe("change-is-stamped")
def change_is_stamped(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A change gives a row a later time of change, or that of now: a server may write its own time, to the second."""
    shelf = Shelf(session, requirement, evidence)
    message, _ = shelf.make(_stamped(shelf.listing, DAY))
    before = _changed_at(shelf, message)
    exchange = _change(shelf, message)
    after = _changed_at(shelf, message)
    what = f"a change left {shelf.listing.window.changed} as it was"
    now = Panes(session, requirement, evidence).now
    is_new = after > before or abs(now - after) < MARGIN
    shelf.expect(what, str(after), f"later than {before}", exchange, holds=is_new)


def _stamped(listing: Listing, before: timedelta) -> dict[str, Json]:
    """The times of a record that was made and changed so long before now."""
    token = {"$before": before.total_seconds()}
    return {listing.window.made: token, listing.window.changed: token}


def _change(shelf: Shelf, message: Message) -> Exchange:
    """Send a record again, changed now; raises Missing where that is refused."""
    fresh = shelf.session.messages.good(shelf.create)[shelf.listing.window.changed]
    exchange = shelf.session.send(shelf.create, message | {shelf.listing.window.changed: fresh})
    if not shelf.session.accepted(exchange):
        raise Missing(f"a record cannot be changed ({shelf.session.answered(exchange)})")
    return exchange


def _changed_at(shelf: Shelf, message: Message) -> datetime:
    times = [times for row in shelf.listing.find(shelf.key(message)) if (times := shelf.listing.times(row))]
    if not times:
        raise Missing("the stored record is not listed; see the requirement that it is")
    return times[0][1]


@probe("read-changes-nothing")
def read_changes_nothing(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The records of a past window are the same when they are asked for again."""
    panes = Panes(session, requirement, evidence)
    for listing in windows(session):
        span = timedelta(days=6), timedelta(hours=1)
        first, second = listing.between(*span), listing.between(*span)
        for row in first:
            what = f"{listing.operation.id} lists {listing.key(row)} otherwise when asked again"
            panes.expect(what, "another row, or none", "the same row", holds=row in second)
