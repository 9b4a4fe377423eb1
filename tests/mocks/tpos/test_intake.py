"""What is refused, with every breach at once, and what becomes of a number that comes again."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from kontrak.mocks import Settings, Simulator
from tests.mocks.tpos.conftest import MONDAY
from tests.mocks.tpos.dms import FOREIGN, PLENTY, Dms, claim, contract, line, rpp

MANY = 50


def pointers(answer):
    status, body = answer
    return status, {violation["pointer"] for violation in body["violations"]}


def test_a_line_with_an_unknown_part_is_named_with_its_place(under):
    dms = under(R_150="refused")
    known = dms.part(PLENTY)
    assert pointers(dms.order("P-1", {known: 1, "9KT99X0001": 1, "ABC": 2})) == (
        422,
        {"/items/1/noMaterial", "/items/2/noMaterial"},
    )


def test_breaches_of_the_schema_and_of_the_world_are_told_at_once(under):
    dms = under(R_150="refused")
    message = dms.purchase_order("P-1", {"9KT99X0001": 1}, franchise="B", boTamFollow=7)
    message["items"].append({"noMaterial": "A-1", "qty": -1})
    assert pointers(dms.send("createPurchaseOrder", message)) == (
        400,
        {"/franchise", "/boTamFollow", "/items/0/noMaterial", "/items/1/noMaterial", "/items/1/qty"},
    )


def test_an_unknown_part_is_taken_in_with_a_warning_and_rejected(dms):
    acknowledged = dms.order("P-1", {"9KT99X0001": 4})
    assert (acknowledged[0], len(acknowledged[1]["warnings"])) == (200, 1)
    [row] = dms.status("P-1")
    assert (row["reject"], row["processQty"]) == (4, 0)


def test_a_part_of_another_dealer_is_unknown(dms):
    part = dms.part("CONTOH")
    dms.order("P-1", {part: 1})
    assert dms.status("P-1")[0]["reject"] == 1
    assert dms.send("inquireParts", {"outletCode": dms.outlet, "noParts": [part]})[1]["data"] == []
    other = Dms(dms.simulator, dms.world, FOREIGN)
    other.order("P-1", {part: 1})
    assert other.status("P-1")[0]["reject"] == 0


def test_an_outlet_that_there_is_not_gets_403(dms):
    status, body = dms.order("P-1", {dms.part(PLENTY): 1}, outletCode="ZZ99ZZ99")
    assert (status, body["violations"][0]["requirement"]) == (403, "TPOS-AUTH-010")


def test_lines_of_one_part_are_one_line(dms):
    message = dms.purchase_order("P-1", {dms.part(PLENTY): 2})
    message["items"] *= 2
    assert dms.send("createPurchaseOrder", message)[0] == 200
    assert [row["qtyPo"] for row in dms.status("P-1")] == [4]


def test_more_pieces_of_one_part_than_seven_digits_hold_are_refused(dms):
    message = dms.purchase_order("P-1", {dms.part(PLENTY): 9_999_999})
    message["items"] *= 2
    assert pointers(dms.send("createPurchaseOrder", message)) == (422, {"/items/1/qty"})


def test_each_outlet_has_its_own_numbers(dms):
    other, part = Dms(dms.simulator, dms.world, "KTK000002"), dms.part(PLENTY)
    dms.order("P-1", {part: 1})
    assert other.order("P-1", {part: 2})[0] == 200
    assert [one.status("P-1")[0]["qtyPo"] for one in (dms, other)] == [1, 2]


@pytest.mark.parametrize(
    ("reading", "same", "other", "kept"),
    [
        ("idempotent", 200, 409, [1]),
        ("reject", 409, 409, [1]),
        ("upsert", 200, 200, [3]),
        ("append", 200, 200, [1, 1, 3]),
    ],
)
def test_a_number_that_comes_again_meets_the_fate_of_the_reading(under, reading, same, other, kept):
    dms = under(R_033=reading)
    message = dms.purchase_order("P-1", {dms.part(PLENTY): 1})
    changed = {**message, "items": [{**message["items"][0], "qty": 3}]}
    found = [dms.send("createPurchaseOrder", one)[0] for one in (message, message, changed)]
    assert found == [200, same, other]
    dms.wait("PT10M")
    assert [row["qtyPo"] for row in dms.status("P-1")] == kept
    assert [row["issueToShippingQtyIssue"] for row in dms.status("P-1")] == kept


def test_an_order_that_was_processed_cannot_be_replaced(under):
    dms = under(R_033="upsert")
    dms.order("P-1", {dms.part(PLENTY): 1})
    dms.wait("PT10M")
    assert dms.order("P-1", {dms.part(PLENTY): 2})[0] == 409


@pytest.mark.parametrize("reading", ["idempotent", "upsert", "append"])
def test_documents_under_one_number_meet_the_same_fates(under, reading):
    dms = under(R_033=reading)
    dms.order("P-1", {dms.part(PLENTY): 5})
    dms.wait("P1DT7H")
    shipped = line(dms, "P-1")
    status = [dms.send("createPartsClaim", claim(dms, "K-1", shipped, qty=qty))[0] for qty in (4, 4, 1)]
    assert status == {"idempotent": [200, 200, 409], "upsert": [200, 200, 200], "append": [200, 422, 200]}[reading]
    assert len(dms.claims()) == (2 if reading == "append" else 1)


def test_a_claim_that_differs_from_what_was_shipped_is_told_where(dms):
    dms.order("P-1", {dms.part(PLENTY): 5})
    dms.wait("P1DT7H")
    good = claim(dms, "K-1", line(dms, "P-1"))
    wrong = {**good, "qtyInvoice": 4, "qtyReceived": 5, "hargaNetDealer": 1, "totalHargaNetDealer": 2}
    columns = {"/qtyInvoice", "/qtyReceived", "/hargaNetDealer", "/totalHargaNetDealer"}
    assert pointers(dms.send("createPartsClaim", wrong)) == (422, columns)
    assert pointers(dms.send("createPartsClaim", {**good, "noVendorInvoice": "V9", "noCase": "C9"})) == (
        422,
        {"/noVendorInvoice", "/noCase"},
    )
    assert pointers(dms.send("createPartsClaim", {**good, "noPo": "P-9"})) == (422, {"/noPo"})


def test_nothing_is_claimable_before_the_truck_left(dms):
    dms.order("P-1", {dms.part(PLENTY): 5})
    dms.wait("P1DT1H")
    shipped = line(dms, "P-1")
    assert pointers(dms.send("createPartsClaim", claim(dms, "K-1", shipped))) == (422, {"/noPo"})
    dms.wait("PT6H")
    assert dms.send("createPartsClaim", claim(dms, "K-1", shipped))[0] == 200


def test_all_rpps_of_a_line_are_about_no_more_than_arrived(dms):
    dms.order("P-1", {dms.part(PLENTY): 5})
    dms.wait("P1DT7H")
    shipped = line(dms, "P-1")
    assert dms.send("createPartsClaim", claim(dms, "K-1", shipped, qty=2))[0] == 200
    assert dms.send("createRpp", rpp(dms, "R-1", shipped, 2))[0] == 200
    assert pointers(dms.send("createRpp", rpp(dms, "R-2", shipped, 2))) == (422, {"/qtyRpp"})
    assert dms.send("createRpp", rpp(dms, "R-2", shipped, 1))[0] == 200


def test_the_examples_of_the_contract_can_be_claimed_over_and_over(dms):
    for number in range(10):
        message = {**contract().operations["createPartsClaim"].examples[0], "noPartsClaimDms": f"K-{number}"}
        assert dms.send("createPartsClaim", message)[0] == 200


def test_what_is_taken_in_all_the_same_is_a_warning(dms):
    dms.order("P-1", {dms.part(PLENTY): 5})
    dms.wait("P1DT7H")
    message = claim(dms, "K-1", line(dms, "P-1"), dealerRequest="N", qtyOth=1)
    status, body = dms.send("createPartsClaim", message)
    assert (status, len(body["warnings"])) == (200, 2)


def test_an_unknown_part_of_an_inquiry_stands_beside_the_known_ones(dms):
    part = dms.part(PLENTY)
    status, body = dms.send("inquireParts", {"outletCode": dms.outlet, "noParts": [part, "ABC", part]})
    assert status == 200
    assert [row["noPart"] for row in body["data"]] == [part]
    assert body["messages"] == [{"noPart": "ABC", "message": "parts unknown"}]


@pytest.mark.parametrize(("reading", "status", "rows"), [("row", 200, 2), ("refused", 422, 0)])
def test_an_unknown_part_of_an_inquiry_under_other_readings(under, reading, status, rows):
    dms = under(R_102=reading)
    found, body = dms.send("inquireParts", {"outletCode": dms.outlet, "noParts": [dms.part(PLENTY), "ABC"]})
    assert (found, len(body.get("data", ()))) == (status, rows)


def test_more_than_ten_parts_are_refused(dms):
    parts = [f"9KT10X00{number}" for number in range(10, 21)]
    assert dms.send("inquireParts", {"outletCode": dms.outlet, "noParts": parts})[0] == 400


@pytest.mark.parametrize("message", [None, True, 7, "x", [], [{}], {}, {"items": None}, {"items": [7]}, {"noPo": 5}])
@pytest.mark.parametrize(
    "operation", ["createPurchaseOrder", "createPartsClaim", "createRpp", "inquireParts", "inquireEtd"]
)
def test_what_is_no_message_is_refused(dms, operation, message):
    assert dms.send(operation, message)[0] == 400


def test_readings_that_allow_more_still_give_answers_that_keep_the_contract(under):
    dms = under(R_034="cut", R_047="joined", R_031="unchecked", R_032="present", R_029="lenient", R_082="open")
    part = dms.part(PLENTY)
    spelled = f"{part[:5]}-{part[5:]}"
    assert dms.order("P" * 30, {spelled: 10**12})[0] == 422
    assert dms.order("P" * 30, {spelled: 2}, tanggalPo="2026-11-02")[0] == 200
    assert dms.order(" ", {part: 1})[0] == 422
    assert dms.order("P-2", {part: 1}, tanggalPo="kemarin")[0] == 422
    [row] = dms.status("P" * 20)
    assert (row["noPart"], row["tanggalPo"]) == (part, "20261102")
    dms.wait("P1DT7H")
    message = rpp(dms, "R-1", line(dms, "P" * 20), kodeClaim="LAIN", notes=" ", tanggalTerimaGr="2026-11-03")
    assert dms.send("createRpp", message)[0] == 200
    told = dms.acted("judge", outletCode=dms.outlet, noDokumenDms="R-1", tipeClaim=2)
    found = dms.claim_detail(told["noDokumenTam"])
    assert (found["kodeClaim"], found["tanggalGr"]) == ("OTH", "20261103")


def test_fifty_parallel_submissions_of_one_number_give_one_order(database: str, world: str) -> None:
    simulator = Simulator([contract()], Settings(database=database, still=MONDAY))
    dms = Dms(simulator, world)
    part = dms.part(PLENTY)
    messages = [dms.purchase_order("P-1", {part: 1 + number % 2}) for number in range(MANY)]
    try:
        with ThreadPoolExecutor(MANY) as pool:
            found = Counter(
                status for status, _ in pool.map(lambda one: dms.send("createPurchaseOrder", one), messages)
            )
        assert found == {200: MANY // 2, 409: MANY // 2}
        dms.wait("PT10M")
        [row] = dms.status("P-1")
        assert row["issueToShippingQtyIssue"] == row["qtyPo"]
        assert [one["do"] for one in dms.coming() if one.get("order")] == ["pack"]
    finally:
        simulator.close()


def test_parallel_rpps_of_one_line_are_never_about_more_than_arrived(database: str, world: str) -> None:
    simulator = Simulator([contract()], Settings(database=database, still=MONDAY))
    dms = Dms(simulator, world)
    dms.order("P-1", {dms.part(PLENTY): 7})
    dms.wait("P1DT7H")
    shipped = line(dms, "P-1")
    messages = [rpp(dms, f"R-{number}", shipped, 2) for number in range(10)]
    try:
        with ThreadPoolExecutor(10) as pool:
            found = Counter(status for status, _ in pool.map(lambda one: dms.send("createRpp", one), messages))
        assert found == {200: 3, 422: 7}
    finally:
        simulator.close()
