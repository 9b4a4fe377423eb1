"""Rows beside what the partner's web service answers: orders, claims and ETDs that it knows. A sample of the latest rows."""

# ruff: noqa: S608 - the names in the queries are those of the contract, quoted

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.producer.batch import Batch, Medium
from kontrak.conformance.producer.ledger import current, listed, table
from kontrak.conformance.producer.session import NotServed, Producer, ending, failure
from kontrak.contracts import Requirement
from kontrak.contracts.feed import Feed
from kontrak.contracts.pieces import moment

MOST = 20
ORDER_TYPES = (1, 2, 3)
NEXT_DAY = 3
"""The order type whose result is known the next day at the earliest (001 T3, row 4)."""
JUDGED_WITHIN = timedelta(days=7)
EVER = {"etdDateFrom": "20000101", "etdDateTo": "20991231"}
DAY = "YYYYMMDD"
KINDS = {"parts-claim-judgement": ("noPartsClaimTam", 1), "rpp-judgement": ("noRppTam", 2)}
"""The column with TAM's number, and the Tipe Claim of its documents (TPOS-R-089)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a feed: where it stands, its batch and its values."""

    where: str
    batch: Batch
    values: Mapping[str, Any]


Found = tuple[str, str, str] | bool | None
Judge = Callable[[Row], Found]
"""Says of a row: True, it is right; None, nothing can be said; or what is wrong, got and wanted."""


