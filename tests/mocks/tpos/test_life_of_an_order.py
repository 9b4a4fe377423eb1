"""An order from intake to credit advice, step by step on the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontrak.mocks.tpos.times import parse_minute
from tests.mocks.tpos.dms import EMPTY, MISCOUNTED, PLENTY, REPLACED, STOPPED, claim, line, rpp


def total(rows, name):
    return sum(row[name] or 0 for row in rows)


def test_an_order_waits_until_its_type_is_processed(dms):
    part = dms.part(PLENTY)
    assert dms.order("P-1", {part: 3}) == (200, {"noPo": "P-1", "outletCode": dms.outlet, "warnings": []})
    [row] = dms.status("P-1")
    assert (row["pendingBoQtyPending"], row["issueToShippingQtyIssue"]) == (3, 0)
    dms.wait("PT10M")
    [row] = dms.status("P-1")
    assert (row["pendingBoQtyPending"], row["issueToShippingQtyIssue"]) == (0, 3)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [(1, "PT4M", "PT1M"), (2, "PT3H59M", "PT1M"), (3, "PT21H59M", "PT1M")],
)
def test_each_type_of_order_has_its_time(dms, kind, before, after):
    dms.order("P-1", {dms.part(PLENTY): 1}, tipePo=kind)
    dms.wait(before)
    assert dms.status("P-1", kind)[0]["pendingBoQtyPending"] == 1
    dms.wait(after)
    assert dms.status("P-1", kind)[0]["issueToShippingQtyIssue"] == 1


def test_under_another_reading_type_one_waits_for_a_cut_off_too(under):
    dms = under(R_051="cutoff")
    dms.order("P-1", {dms.part(PLENTY): 1})
    dms.wait("PT4H4M")
    assert dms.status("P-1")[0]["pendingBoQtyPending"] == 1
    dms.wait("PT1M")
    assert dms.status("P-1")[0]["issueToShippingQtyIssue"] == 1


def test_issued_pieces_are_packed_invoiced_and_shipped(dms, batches):
    dms.order("P-1", {dms.part(PLENTY): 3})
    dms.wait("PT5H")
    [row] = dms.detail("IssueToShip", "P-1")
    assert (row["packQty"], row["packTanggalPack"], row["invoiceQty"]) == (3, "20261102", None)
    dms.wait("P1D")
    [row] = dms.detail("IssueToShip", "P-1")
    assert (row["invoiceQty"], row["invoiceTanggalInvoice"]) == (3, "20261103")
    dms.wait("PT6H")
    [receipt] = [row for _, _, layout, row in batches if layout == "tpos.goods-receipt" and row["noPo"] == "P-1"]
    assert (receipt["qtyShipment"], receipt["noCase"]) == (3, row["packNoCase"])


def test_a_shortage_becomes_a_back_order_with_an_etd_that_can_change(dms, batches):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 4})
    dms.wait("PT10M")
    assert [row["backOrderQtyBo"] for row in dms.detail("BoDetail", "P-1")] == [4]
    [first] = dms.etd("P-1", part)
    assert first["originalEtd"] == first["terakhirEtd"]
    assert first["sebelumnyaEtd"] is None
    dms.acted("change-etd", outletCode=dms.outlet, noPo="P-1", noPart=part, etd="20261220 09:00", alasan="Kapal")
    [changed] = dms.etd("P-1", part)
    assert changed["originalEtd"] == changed["sebelumnyaEtd"] == first["terakhirEtd"]
    assert (changed["terakhirEtd"], changed["alasan"]) == ("20261220 09:00", "Kapal")
    told = [row["etd"] for _, _, layout, row in batches if layout == "tpos.bo-etd"]
    assert told == [first["terakhirEtd"], "20261220 09:00"]


def test_a_back_order_of_a_delayed_part_is_postponed_once_and_comes_then(dms, batches):
    part, days = "9KT01A0003", 4
    dms.order("P-1", {part: 2})
    dms.wait("PT10M")
    [first] = dms.etd("P-1", part)
    dms.wait("P3D")
    [later] = dms.etd("P-1", part)
    assert later["originalEtd"] == later["sebelumnyaEtd"] == first["terakhirEtd"]
    then, now = (parse_minute(row["terakhirEtd"]) for row in (first, later))
    assert now - then == timedelta(days=days)
    assert later["alasan"]
    dms.wait("P20D")
    assert dms.etd("P-1", part)[0]["terakhirEtd"] == later["terakhirEtd"]
    assert dms.detail("BoDetail", "P-1") == []
    told = [row["etd"] for _, _, layout, row in batches if layout == "tpos.bo-etd"]
    assert told == [first["terakhirEtd"], later["terakhirEtd"]]


def test_what_was_said_of_a_delayed_part_meanwhile_stands(dms):
    part = "9KT01A0003"
    dms.order("P-1", {part: 2})
    dms.wait("PT10M")
    dms.acted("change-etd", outletCode=dms.outlet, noPo="P-1", noPart=part, etd="20261220 09:00", alasan="Kapal")
    dms.wait("P4D")
    assert dms.etd("P-1", part)[0]["terakhirEtd"] == "20261220 09:00"


def test_the_etd_range_is_about_the_latest_etd_and_includes_both_days(dms):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 4})
    dms.wait("PT10M")
    day = dms.etd("P-1", part)[0]["terakhirEtd"][:8]
    assert len(dms.etd("P-1", part, first=day, last=day)) == 1
    assert dms.etd("P-1", part, first="20200101", last=str(int(day) - 1)) == []


def test_the_etd_of_a_type_three_back_order_is_known_two_days_after(dms):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 1}, tipePo=3)
    dms.wait("P1D")
    assert len(dms.detail("BoDetail", "P-1")) == 1
    assert dms.etd("P-1", part, kind=3) == []
    dms.wait("P1D")
    assert len(dms.etd("P-1", part, kind=3)) == 1


def test_a_killed_shortage_is_dropped_and_leaves_no_back_order(dms, batches):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 4}, boTamFollow=1)
    dms.wait("P3D")
    [row] = dms.status("P-1")
    assert (row["pendingBoQtyBo"], row["issueToShippingQtyCancel"]) == (0, 4)
    assert dms.detail("BoDetail", "P-1") == dms.etd("P-1", part) == []
    assert not [row for _, _, layout, row in batches if layout == "tpos.bo-etd"]


def test_a_replenishment_serves_the_back_orders_first_come_first_served(dms):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 4})
    dms.order("P-2", {part: 4})
    dms.wait("PT10M")
    assert dms.acted("replenish", noPart=part, qty=5) == {"noPart": part, "stock": 0}
    assert [dms.status(number)[0]["pendingBoQtyBo"] for number in ("P-1", "P-2")] == [0, 3]


def test_a_back_order_is_served_when_its_etd_comes(dms):
    part = dms.part(EMPTY)
    dms.order("P-1", {part: 4})
    dms.wait("P11D")
    [row] = dms.status("P-1")
    assert (row["pendingBoQtyBo"], row["issueToShippingQtyIssue"]) == (0, 4)


def test_a_replaced_part_is_delivered_as_its_substitute(dms):
    part = dms.part(REPLACED)
    dms.order("P-1", {part: 1})
    [known] = dms.ask("inquireParts", noParts=[part])
    assert dms.status("P-1")[0]["processNoPart"] == known["substitusiPnoNew"] != part


def test_a_part_that_is_no_longer_sold_is_rejected_at_intake(dms):
    dms.order("P-1", {dms.part(STOPPED): 3})
    [row] = dms.status("P-1")
    assert (row["reject"], row["processQty"], row["pendingBoQtyPending"]) == (3, 0, 0)


def test_a_piece_that_is_missing_on_its_shelf_is_denied(dms):
    part = dms.part(MISCOUNTED)
    dms.acted("replenish", noPart=part, qty=10)
    dms.order("P-1", {part: 3})
    dms.wait("PT5H")
    [row] = dms.status("P-1")
    assert (row["issueToShippingQtyDenial"], row["issueToShippingQtyPack"]) == (1, 2)


def test_cancelled_pieces_go_back_to_the_stock(dms):
    part = dms.part(EMPTY)
    dms.acted("replenish", noPart=part, qty=5)
    dms.order("P-1", {part: 5})
    dms.wait("PT10M")
    dms.acted("cancel", outletCode=dms.outlet, noPo="P-1", noPart=part, qty=2)
    [row] = dms.status("P-1")
    assert (row["issueToShippingQtyIssue"], row["issueToShippingQtyCancel"]) == (5, 2)
    assert dms.ask("inquireParts", noParts=[part])[0]["onHand"] == "Available"
    dms.wait("P2D")
    assert dms.status("P-1")[0]["issueToShippingQtyInvoice"] == 3


def test_packed_pieces_cannot_be_cancelled(dms):
    part = dms.part(PLENTY)
    dms.order("P-1", {part: 1})
    dms.wait("PT5H")
    assert dms.act("cancel", outletCode=dms.outlet, noPo="P-1", noPart=part).status == 409


def test_a_claim_is_judged_and_credited_after_its_invoice_was_debited(dms, batches):
    dms.order("P-1", {dms.part(PLENTY): 3})
    dms.wait("P1DT7H")
    shipped = line(dms, "P-1")
    assert dms.send("createPartsClaim", claim(dms, "K-1", shipped, qty=2))[0] == 200
    [open_] = dms.claims()
    assert (open_["tamJudgement"], open_["noDokumenTam"], open_["tanggalPenilaianTam"]) == (None, None, None)
    told = dms.acted("judge", outletCode=dms.outlet, noDokumenDms="K-1", qty=2)
    [judged] = dms.claims()
    assert judged["noDokumenTam"] == told["noDokumenTam"]
    assert judged["tamJudgement"] == "01"
    dms.wait("P3D")
    rows = {
        layout: row for _, _, layout, row in batches if row.get("invoiceNo", shipped["invoice"]) == shipped["invoice"]
    }
    debit, credit = rows["tpos.debit-advice"], rows["tpos.credit-advice"]
    assert credit["daNo"] == debit["daNo"]
    assert credit["netAmount"] == shipped["net"] * 2
    assert debit["netAmount"] == shipped["net"] * 3


def test_every_document_is_judged_seven_days_after_it_came(dms):
    dms.order("P-1", {dms.part(PLENTY): 9})
    dms.wait("P1DT7H")
    shipped = line(dms, "P-1")
    for number in range(4):
        dms.send("createPartsClaim", claim(dms, f"K-{number}", shipped))
        dms.send("createRpp", rpp(dms, f"R-{number}", shipped))
    dms.wait("P7D")
    assert dms.claims(asked=2) == dms.claims(2, asked=2) == []
    assert len(dms.claims(asked=3)) == len(dms.claims(2, asked=3)) == 4


def test_a_late_rpp_is_taken_in_with_a_warning(dms):
    dms.order("P-1", {dms.part(PLENTY): 3})
    dms.wait("P10D")
    shipped = line(dms, "P-1")
    in_time = dms.send("createRpp", rpp(dms, "R-1", shipped))
    late = dms.send("createRpp", rpp(dms, "R-2", shipped, tanggalTerimaGr="20261104"))
    assert [(status, bool(body["warnings"])) for status, body in (in_time, late)] == [(200, False), (200, True)]


def test_the_detail_of_a_claim_shows_it_as_it_was_sent(dms):
    dms.order("P-1", {dms.part(PLENTY): 3})
    dms.wait("P2D")
    sent = claim(dms, "K-1", line(dms, "P-1"), code="S2", dealerRequest="D")
    dms.send("createPartsClaim", sent)
    told = dms.acted("judge", outletCode=dms.outlet, noDokumenDms="K-1", qty=0, tamNote="Tidak terbukti")
    found = dms.claim_detail(told["noDokumenTam"])
    assert {name: found[name] for name in ("kodeClaim", "dealerRequest", "attachment", "bap")} == {
        name: sent[name] for name in ("kodeClaim", "dealerRequest", "attachment", "bap")
    }
    assert (found["cancelReport"], found["qtyClaim"], found["claimAmount"]) == (None, 1, 0)
    assert (found["dealerNote"], found["tamNote"]) == (sent["notes"], "Tidak terbukti")


def test_several_invoices_of_a_day_stand_on_one_debit_advice(dms, batches):
    for number in ("P-1", "P-2"):
        dms.order(number, {dms.part(PLENTY): 3})
    dms.wait("P3D")
    debits = [row for _, _, layout, row in batches if layout == "tpos.debit-advice" and row["daDate"] == "20261104"]
    assert len(debits) == 2
    assert len({row["daNo"] for row in debits}) == 1


def test_the_same_seed_and_requests_give_the_same_answers(dms, contract, simulate):
    from kontrak.mocks import Simulator
    from tests.mocks.tpos.conftest import MONDAY
    from tests.mocks.tpos.dms import Dms

    def told(simulator: Simulator):
        one = Dms(simulator)
        part = one.part(EMPTY)
        one.order("P-1", {part: 2, one.part(PLENTY): 9})
        one.wait("P12D")
        return one.status("P-1"), one.etd("P-1", part), one.shipped("P-1")

    seeds = (3, 3, 4)
    first, again, other = (told(simulate(contract, still=MONDAY, seed=seed)) for seed in seeds)
    assert first == again != other


def test_an_order_whose_amounts_need_more_than_eleven_digits_is_invoiced_in_parts(dms, batches):
    part = dms.part(PLENTY)
    dms.acted("replenish", noPart=part, qty=9_999_999)
    dms.order("P-1", {part: 9_999_999})
    dms.wait("P4D")
    [row] = dms.status("P-1")
    assert row["issueToShippingQtyInvoice"] == total(dms.detail("IssueToShip", "P-1"), "invoiceQty") > 9_000_000
    assert all(row["grossAmount"] < 10**11 for _, _, layout, row in batches if layout == "tpos.debit-advice")
