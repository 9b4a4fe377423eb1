"""What becomes of a second document under the same number (reading TPOS-R-033)."""

from __future__ import annotations

import json
from enum import StrEnum
from hashlib import sha256

from kontrak.contracts.model import Json
from kontrak.mocks.model import Call, Refusal
from kontrak.mocks.tpos.breaches import breach


class Fate(StrEnum):
    """A document is new, the one that is known already, in place of it, or beside it."""

    NEW = "new"
    AGAIN = "again"
    INSTEAD = "instead"
    BESIDE = "beside"


def fingerprint(message: Json) -> str:
    """What tells a message from any other; 5 and 5.0 are one value."""
    return sha256(json.dumps(_plain(message), sort_keys=True).encode()).hexdigest()


def fate(call: Call, known: str | None, column: str, requirement: str) -> Fate | Refusal:
    """What becomes of the call's document where one with the fingerprint `known` has its number."""
    if known is None:
        return Fate.NEW
    match call.judge.readings["TPOS-R-033"]:
        case "upsert":
            return Fate.INSTEAD
        case "append":
            return Fate.BESIDE
        case "idempotent" if known == fingerprint(call.message):
            return Fate.AGAIN
    return clash(call, column, requirement, f"a {column} that the outlet has not used, or the same message again")


def clash(call: Call, column: str, requirement: str, wanted: str) -> Refusal:
    """The refusal of a document whose number clashes with a known one."""
    number = call.message[column]
    found = breach(requirement, "duplicate-key", f"/{column}", number, wanted)
    return Refusal(409, f"{column} {number} is known already.", (found,))


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
