"""Faults in what a read answers: one column of one record is not as the table of its module has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.planted.dgi.tables import Message

DROPPED: Final = object()
_ISO: Final = "2026-11-20"
_WORDS: Final = "banyak"


def _long(size: int) -> str:
    return "x" * (size + 1)


def _digits(size: int) -> int:
    return int(10**size)


@dataclass(frozen=True)
class RowFault:
    """In the first record that a module answers, the column at `place` (of each row of a list) has this value; and `also` that."""

    requirement: str
    module: str
    place: str
    value: Any
    also: tuple[str, Any] | None = None

    @property
    def name(self) -> str:
        """The fault's name, such as `answers-prsp-without-kodePos`."""
        return f"answers-{self.module}-{self._how}-{self.place.replace('/', '-')}"

    @property
    def text(self) -> str:
        """One sentence on what is wrong."""
        if self.value is DROPPED:
            return f"The first record of {self.module}/read has no {self.place}."
        shown = f"a text of {len(self.value)} x" if str(self.value).startswith("xxx") else repr(self.value)
        return f"In the first record of {self.module}/read, {self.place} is {shown}."

    @property
    def _how(self) -> str:
        if self.value is DROPPED:
            return "without"
        if self.value in ("", []):
            return "with-empty"
        if isinstance(self.value, str) and self.value.isdigit():
            return f"with-{self.value}"
        is_long = str(self.value).startswith(("xxx", "1000"))
        return "with-long" if is_long else "with-wrong"


def spoilt(fault: RowFault, module: str, rows: list[Message]) -> list[Message]:
    """The rows that a server with this fault answers."""
    if module == fault.module and rows:
        for place, value in ((fault.place, fault.value), *([fault.also] if fault.also else [])):
            _put(rows, place, value)
    return rows


def _put(rows: list[Message], place: str, value: Any) -> None:
    outer, _, inner = place.rpartition("/")
    for row in rows[0][outer] if outer else rows[:1]:
        if value is DROPPED:
            del row[inner]
        else:
            row[inner] = value


