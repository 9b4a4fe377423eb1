"""Facts of a sale: who buys, what it costs, how it is paid, and which unit is delivered."""

from __future__ import annotations

from kontrak.mocks.dgi.story import shelf
from kontrak.mocks.dgi.story.scene import VAT, Facts, Follow, Invent, Scene, data
from kontrak.mocks.dgi.story.shelf import Shelf
from kontrak.mocks.model import Refusal

BOOKING_FEE = 500_000
STEP = 100_000
INTEREST = 15
"""Thousandths of the loan for each month."""
CODES = {
    "cash": {"tipePembayaranSpk": "1", "tipePembayaranInv1": "2"},
    "credit": {"tipePembayaranSpk": "2", "tipePembayaranInv1": "1"},
}
"""How a sale is paid, in the codes of spk and in those of inv1 (DGI-R-02)."""


def prospect(scene: Scene) -> Facts:
    """The customer, and what it wants."""
    random = scene.random
    return {
        "idProspect": scene.id("PSP"),
        "idCustomer": scene.id("CUS"),
        "sumberProspect": random.choice(["0001", "0002", "0004", "0007", "0011"]),
        "metodeFollowUp": random.choice(["1", "2", "3"]),
        "testRidePreference": random.choice(["0", "1"]),
        "namaLengkap": f"Contoh {scene.pick('names')} {scene.pick('names')}",
        "namaKeluarga": f"Contoh {scene.pick('names')}",
        "noKontak": f"08000{random.randrange(10**7):07}",
        "noKtp": f"00{random.randrange(10**14):014}",
        "noKk": f"00{random.randrange(10**14):014}",
        "alamat": f"Jalan Contoh {scene.pick('names')} No. {random.randrange(1, 100)}",
        "kodePekerjaan": str(random.randrange(1, 10)),
        "idSalesPeople": f"S-000{random.randrange(1, 5)}",
        "salesProgramId": scene.id("PRM"),
        "kodeTipeUnit": "AB1",
        "kodeWarna": "BK",
        **scene.given,
    }


def order(scene: Scene) -> Facts:
    """The price, and how it will be paid."""
    known = {**scene.facts, "payment": scene.given.get("payment") or scene.random.choice(["cash", "credit"])}
    price = scene.given.get("hargaJual") or data("catalogue")["types"][known["kodeTipeUnit"]]["price"]
    discount = scene.given.get("diskon", scene.random.randrange(0, 500_001, 50_000))
    return {
        **{name: known[name] for name in ("payment", "kodeTipeUnit", "kodeWarna")},
        **CODES[known["payment"]],
        "idSPK": scene.id("SPK"),
        "hargaJual": price,
        "diskon": discount,
        "amountPPN": price * VAT // (100 + VAT),
        "fakturPajak": f"{scene.random.randrange(10**13):013}",
        "jumlahTandaJadi": BOOKING_FEE,
        "sisaHarga": price - discount - BOOKING_FEE,
    }


def booking_fee(scene: Scene) -> Facts:
    """The receipt of the booking fee."""
    return {"noTandaJadi": scene.id("TJ"), "caraBayar": scene.given.get("caraBayar") or scene.random.choice(["1", "2"])}


def apply_for_credit(scene: Scene) -> Facts:
    """The loan: a fifth of the price is paid down, the booking fee included, the rest in months with interest."""
    price, tenor = (
        scene.facts["hargaJual"] - scene.facts["diskon"],
        scene.given.get("tenor") or scene.random.choice([12, 24, 36]),
    )
    down = price // 5 // STEP * STEP
    loan = price - down
    finance = scene.pick("finance")
    return {
        "idDokumenPengajuan": scene.id("LS"),
        "jumlahDP": down,
        "tenor": tenor,
        "jumlahCicilan": -(-loan * (1000 + INTEREST * tenor) // (1000 * tenor)),
        "idFinanceCompany": "FC-CONTOH",
        "namaFinanceCompany": finance,
        "idPOFinanceCompany": scene.id("PF"),
        "noUangMuka": scene.id("DP"),
        "sisaUangMuka": down - BOOKING_FEE,
        "sisaHarga": loan,
    }


def down_payment(scene: Scene) -> Facts:
    """How the rest of the down payment is paid."""
    return {"caraBayar": scene.given.get("caraBayar") or scene.facts["caraBayar"]}


def settlement(scene: Scene) -> Facts:
    """The last invoice."""
    return {"noPelunasan": scene.id("PL")}


def outgoing_shipment(scene: Scene) -> Facts | Refusal:
    """The unit that goes out: the one that is named, or the first of the ordered type and colour in the stock."""
    wanted, facts = scene.given.get("noRangka"), scene.facts
    kind = (facts["kodeTipeUnit"], facts["kodeWarna"])
    stock = list(shelf.all_on(scene.turn, Shelf.STOCK, scene.dealer))
    fitting = [unit for unit in stock if (unit["kodeTipeUnit"], unit["kodeWarna"]) == kind]
    unit = next((unit for unit in fitting if wanted in (None, unit["noRangka"])), None)
    if unit is None:
        known = ", ".join(unit["noRangka"] for unit in fitting) or "none; let one come by the process inbound-unit"
        title = f"Dealer {scene.dealer} has no such unit in stock."
        return scene.refuse(title, f"a unit {kind[0]} of colour {kind[1]} in stock: {known}", wanted, "noRangka")
    driver = f"D-000{scene.random.randrange(1, 4)}"
    return {**unit, "deliveryDocumentId": scene.id("DO"), "noSO": scene.id("SO"), "idDriver": driver}


def _out(scene: Scene) -> None:
    shelf.take(scene.turn, Shelf.STOCK, scene.dealer, scene.facts["noRangka"])


def _delivered(scene: Scene) -> None:
    names = ("noRangka", "noMesin", "kodeTipeUnit", "idSPK", "noSO", "noKtp", "noKontak", "alamat")
    unit = {name: scene.facts[name] for name in names} | {"namaPenerima": scene.facts["namaLengkap"]}
    for place in (Shelf.PAPERS, Shelf.VEHICLES):
        shelf.put(scene.turn, place, scene.dealer, unit["noRangka"], unit)


INVENT: dict[str, Invent] = {
    "prospect": prospect,
    "order": order,
    "booking-fee": booking_fee,
    "apply-for-credit": apply_for_credit,
    "down-payment": down_payment,
    "settlement": settlement,
    "settlement-of-credit": settlement,
    "outgoing-shipment": outgoing_shipment,
}
FOLLOW: dict[str, Follow] = {"outgoing-shipment": _out, "deliver": _delivered}
