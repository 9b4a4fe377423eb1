"""What becomes of messages that are sent at the same time."""

from __future__ import annotations

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.probes.records import Shelf, require_listed
from kontrak.conformance.session import Session
from kontrak.contracts.model import Requirement

AT_ONCE = 4
ROUNDS = 3


@probe("same-at-once")
def same_at_once(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The same message sent several times at once is treated as if it came one after the other."""
    shelf = Shelf(session, requirement, evidence)
    require_listed(shelf, shelf.key(shelf.make()[0]))
    reading = session.judge.readings.get(shelf.collection.duplicates or "", "reject")
    wanted = {"reject": (1, 1), "upsert": (AT_ONCE, 1), "append": (AT_ONCE, AT_ONCE)}[reading]
    _require_twin(session, shelf, reading)
    for _ in range(ROUNDS):
        message = session.messages.good(shelf.create)
        exchanges = session.send_together(shelf.create, [message] * AT_ONCE)
        accepted = sum(map(session.accepted, exchanges))
        got = accepted, len(shelf.listing.find(shelf.key(message)))
        what = (
            f"the same message of {shelf.create.id} sent {AT_ONCE} times at once is not treated as one after the other"
        )
        shelf.expect(what, _told(got), _told(wanted), exchanges[0], holds=got == wanted)


def _require_twin(session: Session, shelf: Shelf, reading: str) -> None:
    """Raise Missing where the same message is treated otherwise already when it comes twice in a row: that is another fault."""
    message = session.messages.good(shelf.create)
    accepted = sum(session.accepted(session.send(shelf.create, message)) for _ in range(2))
    fate = accepted, len(shelf.listing.find(shelf.key(message)))
    if fate != {"reject": (1, 1), "upsert": (2, 1), "append": (2, 2)}[reading]:
        raise Missing(f"the same message of {shelf.create.id} twice in a row is treated otherwise already")


def _told(fate: tuple[int, int]) -> str:
    return f"{fate[0]} of {AT_ONCE} accepted, {fate[1]} rows listed"


@probe("others-at-once")
def others_at_once(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Different messages sent at once are all accepted and all listed."""
    shelf = Shelf(session, requirement, evidence)
    require_listed(shelf, shelf.key(shelf.make()[0]))
    messages = [session.messages.good(shelf.create) for _ in range(AT_ONCE)]
    exchanges = session.send_together(shelf.create, messages)
    listed = [str(shelf.listing.key(row)) for row in shelf.listing.rows()]
    for message, exchange in zip(messages, exchanges, strict=True):
        accepted, rows = session.accepted(exchange), listed.count(shelf.key(message))
        what = f"of {AT_ONCE} good messages of {shelf.create.id} sent at once one is lost"
        got = f"{session.answered(exchange)}; {rows} rows listed"
        shelf.expect(what, got, "accepted, and listed once", exchange, holds=accepted and rows == 1)