def known_order(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """The order of a row is one that the web service knows, made before what the row tells."""

    def judge(row: Row) -> tuple[str, str, str] | bool:
        found = _order(session, row)
        if found is None:
            return "the web service knows no such order", str(row.values["noPo"]), "an order of the outlet"
        made, until = str(found[1]), row.values.get("tanggalVendorInvoice")
        if until is not None and made > str(until):
            return f"the order was made on {made}", f"an invoice of {until}", "an order that was made before"
        return True

    _judge(session, requirements, evidence, judge)


def etd_time(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """The ETD of a back order is told after its order was made; that of type 3 not on the same day."""

    def judge(row: Row) -> tuple[str, str, str] | bool | None:
        found = _order(session, row)
        made = found and moment(str(found[1]), DAY)
        if found is None or made is None or row.batch.time is None:
            return None
        first = made.date() + timedelta(days=1 if found[0] == NEXT_DAY else 0)
        if row.batch.time.date() < first:
            text = f"the ETD of an order of type {found[0]} of {found[1]} was told too early"
            return text, str(row.batch.time), f"{first} at the earliest"
        return True

    _judge(session, requirements, evidence, judge, first_told=True)


def answered_etd(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """The latest row of a back order has the ETD that the inquiry answers, once all batches had time to come."""

    def judge(row: Row) -> tuple[str, str, str] | bool | None:
        session.target.hooks.check(session.contract.name)
        asked = {name: row.values[name] for name in ("outletCode", "noPo", "noPart")}
        for kind in ORDER_TYPES:
            rows = session.ask("inquireEtd", **asked, tipeOrder=kind, **EVER)
            for found in rows:
                if found.get("noPart") == row.values["noPart"] and found.get("terakhirEtd"):
                    if found["terakhirEtd"] == row.values["terakhirEtd"]:
                        return True
                    got = f"terakhirEtd {row.values['terakhirEtd']}"
                    return "the inquiry answers another ETD", got, f"terakhirEtd {found['terakhirEtd']}"
        return None

    _judge(session, requirements, evidence, judge)


def known_judgement(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """The claim inquiry knows the document that was judged, with the same judgement."""

    def judge(row: Row) -> tuple[str, str, str] | bool:
        found = _document(session, row)
        if found is None:
            return "the claim inquiry knows no such document", _number(row), "TAM's number of a document of the outlet"
        answered = found.get("tamJudgement")
        if answered is not None and _code(answered) != _code(row.values["tamJudgement"]):
            return "the claim inquiry has another judgement", str(row.values["tamJudgement"]), str(answered)
        return True

    _judge(session, requirements, evidence, judge)


def judged_quantity(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """No more pieces are judged than were claimed."""

    def judge(row: Row) -> tuple[str, str, str] | bool | None:
        found = _document(session, row)
        claimed, judged = found and found.get("qtyClaim"), row.values["qtyTamJudgement"]
        if not isinstance(claimed, int) or not isinstance(judged, int):
            return None
        return judged <= claimed or ("more was judged than was claimed", str(judged), f"at most {claimed}")

    _judge(session, requirements, evidence, judge)


def judgement_time(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """A judgement is told at the latest seven days after its document."""

    def judge(row: Row) -> tuple[str, str, str] | bool | None:
        found = _document(session, row)
        made = _day(found and found.get("tanggalKlaim"))
        if made is None or row.batch.time is None:
            return None
        told, last = row.batch.time.date(), made + JUDGED_WITHIN
        return told <= last or (f"the judgement of {made} was told too late", str(told), f"{last} at the latest")

    _judge(session, requirements, evidence, judge, first_told=True)


def _order(session: Producer, row: Row) -> tuple[int, str] | None:
    """The type and the day of a row's order, as the order status has them; None if there is no such order."""
    asked = {name: row.values[name] for name in ("outletCode", "noPo")}
    for kind in ORDER_TYPES:
        if rows := session.ask("inquireOrderStatus", **asked, tipeOrder=kind):
            return kind, str(rows[0].get("tanggalPo"))
    return None


def _document(session: Producer, row: Row) -> dict[str, Any] | None:
    """The detail of the claim or RPP that a judgement names."""
    asked = {
        "outletCode": row.values["outletCode"],
        "noDokumenTam": _number(row),
        "tipeClaim": KINDS[row.batch.feed][1],
    }
    return next(iter(session.ask("inquireClaimDetail", **asked)), None)


def _number(row: Row) -> str:
    return str(row.values[KINDS[row.batch.feed][0]])


def _code(value: object) -> str:
    """A judgement as a text; the inquiries print it as a number (TPOS-R-077)."""
    return str(value).strip().lstrip("0") or "0"


def _day(value: object) -> date | None:
    found = moment(str(value)[: len(DAY)], DAY) if value else None
    return found.date() if isinstance(found, datetime) else None


def _judge(
    session: Producer,
    requirements: Sequence[Requirement],
    evidence: Evidence,
    judge: Judge,
    *,
    first_told: bool = False,
) -> None:
    """Judge the latest rows of the requirements' feeds (the first row of each key where that is asked for).

    Rows of an outlet for which the login is not good are passed over.
    """
    for requirement in requirements:
        with ending(evidence, requirement):
            feed, refused = session.feed(requirement), None
            for medium in session.media(feed.name):
                for row in _sample(session, medium, feed, first_told=first_told):
                    try:
                        _tell(requirement, row, judge(row), evidence)
                    except NotServed as missing:
                        refused = missing
            if not evidence.has_cases(requirement.id):
                why = f"no row of {feed.name} could be compared: the web service or the batches tell no time or state"
                raise refused or Missing(why)


def _tell(requirement: Requirement, row: Row, found: Found, evidence: Evidence) -> None:
    """Note what a row showed, if anything."""
    if isinstance(found, tuple):
        text, got, wanted = found
        evidence.failed(requirement.id, failure(f"{row.where}: {text}", got, wanted))
    elif found:
        evidence.passed(requirement.id)


def _sample(session: Producer, medium: Medium, feed: Feed, *, first_told: bool) -> Iterator[Row]:
    columns, served = session.ledger.columns[feed.name], session.outlets()
    rows = current(medium, feed.name)
    if first_told:
        rows = table(medium, feed.name)
        firsts = f"SELECT MIN(rowid) FROM {rows} GROUP BY {listed(feed.key)}"
        rows = f"{rows} WHERE rowid IN ({firsts})"
    for batch, line, *values in list(
        session.ledger.ask(f"SELECT batch, line, {listed(columns)} FROM {rows} ORDER BY batch DESC LIMIT {MOST}")
    ):
        found = dict(zip(columns, values, strict=True))
        if any(found[key] is None for key in feed.key) or (served and found["outletCode"] not in served):
            continue
        yield Row(session.where(medium, feed.name, batch, line), session.ledger.batches[batch], found)
