"""The rules of references, arithmetic and time between the messages of TPOS, as far as they can be decided from outside.

The numbers are those of our list (R-01 to R-46, in the contract TPOS-FLOW-001 to 046). `Seen` is everything that one
outlet's system can know: what it sent, what every inquiry answers now, and every batch row it ever got.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.mocks.tpos.dms import Dms, contract

Row = dict[str, Any]
LAYOUTS = {feed.layout: feed for feed in contract().feeds.values()}


@dataclass
class Seen:
    outlet: str
    now: datetime
    orders: dict[str, Row]
    received: dict[str, datetime]
    documents: dict[str, tuple[int, Row, datetime]]
    batches: list[tuple[datetime, str, Row]]
    status: dict[str, list[Row]] = field(default_factory=dict)
    details: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    etds: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    parts: dict[str, Row] = field(default_factory=dict)
    claims: dict[int, list[Row]] = field(default_factory=dict)
    claim_details: dict[str, Row] = field(default_factory=dict)

    def rows(self, layout: str) -> list[Row]:
        return [row for _, name, row in self.batches if name == layout]


def look(dms: Dms, seen: Seen) -> Seen:
    """Ask every inquiry about everything."""
    for number, order in seen.orders.items():
        seen.status[number] = dms.status(number, order["tipePo"])
        for name in ("PendingDetail", "BoDetail", "IssueToShip", "PossInfo"):
            seen.details[name, number] = dms.detail(name, number)
        for item in order["items"]:
            seen.etds[number, item["noMaterial"]] = dms.etd(number, item["noMaterial"], order["tipePo"])
    numbers = sorted({item["noMaterial"] for order in seen.orders.values() for item in order["items"]})
    for start in range(0, len(numbers), 10):
        seen.parts |= {row["noPart"]: row for row in dms.ask("inquireParts", noParts=numbers[start : start + 10])}
    for kind in (1, 2):
        seen.claims[kind] = dms.claims(kind)
        for row in seen.claims[kind]:
            if row["noDokumenTam"]:
                seen.claim_details[row["noDokumenTam"]] = dms.claim_detail(row["noDokumenTam"])
    return seen


def check(seen: Seen) -> None:
    """Every rule holds."""
    for rule in RULES:
        rule(seen)


def every_answered_row_is_the_outlets_own_and_of_an_accepted_order(seen):
    rows = [row for found in (seen.status, seen.details, seen.etds) for some in found.values() for row in some]
    rows += [row for some in seen.claims.values() for row in some] + list(seen.parts.values())
    assert {row["outletCode"] for row in rows if row.get("outletCode")} <= {seen.outlet}
    assert {row["noPo"] for row in rows if "noPo" in row} <= set(seen.orders)
    for layout in LAYOUTS:
        assert all(row["noPo"] in seen.orders for row in seen.rows(layout) if "noPo" in row), layout


def rows_are_counted_from_one(seen):
    for found in (seen.status, seen.details, seen.etds, seen.claims):
        for rows in found.values():
            assert [row["no"] for row in rows] == list(range(1, len(rows) + 1))


def the_status_is_that_of_the_order_as_it_was_sent(seen):
    for number, order in seen.orders.items():
        ordered = Counter()
        for item in order["items"]:
            ordered[item["noMaterial"]] += item["qty"]
        assert {row["noPart"]: row["qtyPo"] for row in seen.status[number]} == ordered
        every = [*seen.status[number], *(r for (_, n), rows in seen.details.items() if n == number for r in rows)]
        assert {row["tanggalPo"] for row in every} <= {order["tanggalPo"]}
        assert all(value >= 0 for row in every for value in row.values() if isinstance(value, int))


def another_part_is_delivered_only_if_it_replaces_the_ordered_one(seen):
    for rows in (*seen.status.values(), *seen.details.values()):
        for row in rows:
            part = row.get("noPart") or row["noParts"]
            assert row["processNoPart"] in (part, seen.parts.get(part, {}).get("substitusiPnoNew"))


def the_quantities_of_a_line_add_up(seen):
    for row in (row for rows in seen.status.values() for row in rows):
        issued, cancelled = row["issueToShippingQtyIssue"], row["issueToShippingQtyCancel"]
        waiting = row["pendingBoQtyPending"] + row["pendingBoQtyBo"]
        assert row["processQty"] + row["reject"] == row["qtyPo"]
        assert waiting + issued <= row["processQty"] <= waiting + issued + cancelled
        assert issued >= row["issueToShippingQtyPack"] >= row["issueToShippingQtyInvoice"]
        assert cancelled + row["issueToShippingQtyDenial"] <= row["processQty"]


def the_status_is_the_sum_of_its_details(seen):
    columns = {
        "PendingDetail": {"pendingBoQtyPending": "pendingBoQtyPending"},
        "BoDetail": {"pendingBoQtyBo": "backOrderQtyBo"},
        "IssueToShip": {
            "issueToShippingQtyIssue": "issueQty",
            "issueToShippingQtyPack": "packQty",
            "issueToShippingQtyInvoice": "invoiceQty",
            "issueToShippingQtyCancel": "cancelDenialQtyCancel",
            "issueToShippingQtyDenial": "cancelDenialQtyDenial",
        },
        "PossInfo": {"qtyPo": "qtyPo", "processQty": "qtyProcess"},
    }
    for (name, number), rows in seen.details.items():
        for line in seen.status[number]:
            its = [row for row in rows if (row.get("noPart") or row["noParts"]) == line["noPart"]]
            for column, detail in columns[name].items():
                assert line[column] == sum(row[detail] or 0 for row in its), (number, line["noPart"], column)


def a_kill_leaves_no_back_order_anywhere(seen):
    killed = {number for number, order in seen.orders.items() if order["boTamFollow"] == 1}
    for number in killed:
        assert seen.details["BoDetail", number] == []
    assert not [row for (n, _), rows in seen.etds.items() if n in killed for row in rows if row["boTanggalBo"]]
    assert not [row for row in seen.rows("tpos.bo-etd") + seen.rows("tpos.etd") if row["noPo"] in killed]


def both_etd_feeds_tell_each_first_issue_and_each_change(seen):
    told = [(at, row["noPo"], row["noMaterial"], row["etd"]) for at, name, row in seen.batches if name == "tpos.bo-etd"]
    changes = [(at, row) for at, name, row in seen.batches if name == "tpos.etd"]
    assert told == [(at, row["noPo"], row["noPart"], row["terakhirEtd"]) for at, row in changes]
    latest: dict[tuple[str, str], Row] = {}
    for _, row in changes:
        assert row["boQtyBo"] > 0
        known = latest.get((row["noPo"], row["noPart"]))
        if known is None:
            assert row["sebelumnyaEtd"] is None
            assert row["originalEtd"] == row["terakhirEtd"]
        else:
            assert row["sebelumnyaEtd"] == known["terakhirEtd"]
            assert row["originalEtd"] == known["originalEtd"]
        latest[row["noPo"], row["noPart"]] = row
    asked = {key: rows[0] for key, rows in seen.etds.items() if rows and rows[0]["boTanggalBo"]}
    generations = [name for name in LAYOUTS["tpos.etd"].fields if name.key.endswith(("Etd", "Eta", "QtyIssue"))]
    assert set(asked) == set(latest)
    for key, row in asked.items():
        assert all(row[one.key] == latest[key][one.key] for one in generations)


def an_etd_comes_after_the_result_and_not_before_its_back_order(seen):
    for at, name, row in seen.batches:
        if name == "tpos.etd":
            order = seen.orders[row["noPo"]]
            assert at > seen.received[row["noPo"]]
            assert order["tipePo"] != 3 or at.date() > seen.received[row["noPo"]].date()
            assert order["tanggalPo"] <= row["boTanggalBo"] <= row["terakhirEtd"][:8]
            assert row["terakhirEtd"] <= row["terakhirEta"]


def a_goods_receipt_is_a_line_of_issue_to_ship(seen):
    lots: Counter[tuple[str, ...]] = Counter()
    for (name, number), rows in seen.details.items():
        for row in rows if name == "IssueToShip" else ():
            if row["invoiceNoVendorInvoice"]:
                key = (row["invoiceNoVendorInvoice"], row["invoiceTanggalInvoice"], row["packNoCase"])
                lots[(number, *key, row["processNoPart"])] += row["invoiceQty"]
    columns = ("noPo", "noVendorInvoice", "tanggalVendorInvoice", "noCase", "noMaterial")
    receipts = {tuple(row[name] for name in columns): row["qtyShipment"] for row in seen.rows("tpos.goods-receipt")}
    assert len(receipts) == len(seen.rows("tpos.goods-receipt"))
    assert all(lots[key] == qty for key, qty in receipts.items())


def an_invoice_bills_what_was_ordered_and_shipped(seen):
    shipped: Counter[tuple[str, str]] = Counter()
    for row in seen.rows("tpos.goods-receipt"):
        shipped[row["noVendorInvoice"], row["noMaterial"]] += row["qtyShipment"]
    rows = seen.rows("tpos.invoice")
    ordered: Counter[str] = Counter()
    for line in (line for lines in seen.status.values() for line in lines):
        ordered[line["processNoPart"]] += line["qtyPo"]
    for row in rows:
        assert row["deliveredQty"] == shipped[row["proformaInvoiceNo"], row["partNo"]]
        assert row["deliveredQty"] <= row["orderQty"] <= ordered[row["partNo"]]
        assert row["partNo"] not in seen.parts or row["retailPrice"] == seen.parts[row["partNo"]]["hargaRetail"]
        exact = row["retailPrice"] * row["deliveredQty"] * (100 - row["discount"])
        assert abs(row["netAmount"] * 100 - exact) <= 50
    keys = [(row["proformaInvoiceNo"], row["orderNo"], row["partNo"]) for row in rows]
    assert len(set(keys)) == len(keys)


def a_debit_advice_is_the_sum_of_its_invoices(seen):
    invoices: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in seen.rows("tpos.invoice"):
        invoices[row["daNo"], row["proformaInvoiceNo"], row["orderNo"]].append(row)
    debits = {(row["daNo"], row["invoiceNo"], row["orderNo"]): row for row in seen.rows("tpos.debit-advice")}
    assert set(debits) == set(invoices)
    assert len(debits) == len(seen.rows("tpos.debit-advice"))
    for key, row in debits.items():
        assert row["grossAmount"] == sum(one["retailPrice"] * one["deliveredQty"] for one in invoices[key])
        assert row["netAmount"] == sum(one["netAmount"] for one in invoices[key]) <= row["grossAmount"]
        assert abs(row["vatAmount"] * 100 - row["netAmount"] * 11) <= 50


def all_credits_of_an_invoice_are_not_more_than_its_debit(seen):
    debits = {row["invoiceNo"]: row for row in seen.rows("tpos.debit-advice")}
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    credits_ = seen.rows("tpos.credit-advice")
    judged = [row for row in seen.claim_details.values() if row["dealerRequest"] == "C" and row["claimAmount"]]
    assert len(credits_) <= len(judged)
    for row in credits_:
        debit = debits[row["invoiceNo"]]
        assert (row["orderNo"], row["daNo"]) == (debit["orderNo"], debit["daNo"])
        for name in ("grossAmount", "netAmount", "vatAmount"):
            sums[row["invoiceNo"]][name] += row[name]
    rounding = {invoice: sum(row["invoiceNo"] == invoice for row in credits_) for invoice in sums}
    assert all(n <= debits[i][name] + rounding[i] for i, found in sums.items() for name, n in found.items())


def the_claim_inquiry_shows_every_document_once_as_it_was_sent(seen):
    for kind, rows in seen.claims.items():
        sent = {number: message for number, (k, message, _) in seen.documents.items() if k == kind}
        assert {row["noDokumenDms"] for row in rows} == set(sent)
        assert len(rows) == len(sent)
        for row in rows:
            message = sent[row["noDokumenDms"]]
            shown = row["noPo"], row["noVendorInvoice"], row["noPart"]
            assert shown == (message["noPo"], message["noVendorInvoice"], message["noMaterial"])
            if row["noDokumenTam"]:
                detail = seen.claim_details[row["noDokumenTam"]]
                for name in ("kodeClaim", "dealerRequest", "attachment", "bap", "cancelReport"):
                    assert detail[name] == message.get(name), name
                assert detail["dealerNote"] == message["notes"]
    numbers = [row["noDokumenTam"] for rows in seen.claims.values() for row in rows if row["noDokumenTam"]]
    assert len(set(numbers)) == len(numbers)


def a_judgement_is_told_once_and_is_the_same_everywhere(seen):
    layouts = {1: ("tpos.parts-claim-judgement", "noPartsClaimTam"), 2: ("tpos.rpp-judgement", "noRppTam")}
    for kind, (layout, number) in layouts.items():
        told = {row[number]: row for row in seen.rows(layout)}
        assert len(told) == len(seen.rows(layout))
        listed = {row["noDokumenTam"]: row for row in seen.claims[kind] if row["noDokumenTam"]}
        assert set(told) == set(listed)
        for tam, row in told.items():
            detail = seen.claim_details[tam]
            assert row["tamJudgement"] == listed[tam]["tamJudgement"] == detail["tamJudgement"]
            assert 0 <= row["qtyTamJudgement"] <= detail["qtyClaim"]
            assert detail["totalHargaNetDealer"] == detail["hargaNetDealer"] * detail["qtyClaim"]
            assert detail["claimAmount"] == detail["hargaNetDealer"] * row["qtyTamJudgement"]
            lead = day(listed[tam]["tanggalPenilaianTam"]) - day(listed[tam]["tanggalClaim"])
            assert listed[tam]["leadTime"] == lead.days


def a_part_that_is_no_back_order_has_the_standard_etd(seen):
    for row in (row for rows in seen.etds.values() for row in rows if not row["boTanggalBo"]):
        assert (row["boQtyBo"], row["sebelumnyaEtd"]) == (None, None)
        assert seen.received[row["noPo"]].strftime("%Y%m%d") <= row["terakhirEtd"][:8] <= row["terakhirEta"][:8]


def every_document_is_judged_at_the_latest_after_seven_days(seen):
    listed = {row["noDokumenDms"]: row for rows in seen.claims.values() for row in rows}
    for number, (_, _, sent) in seen.documents.items():
        assert listed[number]["noDokumenTam"] or seen.now < sent + timedelta(days=7)


def claims_and_rpps_name_no_more_than_was_shipped(seen):
    claimed: Counter[tuple[str, ...]] = Counter()
    returned: Counter[tuple[str, ...]] = Counter()
    arrived: Counter[tuple[str, ...]] = Counter()
    for row in seen.rows("tpos.goods-receipt"):
        arrived[row["noPo"], row["noVendorInvoice"], row["noMaterial"]] += row["qtyShipment"]
    pieces = Counter(arrived)
    for kind, message, _ in seen.documents.values():
        key = message["noPo"], message["noVendorInvoice"], message["noMaterial"]
        assert key in pieces
        if kind == 2:
            returned[key] += message["qtyRpp"]
            continue
        arrived[key] += (message.get("qtyPlus") or 0) - (message.get("qtyMinus") or 0)
        claimed[key] += sum(message.get(name) or 0 for name in ("qtyMinus", "qtyNg", "qtyOth"))
    assert all(n <= pieces[key] for key, n in claimed.items())
    assert all(n <= arrived[key] for key, n in returned.items())


def the_days_of_a_line_follow_each_other(seen):
    for (name, number), rows in seen.details.items():
        for row in rows if name == "IssueToShip" else ():
            days = (seen.orders[number]["tanggalPo"], row["issueTanggalAlokasi"], row["packTanggalPack"])
            in_order([*days, row["invoiceTanggalInvoice"]])
    listed = {row["noDokumenTam"]: row for rows in seen.claims.values() for row in rows}
    for tam, row in seen.claim_details.items():
        in_order([row["deliveryDate"], row["tanggalKlaim"], row["supervisorJudgeDate"], row["tanggalPenilaianTam"]])
        assert row["supervisorJudgeDate"] == listed[tam]["tanggalPenilaianSpv"]


def every_batch_row_has_the_columns_of_its_table(seen):
    for _, layout, row in seen.batches:
        feed = LAYOUTS[layout]
        assert set(row) == {column.key for column in feed.fields}
        for column in feed.fields:
            value = row[column.key]
            assert value is not None or not column.mandatory, (layout, column.key)
            if isinstance(value, str):
                assert 0 < len(value.strip()) <= len(value) <= column.width, (layout, column.key, value)
            elif value is not None:
                assert type(value) is int, (layout, column.key, value)
                assert 0 <= value < 10**column.width, (layout, column.key, value)


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_order(days: list[str | None]) -> None:
    known = [one for one in days if one]
    assert known == sorted(known)


RULES = [
    every_answered_row_is_the_outlets_own_and_of_an_accepted_order,
    rows_are_counted_from_one,
    the_status_is_that_of_the_order_as_it_was_sent,
    another_part_is_delivered_only_if_it_replaces_the_ordered_one,
    the_quantities_of_a_line_add_up,
    the_status_is_the_sum_of_its_details,
    a_kill_leaves_no_back_order_anywhere,
    both_etd_feeds_tell_each_first_issue_and_each_change,
    an_etd_comes_after_the_result_and_not_before_its_back_order,
    a_goods_receipt_is_a_line_of_issue_to_ship,
    an_invoice_bills_what_was_ordered_and_shipped,
    a_debit_advice_is_the_sum_of_its_invoices,
    all_credits_of_an_invoice_are_not_more_than_its_debit,
    the_claim_inquiry_shows_every_document_once_as_it_was_sent,
    a_judgement_is_told_once_and_is_the_same_everywhere,
    a_part_that_is_no_back_order_has_the_standard_etd,
    every_document_is_judged_at_the_latest_after_seven_days,
    claims_and_rpps_name_no_more_than_was_shipped,
    the_days_of_a_line_follow_each_other,
    every_batch_row_has_the_columns_of_its_table,
]
