"""Facts of the workshop and of parts: work orders with their bills, hotline orders, parts that come and are sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.story import case, shelf
from kontrak.mocks.dgi.story.scene import VAT, Facts, Follow, Invent, Scene, data
from kontrak.mocks.dgi.story.shelf import Shelf
from kontrak.mocks.model import Refusal

OPEN = ("1", "2", "3")
"""The statuses of work orders that are still in work."""
Body = Mapping[str, Json]


def open_order(scene: Scene) -> Facts | Refusal:
    """The vehicle: the one that is named, the one delivered last, or one bought elsewhere."""
    wanted = scene.given.get("noRangka")
    if wanted is not None:
        vehicle = shelf.get(scene.turn, Shelf.VEHICLES, scene.dealer, wanted)
    else:
        vehicle = shelf.latest(scene.turn, Shelf.VEHICLES, scene.dealer) or _stranger(scene)
    if vehicle is None:
        title = f"Dealer {scene.dealer} delivered no such unit."
        return scene.refuse(title, "the noRangka of a unit that this dealer delivered, or none", wanted, "noRangka")
    return {
        "noWorkOrder": scene.id("WO"),
        "noSAForm": scene.id("SAF"),
        "noNJB": scene.id("NJB"),
        "noNSC": scene.id("NSC"),
        "idJob": f"JOB-{scene.random.randrange(10**4):04}",
        "noPolisi": f"KT{scene.random.randrange(1000, 10000)}KT",
        **{name: vehicle[name] for name in ("noRangka", "noMesin", "noKtp", "noKontak", "alamat")},
        "kodeTipeServis": data("catalogue")["types"][vehicle["kodeTipeUnit"]]["service"],
        "tahunMotor": scene.turn.world.now.strftime("%Y"),
        "namaPemilik": vehicle["namaPenerima"][:30],
        "alamatPemilik": vehicle["alamat"][:50],
        "namaCustomer": vehicle["namaPenerima"],
        "informasiBensin": scene.random.choice(["1", "2", "3", "4"]),
        "kmTerakhir": scene.random.randrange(500, 5000),
        "keluhanKonsumen": scene.pick("complaints"),
        "hondaIdSA": "H000000001",
        "hondaIdMekanik": "H000000002",
        **scene.given,
    }


def add_service(scene: Scene) -> Facts:
    """A job of the catalogue, or one that is named."""
    name = scene.given.get("namaPekerjaan") or scene.pick("services")
    price = scene.given.get("biayaService", data("catalogue")["services"].get(name, 50_000))
    discount = price // 100 * scene.random.choice([0, 0, 10])
    known = {"namaPekerjaan": name, "biayaService": price, "discServiceAmount": discount}
    return {**known, "totalHargaServis": price - discount}


def part(scene: Scene) -> Facts | Refusal:
    """A part of the catalogue, or one that is named, and how many."""
    prices = data("catalogue")["parts"]
    number = scene.given.get("partsNumber") or scene.pick("parts")
    if number not in prices:
        return scene.refuse("There is no such part.", f"one of {', '.join(prices)}", number, "partsNumber")
    quantity = scene.given.get("kuantitas") or scene.random.randrange(1, 4)
    known = {"partsNumber": number, "kuantitas": quantity, "hargaParts": prices[number]}
    return {**known, "totalHargaParts": prices[number] * quantity}


def finish(scene: Scene) -> Facts:
    """The mechanic's advice."""
    return {"saranMekanik": "Cek ulang 1000 km", **scene.given}


def close(scene: Scene) -> Facts:
    """How the work will be paid."""
    return {"setUpPembayaran": scene.random.choice(["1", "4", "5"]), **scene.given}


def bill(scene: Scene) -> Facts | Refusal:
    """The two notes over what stands in the work order."""
    order = ledger.get(scene.turn, "pkb", scene.facts["noWorkOrder"])
    if order is None:
        return scene.refuse("The work order is gone.", "a work order that is there", scene.facts["noWorkOrder"])
    services = [_billed(row, "hargaServis", "biayaService") for row in order.get("services") or ()]
    parts = [_billed(row) for row in order.get("parts") or ()]
    return {
        "billedServices": services,
        "billedParts": parts,
        "totalHargaNJB": total(services, "totalHargaServis"),
        "totalHargaNSC": total(parts, "totalHargaParts"),
    }


def order_hotline(scene: Scene) -> Facts | Refusal:
    """The work order that needs a part: the one that is named, or the one opened last; and the part."""
    order, wanted = _open_order(scene), scene.given.get("noWorkOrder")
    if order is None:
        title = f"Dealer {scene.dealer} has no such work order in work."
        return scene.refuse(
            title, "the noWorkOrder of a work order that is started, paused or pending", wanted, "noWorkOrder"
        )
    chosen = part(scene)
    if isinstance(chosen, Refusal):
        return chosen
    opened = case.find(scene.turn, "work-order", order["noWorkOrder"])
    names = ("noKtp", "namaCustomer", "noKontak", "alamat", "kodeTipeServis")
    person = {name: opened.facts[name] if opened else "" for name in names}
    deposit = chosen["totalHargaParts"] // 2
    row = {**chosen, "uangMuka": deposit, "sisaBayar": chosen["totalHargaParts"] - deposit}
    return {
        **person,
        **{name: order.get(name) for name in ("noWorkOrder", "noRangka", "noMesin", "tahunMotor")},
        "idHLODocument": scene.id("HLO"),
        "tanggalPemesananHLO": ledger.text(scene.turn.world.now)[:10],
        "hotlineParts": [row],
        "partsNumber": chosen["partsNumber"],
        "kuantitas": chosen["kuantitas"],
    }