# By module: number of the requirement, column, and the value that is answered in it.
_TABLE: Final[Mapping[str, tuple[tuple[str, str, Any], ...]]] = {
    "prsp": (
        ("002", "idProspect", ""),
        ("003", "kodePos", DROPPED),
        ("003", "unit/salesProgramId", DROPPED),
        ("004", "namaLengkap", _long(100)),
        ("004", "kodePos", 10110),
        ("006", "tanggalAppointment", _ISO),
        ("006", "waktuAppointment", "pagi"),
        ("007", "statusProspect", "Deal"),
        ("008", "unit", {"kodeTipeUnit": "AB1"}),
        ("022", "alamat", _long(100)),
    ),
    "spk": (
        ("002", "idSpk", ""),
        ("003", "NPWP", DROPPED),
        ("004", "namaBPKB", _long(100)),
        ("005", "unit/hargaJual", _WORDS),
        ("005", "unit/diskon", _digits(15)),
        ("006", "tanggalPesanan", _ISO),
        ("007", "statusSPK", "Open"),
        ("008", "dataAnggotaKeluarga", "Contoh Keluarga"),
        ("022", "unit/tipePembayaran", "1"),
        ("024", "idSalesPeople", _long(6)),
    ),
    "bast": (
        ("002", "deliveryDocumentId", ""),
        ("003", "detail/lokasiPengiriman", DROPPED),
        ("004", "idDriver", _long(6)),
        ("006", "tanggalPengiriman", _ISO),
        ("006", "detail/waktuPengiriman", "pagi"),
        ("007", "statusDeliveryDocument", "Completed"),
        ("008", "detail", {"noSO": "SO-1"}),
        ("020", "statusDeliveryDocument", "2"),
    ),
    "inv1": (
        ("002", "idInvoice", ""),
        ("003", "note", DROPPED),
        ("004", "note", _long(200)),
        ("005", "amount", _WORDS),
        ("006", "createdTime", f"{_ISO} 09:15:00"),
        ("007", "caraBayar", "Cash"),
        ("023", "idCustomer", "CUS-99101-0001"),
        ("024", "idCustomer", _long(25)),
    ),
    "lsng": (
        ("002", "idDokumenPengajuan", ""),
        ("003", "tenor", DROPPED),
        ("004", "namaFinanceCompany", _long(50)),
        ("005", "jumlahDP", _digits(15)),
        ("006", "tanggalPengajuan", _ISO),
        ("020", "idPOFinanceCompany", ""),
    ),
    "doch": (
        ("002", "idSO", ""),
        ("003", "unit/platNomor", DROPPED),
        ("004", "unit/platNomor", _long(15)),
        ("006", "unit/tanggalPengajuanSTNKKeBiro", _ISO),
        ("007", "unit/statusFakturSTNK", "Proses"),
        ("008", "unit", {"nomorRangka": "KTRKF000000001"}),
        ("020", "unit/statusFakturSTNK", "1"),
    ),
    "uinb": (
        ("002", "noShippingList", ""),
        ("003", "mainDealerId", DROPPED),
        ("004", "mainDealerId", _long(3)),
        ("005", "unit/kuantitasTerkirim", _WORDS),
        ("006", "tanggalTerima", _ISO),
        ("007", "statusShippingList", "Diterima"),
        ("008", "unit", "satu"),
        ("021", "noInvoice", _long(25)),
    ),
    "mdinvh1": (
        ("002", "noInvoice", ""),
        ("003", "totalPPN", DROPPED),
        ("004", "mainDealerId", _long(3)),
        ("005", "totalHarga", _digits(15)),
        ("006", "tanggalInvoice", _ISO),
        ("008", "unit", {"kodeTipeUnit": "AB1"}),
    ),
    "pkb": (
        ("002", "noWorkOrder", ""),
        ("003", "saranMekanik", DROPPED),
        ("003", "parts/ppn", DROPPED),
        ("004", "namaPemilik", _long(30)),
        ("005", "kmTerakhir", _digits(7)),
        ("006", "tanggalServis", _ISO),
        ("007", "statusWorkOrder", "Closed"),
        ("008", "parts", {"idJob": "JOB-0001"}),
        ("022", "kodeTipeUnit", "AB1"),
        ("022", "noRangka", _long(18)),
        ("023", "parts/idJob", _long(10)),
    ),
    "inv2": (
        ("002", "noWorkOrder", ""),
        ("003", "hondaIdSA", DROPPED),
        ("004", "noNJB", _long(25)),
        ("005", "totalHargaNJB", _WORDS),
        ("006", "tanggalNJB", _ISO),
        ("008", "njb", {"idJob": "JOB-0001"}),
        ("021", "njb/idJob", _long(10)),
        ("021", "nsc/hargaParts", _digits(8)),
    ),
    "unpaidhlo": (
        ("003", "tahunMotor", DROPPED),
        ("004", "alamat", _long(200)),
        ("005", "parts/kuantitas", _digits(3)),
        ("006", "tanggalPemesananHLO", _ISO),
        ("007", "flagNumbering", "Ya"),
        ("008", "parts", "dua"),
        ("022", "parts/hargaParts", _digits(8)),
    ),
    "dphlo": (
        ("002", "noInvoiceUangJaminan", ""),
        ("003", "idCustomer", DROPPED),
        ("004", "idHLODocument", _long(25)),
        ("005", "parts/sisaBayar", _WORDS),
        ("006", "tanggalPemesananHLO", _ISO),
        ("008", "parts", {"kuantitas": 2}),
        ("022", "parts/hargaParts", _digits(8)),
    ),
    "pinb": (
        ("002", "noPenerimaan", ""),
        ("003", "po/uom", DROPPED),
        ("004", "po/uom", "PIECES"),
        ("005", "po/kuantitas", _WORDS),
        ("006", "tglPenerimaan", _ISO),
        ("007", "po/jenisOrder", "Reguler"),
        ("008", "po", {"noPO": "POP-1"}),
        ("020", "po", []),
    ),
    "prsl": (
        ("002", "noSO", ""),
        ("003", "discSO", DROPPED),
        ("004", "idCustomer", _long(25)),
        ("005", "totalHargaSO", _digits(8)),
        ("006", "tglSO", _ISO),
        ("008", "parts", {"kuantitas": 2}),
        ("020", "parts", []),
        ("021", "namaCustomer", _long(30)),
        ("021", "parts/hargaParts", _digits(8)),
    ),
    "mdinvh3": (
        ("002", "noInvoice", ""),
        ("003", "potonganPerInvoice", DROPPED),
        ("004", "mainDealerId", _long(3)),
        ("005", "totalHarga", _digits(15)),
        ("006", "tglJatuhTempo", _ISO),
        ("007", "parts/jenisOrder", "Reguler"),
        ("008", "parts", {"kuantitas": 2}),
    ),
}


def _faults() -> Iterator[RowFault]:
    for module, rows in _TABLE.items():
        for number, place, value in rows:
            yield RowFault(f"DGI-{module.upper()}-{number}", module, place, value)
    yield RowFault("DGI-UINB-020", "uinb", "statusShippingList", "0", ("unit/noGoodsReceipt", ""))
    yield RowFault("DGI-RD-015", "lsng", "modifiedTime", DROPPED)
    yield RowFault("DGI-RD-015", "uinb", "dealerId", DROPPED)


ROW_FAULTS: Final = tuple(_faults())
