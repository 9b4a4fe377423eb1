"""What the clock brings about: the agenda's entries that are due, one after the other, each at its own instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import agenda, worlds
from kontrak.mocks.tpos import billing, documents, etd, judgement, orders, processing, times
from kontrak.mocks.tpos.documents import Document
from kontrak.mocks.tpos.orders import Order

Step = Callable[[Turn, Json], None]


def advance(turn: Turn) -> None:
    """Bring about everything that is due in a world."""
    place = turn.world.name, turn.partner.name
    if not agenda.due(turn.connection, *place, turn.world.now):
        return
    worlds.lock(turn.connection, turn.world.name)
    while due := agenda.due(turn.connection, *place, turn.world.now):
        [entry] = due
        agenda.drop(turn.connection, entry)
        then = replace(turn, world=replace(turn.world, now=times.local(entry.due)))
        STEPS[entry.body["do"]](then, entry.body)


def of_order(step: Callable[[Turn, Order, Json], None]) -> Step:
    """A step of an order that may have been deleted meanwhile."""

    def carry_out(turn: Turn, what: Json) -> None:
        if order := orders.load(turn, what["order"]):
            step(turn, order, what)

    return carry_out


def of_document(step: Callable[[Turn, Document, Json], None]) -> Step:
    """A step of a document that may have been deleted meanwhile."""

    def carry_out(turn: Turn, what: Json) -> None:
        if document := documents.load(turn, what["document"]):
            step(turn, document, what)

    return carry_out


def _judge(turn: Turn, document: Document, what: Json) -> None:
    # A document that replaced another one is judged at its own time.
    if document.taken == what["taken"]:
        judgement.judge(turn, document)


STEPS: Mapping[str, Step] = {
    "process": of_order(lambda turn, order, what: processing.process(turn, order, datetime.fromisoformat(what["run"]))),
    "pack": of_order(lambda turn, order, what: processing.pack(turn, order, what["run"])),
    "invoice": of_order(lambda turn, order, what: processing.invoice(turn, order, what["run"])),
    "depart": of_order(lambda turn, order, what: processing.depart(turn, order, what["run"])),
    "etd": of_order(lambda turn, order, _: etd.issue(turn, order)),
    "postpone": of_order(lambda turn, order, what: etd.postpone(turn, order, what["part"], what["days"])),
    "arrive": of_order(lambda turn, order, what: processing.arrive(turn, order, what["part"])),
    "debit": lambda turn, what: billing.debit(turn, what["outlet"]),
    "judge": of_document(_judge),
    "credit": of_document(lambda turn, document, _: judgement.credit(turn, document)),
}
