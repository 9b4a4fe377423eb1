"""Facts of units on their way: from the main dealer into the stock, and their papers once they are delivered."""

from __future__ import annotations

from kontrak.mocks.dgi.story import shelf
from kontrak.mocks.dgi.story.scene import VAT, Facts, Follow, Invent, Scene, data
from kontrak.mocks.dgi.story.shelf import Shelf
from kontrak.mocks.model import Refusal

DISCOUNT = 200_000


def frame(number: str, index: int) -> str:
    """The frame number of a unit of a shipment, of 14 characters: the same for the same number."""
    return f"KTRKF{number[4]}{number[5:]:0>7}{index}"


def invoice_units(scene: Scene) -> Facts:
    """The invoice, and the shipment that will follow it."""
    known = {"kodeTipeUnit": "AB1", "kodeWarna": "BK", "jumlahUnit": 2, **scene.given}
    price = data("catalogue")["types"][known["kodeTipeUnit"]]["price"] * 9 // 10
    units = [_unit(scene, known, index) for index in range(known["jumlahUnit"])]
    prices = {"kuantitas": 1, "hargaSatuanSebelumDiskon": price, "diskonPerUnit": DISCOUNT}
    total, discount = price * len(units), DISCOUNT * len(units)
    vat = (total - discount) * VAT // 100
    return {
        **known,
        "noInvoice": scene.id("INV"),
        "noShippingList": scene.id("SL-KT"),
        "noGoodsReceipt": scene.id("GR"),
        "docNRFSId": scene.id("NR"),
        "totalHargaSebelumDiskon": total,
        "totalDiskonPerUnit": discount,
        "potonganPerInvoice": 0,
        "totalPPN": vat,
        "totalHarga": total - discount + vat,
        "invoicedUnits": [{**unit, **prices} for unit in units],
        "shippedUnits": [
            {**unit, "kuantitasTerkirim": 1, "kuantitasDiterima": 0, "kelengkapanUnit": "Kunci, toolkit"}
            for unit in units
        ],
    }


def request_faktur(scene: Scene) -> Facts | Refusal:
    """The delivered unit whose faktur is requested: the one that is named, or the first without papers."""
    wanted = scene.given.get("idSPK")
    waiting = list(shelf.all_on(scene.turn, Shelf.PAPERS, scene.dealer))
    unit = next((unit for unit in waiting if wanted in (None, unit["idSPK"])), None)
    if unit is None:
        known = ", ".join(unit["idSPK"] for unit in waiting) or "none; deliver one by the process dealing"
        title = f"Dealer {scene.dealer} has no such delivered unit without a faktur."
        return scene.refuse(title, f"the idSPK of a delivered unit without a faktur: {known}", wanted, "idSPK")
    return {**unit, "idSO": unit["noSO"], **_papers(scene)}


def _papers(scene: Scene) -> Facts:
    short = f"{scene.case.number[4]}{scene.case.number[5:]:0>4}"
    return {
        "nomorFaktur": f"FH-KT-{scene.case.number}",
        "nomorSTNK": f"STNK-{scene.case.number}",
        "nomorBPKB": f"BPKB-{scene.case.number}",
        "platNomor": f"KT {short} KT"[:15],
    }


def _unit(scene: Scene, known: Facts, index: int) -> Facts:
    rangka = frame(scene.case.number, index)
    return {
        "kodeTipeUnit": known["kodeTipeUnit"],
        "kodeWarna": known["kodeWarna"],
        "noRangka": rangka,
        "noMesin": rangka.replace("KTRKF", "KTRKE"),
        "poId": scene.id("PO"),
    }


def _stock(scene: Scene) -> None:
    for unit in scene.facts["shippedUnits"]:
        kept = {name: unit[name] for name in ("noRangka", "noMesin", "kodeTipeUnit", "kodeWarna")}
        shelf.put(scene.turn, Shelf.STOCK, scene.dealer, unit["noRangka"], kept)


def _requested(scene: Scene) -> None:
    shelf.take(scene.turn, Shelf.PAPERS, scene.dealer, scene.facts["noRangka"])


INVENT: dict[str, Invent] = {"invoice-units": invoice_units, "request-faktur": request_faktur}
FOLLOW: dict[str, Follow] = {"receive-units": _stock, "make-units-ready": _stock, "request-faktur": _requested}
