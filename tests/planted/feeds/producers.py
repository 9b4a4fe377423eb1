"""One faulty producer for every requirement of the role of a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, String

from tests.planted.feeds.chain import FOREIGN, Chain, Told
from tests.planted.feeds.deliver import Wrong
from tests.planted.feeds.faults import FAULTS as OF_FILES
from tests.planted.feeds.faults import SYSTEM

BOTH, FILES, TABLES = "files and tables", "files", "tables"


@dataclass(frozen=True)
class Producer:
    """A producer that breaks one requirement; `rights` are those of the reader by feed, where not to read only."""

    name: str
    requirement: str
    text: str
    wrong: Wrong = field(default_factory=Wrong)
    medium: str = BOTH
    layout: str = ""
    database: str = ""
    rights: dict[str, str] = field(default_factory=dict)


def of_files() -> Iterator[Producer]:
    """Every way in which a file can be wrong."""
    for one in OF_FILES:
        feed, chain = one.layout.removeprefix("tpos."), None
        if one.rows:
            chain = _rows(feed, one.rows)
        wrong = Wrong(feed, chain, one.lines, one.file)
        layout = "order: key\n" if one.form == (("order", "key"),) else ""
        if "file_name" in dict(one.form).get("agreed", ()):
            wrong = replace(wrong, name=f"{one.layout}_20260115.txt")
        yield Producer("", one.requirement, f"Files of {feed}: {one.text}.", wrong, FILES, layout)


def _rows(feed: str, change: Callable[[list[dict[str, Any]]], None]) -> Callable[[Chain], None]:
    return lambda chain: change(chain.of(feed).rows)


TABLE_FAULTS = {
    # feed: id, a mandatory text column, a column to leave out, and one of another type
    "bo-etd": ("BOE", "no_po", "no_material", ("etd", String(20))),
    "goods-receipt": ("GRC", "no_vendor_invoice", "no_case", ("qty_shipment", String(7))),
    "parts-claim-judgement": ("PCJ", "tam_judgement", "qty_tam_judgement", ("no_parts_claim_tam", String(5))),
    "rpp-judgement": ("RPJ", "tam_judgement", "qty_tam_judgement", ("no_rpp_tam", String(5))),
    "etd": ("ETD", "satuan", "tanggal_po", ("satuan", String(1))),
    "invoice": ("INV", "part_name", "part_no", ("order_qty", String(7))),
    "debit-advice": ("DAD", "da_no", "due_date_vat", ("da_date", String(8))),
    "credit-advice": ("CAD", "ca_no", "vat_amount", ("due_date_vat", String(8))),
}


def of_tables() -> Iterator[Producer]:
    """Every way in which a table, or a row of it, can be wrong."""
    for feed, (short, text, column, kind) in TABLE_FAULTS.items():
        id = f"{SYSTEM}-{short}"
        yield _table(f"{id}-001", feed, f"no column {column}", drop=column)
        yield _table(f"{id}-002", feed, f"{text} is NULL in a row", nullable=text, rows=_set(text, None))
        yield _table(f"{id}-002", feed, f"{text} is blank in a row", rows=_set(text, ""))
        yield _table(f"{id}-003", feed, f"{kind[0]} is {kind[1]!r}", retype=kind)
        yield _table(f"{id}-004", feed, "a batch has a key twice", rows=_again_otherwise(feed))
    yield _table(f"{SYSTEM}-ALL-002", "invoice", "there is no table", missing=True)
    yield _table(f"{SYSTEM}-ALL-009", "invoice", "a row without an outlet", rows=_set("outlet_code", ""))
    yield _table(f"{SYSTEM}-ALL-030", "invoice", "a batch has a row twice", rows=lambda rows: [*rows, dict(rows[3])])
    yield _table(f"{SYSTEM}-BOE-006", "bo-etd", "a row without an order", rows=_set("no_po", ""))
    yield _table(f"{SYSTEM}-INV-003", "invoice", "a part name of 30 characters", rows=_set("part_name", "X" * 30))
    yield _table(f"{SYSTEM}-INV-007", "invoice", "more delivered than ordered", rows=_set("order_qty", 3))
    yield _table(f"{SYSTEM}-INV-009", "invoice", "a discount of 150", rows=_set("discount", 150))
    yield _table(f"{SYSTEM}-ETD-006", "etd", "a number left out", rows=_set("no", 50))
    yield _table(
        f"{SYSTEM}-PCJ-005", "parts-claim-judgement", "TAM Judgement is a number", retype=("tam_judgement", Integer())
    )
    yield _table(f"{SYSTEM}-RPJ-005", "rpp-judgement", "TAM Judgement is a number", retype=("tam_judgement", Integer()))


def _table(id: str, feed: str, text: str, **wrong: Any) -> Producer:
    return Producer("", id, f"Table of {feed}: {text}.", Wrong(feed, **wrong), TABLES)


Stored = list[dict[str, Any]]


def _set(column: str, value: Any) -> Callable[[Stored], Stored]:
    return lambda rows: [*rows[:3], rows[3] | {column: value}, *rows[4:]]


def _again_otherwise(feed: str) -> Callable[[Stored], Stored]:
    column = {"bo-etd": "etd", "goods-receipt": "qty_shipment", "etd": "alasan", "invoice": "part_name"}.get(feed)
    other = {"parts-claim-judgement": "qty_tam_judgement", "rpp-judgement": "qty_tam_judgement"}
    name = column or other.get(feed, "gross_amount")

    def change(rows: Stored) -> Stored:
        value = rows[3][name]
        changed = (
            "again" if value is None or isinstance(value, str) else value + timedelta(hours=1) if name == "etd" else 2
        )
        return [*rows, rows[3] | {name: changed} | ({"no": len(rows) + 1} if feed == "etd" else {})]

    return change


def of_chains() -> Iterator[Producer]:
    """What is wrong with rows beside other rows, or beside what the web service says."""
    yield _chain(
        "ALL-010", "A row of an outlet that the reader does not serve.", _in("goods-receipt", outletCode=FOREIGN)
    )
    yield _chain(
        "ALL-032",
        "A batch comes again on the next day.",
        lambda chain: chain.batches.append(replace(chain.of("invoice"), day=4)),
    )
    yield _chain("ALL-034", "A batch is delivered after one that was made later.", _late)
    yield _chain("BOE-005", "The ETD of a part that is no back order is told.", _no_back_order)
    yield _chain("BOE-007", "An ETD is told that the ETD feed never had.", _in("bo-etd", 2, etd="20260228 07:00"))
    yield _chain("BOE-008", "The ETD of an order of type 3 is told on its own day.", _too_early)
    yield _chain("BOE-008", "The ETD of an order is told before the order was made.", _before_order)
    yield _chain("BOE-009", "Back orders of an order that nobody made.", lambda chain: chain.orders.pop("PO1"))
    yield _chain(
        "GRC-005", "Nothing is told of what was shipped and billed.", lambda chain: chain.without("goods-receipt")
    )
    yield _chain("GRC-006", "Parts arrived for an order that nobody made.", _in("goods-receipt", noPo="PO9"))
    yield _chain(
        "GRC-006", "A vendor invoice is older than the order.", _in("goods-receipt", tanggalVendorInvoice="20260101")
    )
    yield from _of_judgements()
    yield _chain("ETD-009", "A row comes again though nothing changed.", _unchanged)
    yield _chain(
        "ETD-007", "An ETA is before its ETD.", _in("etd", originalEta="20260115 00:01", originalEtd="20260116 08:00")
    )
    yield _chain("ETD-008", "A change forgets what was the latest ETD.", _in("etd", 2, sebelumnyaEtd="20260117 01:00"))
    yield _chain(
        "ETD-008",
        "A change writes the original ETD anew.",
        _in("etd", 2, originalEtd="20260116 00:00", originalEta="20260117 00:00"),
    )
    yield _chain(
        "ETD-005",
        "A change is answered by the inquiry and not told.",
        lambda chain: chain.etds.update({("PO3", "N3"): "20260301 08:00"}),
    )
    yield _chain("INV-005", "A part is billed that was never shipped.", _in("invoice", partNo="NEVER"))
    yield _chain("INV-010", "An invoice names a debit advice that does not come.", _in("invoice", daNo="DA9"))
    yield _chain("DAD-005", "A debit advice without an invoice.", _in("debit-advice", daNo="DA9"))
    yield _chain(
        "DAD-006", "The net amount of an advice is not that of its invoices.", _in("debit-advice", netAmount=77)
    )
    yield _chain(
        "DAD-007", "An advice names an order that none of its invoices has.", _in("debit-advice", orderNo="ORD9")
    )
    yield _chain("CAD-006", "A credit is more than the debit.", _in("credit-advice", vatAmount=900000))
    yield _chain("CAD-007", "A credit for an invoice that was never debited.", _in("credit-advice", invoiceNo="I99"))
    yield _chain("CAD-007", "A credit names the order of no debit.", _in("credit-advice", orderNo="ORD9"))
    yield _chain(
        "CAD-008", "The net amount of a credit is more than its gross amount.", _in("credit-advice", netAmount=2)
    )


def _of_judgements() -> Iterator[Producer]:
    """What is wrong with judgements beside the claims and RPPs that they are about."""
    for short, feed in (("PCJ", "parts-claim-judgement"), ("RPJ", "rpp-judgement")):
        number = {"PCJ": "noPartsClaimTam", "RPJ": "noRppTam"}[short]
        yield _chain(f"{short}-006", f"In {feed}, more is judged than was claimed.", _in(feed, qtyTamJudgement=9))
        yield _chain(
            f"{short}-007", f"In {feed}, something is judged that was never sent in.", _in(feed, **{number: "X9"})
        )
        yield _chain(
            f"{short}-007", f"In {feed}, the judgement is another than in the inquiry.", _in(feed, tamJudgement="09")
        )
        yield _chain(f"{short}-008", f"In {feed}, a judgement comes on the ninth day.", _moved(feed, 10))
        yield _chain(
            f"{short}-009", f"In {feed}, something is judged a second time, and otherwise.", _judged_again(feed)
        )


def delivered() -> Iterator[Producer]:
    """Batches that are seen before they are whole, and rights that are wrong."""
    id = f"{SYSTEM}-ALL"
    yield Producer("", f"{id}-033", "A file is written where it is read.", Wrong("invoice", halves=True), FILES)
    yield Producer(
        "", f"{id}-033", "The rows of a batch are written in two transactions.", Wrong("invoice", halves=True), TABLES
    )
    for kind in ("postgresql", "mariadb"):
        granted = {"medium": TABLES, "database": kind}
        yield Producer(
            "", f"{id}-004", f"The reader has no right to one table ({kind}).", rights={"etd": ""}, **granted
        )
        yield Producer(
            "",
            f"{id}-005",
            f"The reader may write into one table ({kind}).",
            rights={"etd": "SELECT, INSERT"},
            **granted,
        )


def _chain(id: str, text: str, change: Callable[[Chain], Any]) -> Producer:
    return Producer("", f"{SYSTEM}-{id}", text, Wrong(chain=change))


def _in(feed: str, number: int = 0, **values: Any) -> Callable[[Chain], None]:
    """One row of a batch with other values."""
    return lambda chain: chain.of(feed, number).rows[3].update(values)


def _late(chain: Chain) -> None:
    chain.of("bo-etd", 2).time = chain.of("bo-etd", 1).made - timedelta(hours=1)
    chain.of("etd", 2).time = chain.of("etd", 1).made + timedelta(hours=1)


def _no_back_order(chain: Chain) -> None:
    for number in (0, 2):
        chain.of("etd", number).rows[3] |= {"boTanggalBo": None, "boQtyBo": None}


def _too_early(chain: Chain) -> None:
    for feed in ("bo-etd", "etd"):
        chain.of(feed, 1).day = 0
        chain.of(feed, 1).time = chain.of(feed, 0).made + timedelta(hours=1)


def _before_order(chain: Chain) -> None:
    chain.of("bo-etd").time = chain.of("bo-etd").made - timedelta(days=1)


def _moved(feed: str, day: int) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        chain.of(feed).time = chain.of(feed).made + timedelta(days=day)

    return change


def _judged_again(feed: str) -> Callable[[Chain], None]:
    def change(chain: Chain) -> None:
        row = chain.of(feed).rows[3]
        chain.batches.append(Told(feed, 5, [row | {"qtyTamJudgement": row["qtyTamJudgement"] - 1}]))

    return change


def _unchanged(chain: Chain) -> None:
    chain.batches.append(Told("etd", 4, [chain.of("etd", 2).rows[3] | {"no": 1}]))


def _named() -> Iterator[Producer]:
    """All of them, each with a name of its own."""
    for number, one in enumerate((*of_files(), *of_tables(), *of_chains(), *delivered()), 1):
        yield replace(one, name=f"{number:03}-{one.requirement[10:].lower()}")


PRODUCERS = tuple(_named())
