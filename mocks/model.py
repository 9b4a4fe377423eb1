"""The values that pass through the simulator: frozen, and free of any web framework or database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kontrak.contracts import Collection, Judge, Operation, Violation
from kontrak.contracts.model import Json
from kontrak.mocks.store.records import Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kontrak.mocks.faults.model import Fault
    from kontrak.mocks.partner import Partner
    from kontrak.mocks.publish import Feeds
    from kontrak.mocks.world import World

DEFAULT_WORLD = "default"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request of the address `client`; header names are in lower case, `path` has no world prefix any more."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    world: str = DEFAULT_WORLD
    client: str = ""


@dataclass(frozen=True, slots=True)
class Wire:
    """How an answer travels that a fault has struck.

    It leaves after `delay` seconds of real time; of its body only the first `sent` bytes arrive (None: all) before the
    connection ends; with `is_reset` nothing arrives, and the connection is reset.
    """

    delay: float = 0
    sent: int | None = None
    is_reset: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, and how it travels if not at once and whole."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    wire: Wire | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner says: a status and a JSON body; `rows` is how many records it gives."""

    status: int
    body: Json
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


class Verdict(StrEnum):
    """What an exchange says about the client (`broken`: about us; `fault`: nothing, a fault on purpose answered)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNMATCHED = "unmatched"
    BROKEN = "broken"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not carried out: a status, one sentence, and every breach found."""

    status: int
    title: str
    violations: tuple[Violation, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict = Verdict.REFUSED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said to a request, by whom, to whom and on which operation, as far as that is known.

    `fault` is what went wrong on purpose.
    """

    said: Answer | Refusal
    partner: Partner | None = None
    operation: str | None = None
    caller: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a name, and what it may see (outlets, dealers; None: everything)."""

    name: str = ""
    may: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment at which one partner's state can be read and changed: a world, in one transaction.

    `feeds` takes what the partner sends without being asked.
    """

    partner: Partner
    judge: Judge
    world: World
    connection: Connection
    feeds: Feeds | None = field(default=None, kw_only=True)

    def place(self, collection: str) -> Place:
        """Where the records of a collection of this partner are, in this world."""
        return Place(self.world.name, self.partner.name, collection)


@dataclass(frozen=True, slots=True)
class Call(Turn):
    """A request whose operation, message and sender are known, and where it takes place."""

    operation: Operation
    message: Json
    request: Request
    caller: Caller = Caller()

    @property
    def collection(self) -> Collection | None:
        """The collection that the operation works in."""
        return self.partner.collections.get(self.operation.id)

    def pointer(self, column: str) -> str:
        """The place of a column in the body."""
        return f"/{self.operation.member}/{column}" if self.operation.member else f"/{column}"
