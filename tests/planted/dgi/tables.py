"""What the strict server knows of the modules and of the columns of a push, typed from the document's tables by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Message = dict[str, Any]
Broken = Callable[[str], bool]


@dataclass(frozen=True)
class Module:
    """A module's key, and its filters: each with the place of its column in a record, a list's name before the dot."""

    key: str
    filters: Mapping[str, str]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


MODULES: Final[Mapping[str, Module]] = {
    "prsp": Module("idProspect", _same("idProspect", "idSalesPeople")),
    "spk": Module("idSpk", _same("idProspect", "idSalesPeople")),
    "bast": Module(
        "deliveryDocumentId",
        _same("deliveryDocumentId") | {"idSPK": "detail.idSPK", "idCustomer": "detail.idCustomer"},
    ),
    "inv1": Module("idInvoice", _same("idSPK", "idCustomer")),
    "lsng": Module("idDokumenPengajuan", _same("idSPK")),
    "doch": Module("idSO", _same("idSPK") | {"idCustomer": "_idCustomer"}),
    "uinb": Module("noShippingList", _same("noShippingList") | {"poId": "unit.poId"}),
    "mdinvh1": Module("noInvoice", {"poId": "unit.poId", "noShippingList": "_noShippingList"}),
    "pkb": Module("noWorkOrder", _same("noWorkOrder")),
    "inv2": Module("noWorkOrder", _same("noWorkOrder")),
    "unpaidhlo": Module("idHLODocument", _same("noWorkOrder", "idHLODocument")),
    "dphlo": Module("noInvoiceUangJaminan", _same("noWorkOrder", "idHLODocument")),
    "pinb": Module("noPenerimaan", {"noPO": "po.noPO"}),
    "prsl": Module("noSO", {"noPO": "_noPO"}),
    "mdinvh3": Module("noInvoice", {"noPO": "parts.noPO"}),
}


@dataclass(frozen=True)
class Column:
    """A column of a push: `kind` is text, number, amount (also as text), percent, code, time, day or either; `size` its length."""

    kind: str
    size: int = 0
    codes: tuple[str, ...] = ()
    is_free: bool = False


def _text(size: int) -> Column:
    return Column("text", size)


def _free(columns: Mapping[str, Column]) -> dict[str, Column]:
    return {name: Column(column.kind, column.size, column.codes, is_free=True) for name, column in columns.items()}


_NUMBER: Final = Column("number", 8)
_TIMES: Final = {"createdTime": Column("time"), "modifiedTime": Column("time")}
_FREE_TIMES: Final = _free(_TIMES)

INV1: Final[Mapping[str, Column]] = {
    "idInvoice": _text(30),
    "idSPK": _text(25),
    "idCustomer": _text(30),
    "amount": Column("amount", 15),
    "tipePembayaran": Column("code", codes=("1", "2")),
    "caraBayar": Column("code", codes=("1", "2")),
    "status": Column("code", codes=("1", "2", "3", "4")),
    "note": Column("text", 200, is_free=True),
    "dealerId": _text(6),
    **_FREE_TIMES,
}
INV2: Final[Mapping[str, Column]] = {
    "noWorkOrder": _text(25),
    "noNJB": _text(25),
    "tanggalNJB": Column("either"),
    "totalHargaNJB": _NUMBER,
    "noNSC": _text(25),
    "tanggalNSC": Column("either"),
    "totalHargaNSC": _NUMBER,
    "hondaIdSA": _text(10),
    "hondaIdMekanik": _text(10),
    "dealerId": _text(6),
    **_TIMES,
}
DPHLO: Final[Mapping[str, Column]] = {
    "noInvoiceUangJaminan": _text(25),
    "idHLODocument": _text(25),
    "tanggalPemesananHLO": Column("day"),
    "noWorkOrder": _text(25),
    "idCustomer": _text(10**6),
    "dealerId": _text(6),
    **_TIMES,
}
_NJB: Final = _free(
    {
        "idJob": _text(10),
        "hargaServis": _NUMBER,
        "promoIdJasa": _text(10),
        "discServiceAmount": _NUMBER,
        "discServicePercentage": Column("percent", 8),
        "totalHargaServis": _NUMBER,
        **_TIMES,
    }
)
_NSC: Final = _free(
    {
        "idJob": _text(10),
        "partsNumber": _text(25),
        "kuantitas": Column("number", 7),
        "hargaParts": _NUMBER,
        "promoIdParts": _text(10),
        "discPartsAmount": _NUMBER,
        "discPartsPercentage": Column("percent", 8),
        "ppn": _NUMBER,
        "totalHargaParts": _NUMBER,
        "uangMuka": _NUMBER,
        **_TIMES,
    }
)
_PARTS: Final = _free(
    {
        "partsNumber": _text(25),
        "kuantitas": Column("number", 3),
        "hargaParts": _NUMBER,
        "totalHargaParts": _NUMBER,
        "uangMuka": _NUMBER,
        "sisaBayar": _NUMBER,
        **_TIMES,
    }
)


@dataclass(frozen=True)
class Master:
    """What a push names: a record of another module, by a column of the push and its key, and what must agree with it."""

    column: str
    module: str
    agree: Mapping[str, str]


@dataclass(frozen=True)
class Push:
    """The columns of a push, those of its nested lists, and its master record."""

    columns: Mapping[str, Column]
    nested: Mapping[str, Mapping[str, Column]]
    master: Master


PUSHES: Final[Mapping[str, Push]] = {
    "inv1": Push(INV1, {}, Master("idSPK", "spk", {"idCustomer": "idProspect", "dealerId": "dealerId"})),
    "inv2": Push(INV2, {"njb": _NJB, "nsc": _NSC}, Master("noWorkOrder", "pkb", {"dealerId": "dealerId"})),
    "dphlo": Push(
        DPHLO,
        {"parts": _PARTS},
        Master("idHLODocument", "unpaidhlo", {"noWorkOrder": "noWorkOrder", "dealerId": "dealerId"}),
    ),
}
