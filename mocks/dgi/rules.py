"""What the DGI contract's data cannot say: who calls, what reads and pushes do, and the envelope of a refusal."""

from __future__ import annotations

from kontrak.contracts import Violation
from kontrak.mocks.dgi import activity, adds, begin, booking, crm, dialect, groups, reads, token
from kontrak.mocks.dgi.story import control, pushes, teller
from kontrak.mocks.model import Answer, Refusal, Turn, Verdict
from kontrak.mocks.partner import Decide, Rules

MOST = 20


def refuse(refusal: Refusal, _operation: str | None) -> Answer:
    """A refusal in the envelope: HTTP 200 with status 0, and in message what is wrong, numbered (v1.3 p. 14)."""
    texts = [refusal.title, *(_text(violation) for violation in refusal.violations[:MOST])]
    message = {f"message{number}": text for number, text in enumerate(texts, 1)}
    # A mistake of kontrak is not the client's: it must not look like a refusal.
    status = refusal.status if refusal.verdict is Verdict.BROKEN else 200
    return Answer(status, {"status": 0, "message": message, "data": None})


def _text(violation: Violation) -> str:
    place = violation.pointer.lstrip("/") or violation.rule
    return f"{place}: got {violation.seen}, wanted {violation.wanted} [{violation.requirement}]"


def decide() -> dict[str, Decide]:
    """What each operation does."""
    asked: dict[str, Decide] = {f"read{module.capitalize()}": reads.read for module in reads.MODULES}
    pushed: dict[str, Decide] = {f"add{module.capitalize()}": pushes.heard(adds.add) for module in adds.MODULES}
    leads: dict[str, Decide] = {"sendLeads": crm.hand_over, crm.INTAKE: crm.intake, "addLeadStatus": crm.feedback}
    return {**asked, **pushed, **leads, "readBooking": booking.read}


def _begin(turn: Turn) -> None:
    """Bring in the contract's records, and let the story begin now, whenever it is told."""
    begin.begin(turn)
    teller.load(turn)


RULES = Rules(
    authenticate=token.authenticate,
    stale=token.stale,
    is_limited=True,
    credentials=groups.credentials,
    secrets=groups.secrets,
    sees=reads.sees,
    begin=_begin,
    keep=begin.keep,
    decide=decide(),
    refuse=refuse,
    normalise=dialect.normalise,
    speak=dialect.speak,
    judges=frozenset({crm.INTAKE}),
    advance=teller.advance,
    waits=True,
    actions=control.ACTIONS,
    views={"activity": activity.activity, "leads": crm.leads, **control.VIEWS},
)
