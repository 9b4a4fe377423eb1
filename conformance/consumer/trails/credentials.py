"""How a client uses tokens and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.contracts import Requirement

ENOUGH = 2
"""So many tokens thrown away after one call show a habit; one may be a program that was started again."""
SAME_CALL = timedelta(seconds=2)


@trail("known-token")
def known_token(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each token that was refused is one that was good before, or was given."""
    good: set[str | None] = {None}
    for entry in seen.entries:
        good.add(entry.marks.get("issued"))
        if entry.is_login or not entry.is_matched or entry.credential is None:
            continue
        wrong = [one for one in entry.breaches if one.get("requirement") in requirement.test.breaches]
        if not wrong or entry.fault:
            good.add(entry.credential)
        if not wrong or entry.credential in good:
            evidence.passed(requirement.id)
            continue
        text = "A call carries a token that nobody gave."
        evidence.failed(requirement.id, failure(seen, entry, text, "an unknown token", str(wrong[0].get("wanted"))))


@trail("refused-token")
def refused_token(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No token is sent again once it was good and was then refused."""
    good: set[str] = set()
    refused: set[str] = set()
    for entry in seen.entries:
        if entry.marks.get("issued"):
            good.add(entry.marks["issued"])
        if entry.is_login or not entry.is_matched or entry.credential is None:
            continue
        if entry.credential in refused:
            text = "A token that was refused before is sent again."
            evidence.failed(
                requirement.id, failure(seen, entry, text, "the same token", "a new token, asked for first")
            )
        elif entry.is_unauthenticated or entry.fault == "stale-token":
            refused |= {entry.credential} & good
        else:
            evidence.passed(requirement.id)


@dataclass(slots=True)
class Token:
    """A token that was given: by which call, until when it is good, and how many calls it served."""

    given: Entry
    until: datetime
    calls: int = 0
    is_refused: bool = False


@trail("token-per-call")
def token_per_call(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No habit of asking for a token while the one before is good and has served one call at most."""
    tokens: dict[str, Token] = {}
    wasted: list[Entry] = []
    for entry in seen.entries:
        token = tokens.get(entry.credential or "")
        if token is not None:
            token.calls += 1
            token.is_refused |= entry.is_unauthenticated or entry.fault == "stale-token"
            evidence.passed(requirement.id)
        if entry.marks.get("issued"):
            last = next(reversed(tokens.values()), None)
            if last and last.calls <= 1 and not last.is_refused and entry.at < last.until:
                wasted.append(entry)
            tokens[entry.marks["issued"]] = Token(entry, entry.at + _lifetime(entry))
    if len(wasted) >= ENOUGH:
        text = f"{len(wasted)} tokens were asked for while the one before was good and had served one call or none."
        wanted = "one token for all calls until it expires"
        evidence.failed(requirement.id, failure(seen, wasted[-1], text, f"{len(tokens)} tokens", wanted))


@trail("signed-anew")
def signed_anew(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No signature is sent at two times."""
    first: dict[str, datetime] = {}
    for entry in _signed(seen):
        begun = first.setdefault(entry.credential or "", entry.at)
        if abs(entry.at - begun) <= SAME_CALL:
            evidence.passed(requirement.id)
            continue
        text = "A token is used on for a later call."
        got = f"the token of {begun:%H:%M:%S} at {entry.at:%H:%M:%S}"
        evidence.failed(requirement.id, failure(seen, entry, text, got, "a token over the time of the call"))


def _signed(seen: Trail) -> Iterator[Entry]:
    return (entry for entry in seen.entries if entry.credential and entry.signed_at)


def _lifetime(entry: Entry) -> timedelta:
    seconds = entry.answer.get("expires_in") if isinstance(entry.answer, dict) else None
    return timedelta(seconds=seconds if isinstance(seconds, int) else 0)