def deposit(scene: Scene) -> Facts:
    """The deposit: one that the dealer pushed already, or a new one."""
    paid = ledger.find(
        scene.turn, "dphlo", dealers=[scene.dealer], where={"idHLODocument": scene.facts["idHLODocument"]}
    )
    return {"noInvoiceUangJaminan": paid[0]["noInvoiceUangJaminan"] if paid else scene.id("UJ")}


def receive_hotline(scene: Scene) -> Facts:
    """The receipt of the part of a hotline order."""
    return {"noPenerimaan": scene.id("RCH"), "noShippingList": scene.id("SPH"), **_received(scene, scene.id("POH"))}


def invoice_parts(scene: Scene) -> Facts | Refusal:
    """The invoice over parts; the price to the dealer is four fifths of the customer's."""
    chosen = part(scene)
    if isinstance(chosen, Refusal):
        return chosen
    price, quantity = chosen["hargaParts"] * 4 // 5, chosen["kuantitas"]
    whole, order = price * quantity, scene.id("POP")
    discount = whole // 20
    vat = (whole - discount) * VAT // 100
    row = {"noPO": order, "partsNumber": chosen["partsNumber"], "kuantitas": quantity, "uom": "PCS"}
    return {
        "noInvoice": scene.id("INP"),
        "noPenerimaan": scene.id("RCV"),
        "noShippingList": scene.id("SPL"),
        "totalHargaSebelumDiskon": whole,
        "totalDiskonPerPartsNumber": discount,
        "potonganPerInvoice": 0,
        "totalPPN": vat,
        "totalHarga": whole - discount + vat,
        "invoicedParts": [{**row, "hargaSatuanSebelumDiskon": price, "diskonPerPartsNumber": discount}],
        "receivedParts": [{**row, "idWarehouse": "WH-01"}],
    }


def sell_parts(scene: Scene) -> Facts | Refusal:
    """Who buys over the counter, and what."""
    chosen = part(scene)
    if isinstance(chosen, Refusal):
        return chosen
    return {
        **chosen,
        "noSO": scene.id("SOP"),
        "idCustomer": scene.id("CUP"),
        "namaCustomer": f"Contoh {scene.pick('names')}",
    }


def total(rows: Sequence[Body], column: str) -> Json:
    """The sum of a column over rows; what is no number counts as nothing."""
    values = [row.get(column) for row in rows]
    return sum(value for value in values if isinstance(value, int | float))


def summed(module: str, body: Body) -> dict[str, Json]:
    """A record with the totals that follow from its rows."""
    parts = total(body.get("parts") or (), "totalHargaParts")
    if module == "pkb":
        return {**body, "totalBiayaService": total(body.get("services") or (), "totalHargaServis") + parts}
    if module == "prsl":
        return {**body, "totalHargaSO": parts - total([body], "discSO")}
    return dict(body)


def _received(scene: Scene, order: str) -> Facts:
    row = {"noPO": order, "idWarehouse": "WH-01", "uom": "PCS"}
    return {"receivedParts": [{**row, **{name: scene.facts[name] for name in ("partsNumber", "kuantitas")}}]}


def _billed(row: Body, price: str = "", of: str = "") -> dict[str, Json]:
    names = {
        "idJob",
        "partsNumber",
        "kuantitas",
        "hargaParts",
        "ppn",
        "totalHargaParts",
        "uangMuka",
        "totalHargaServis",
    }
    kept = {name: value for name, value in row.items() if name in names or name.startswith(("disc", "promo"))}
    return {**kept, price: row.get(of)} if price else kept


def _open_order(scene: Scene) -> Body | None:
    wanted = scene.given.get("noWorkOrder")
    running = [] if wanted else case.running(scene.turn, "work-order")
    keys = [wanted] if wanted else [each.key for each in reversed(running) if each.dealer == scene.dealer]
    found = (ledger.get(scene.turn, "pkb", key) for key in keys)
    return next((order for order in found if order and _is_open(order, scene.dealer)), None)


def _is_open(order: Body, dealer: str) -> bool:
    return order.get("dealerId") == dealer and order.get("statusWorkOrder") in OPEN


def _stranger(scene: Scene) -> Facts:
    tail = f"{scene.case.number[4]}{scene.case.number[5:]:0>8}"
    return {
        "noRangka": f"KTLRF{tail}",
        "noMesin": f"KTLRE{tail}",
        "kodeTipeUnit": "AB1",
        "namaPenerima": f"Contoh {scene.pick('names')}",
        "noKtp": f"00{scene.random.randrange(10**14):014}",
        "noKontak": f"08000{scene.random.randrange(10**7):07}",
        "alamat": "Jalan Contoh No. 9",
    }


INVENT: dict[str, Invent] = {
    "open": open_order,
    "add-service": add_service,
    "add-part": part,
    "finish": finish,
    "close": close,
    "bill": bill,
    "order-hotline": order_hotline,
    "deposit": deposit,
    "receive-hotline": receive_hotline,
    "invoice-parts": invoice_parts,
    "sell-parts": sell_parts,
    "add-line": part,
}
FOLLOW: dict[str, Follow] = {}
