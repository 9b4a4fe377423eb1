"""The rules of a transaction that look at more than one column, and the faults in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from tests.planted.padi.rules import ABSENT, COLUMNS, SATKERS, Broken, Message, is_given

Vendors = Mapping[object, Message]


def disagreements(message: Message, vendors: Vendors, broken: Broken) -> Iterator[str]:
    """Name the columns that disagree with master data or with another column."""
    if is_given(message.get("uid_umkm")):
        yield from _against_vendor(message, vendors, broken)
    satker = message.get("id_satker")
    if is_given(satker) and satker not in SATKERS and not broken("accepts-unknown-id-satker"):
        yield "id_satker"
    if not _is_certificate_right(message, broken):
        yield "certificate_tkdn"
    for fault, (column, objects) in _NEEDLESS.items():
        if broken(fault) and objects(message):
            yield column


def _against_vendor(message: Message, vendors: Vendors, broken: Broken) -> Iterator[str]:
    vendor = vendors.get(message["uid_umkm"])
    if vendor is None:
        if not broken("accepts-unknown-uid-umkm"):
            yield "uid_umkm"
        return
    for column, master in (("nama_umkm", "nama_umkm"), ("kategori_umkm", "kategori_usaha")):
        slug = column.replace("_", "-")
        if broken(f"ignores-{slug}-of-the-vendor"):
            continue
        peers = vendors.values() if broken(f"compares-{slug}-with-any-vendor") else (vendor,)
        if is_given(message.get(column)) and not _is_among(message[column], master, peers):
            yield column


def _is_among(value: object, master: str, vendors: Iterable[Message]) -> bool:
    return any(str(vendor.get(master)) == value for vendor in vendors)


def _is_certificate_right(message: Message, broken: Broken) -> bool:
    flag = str(message.get("is_certificate"))
    number = message.get("certificate_tkdn", ABSENT)
    if flag == "1":
        return is_given(number) or _is_lack_forgiven(number, broken)
    if flag == "0" and number is None:
        return not broken("wants-empty-certificate-tkdn-not-null")
    if flag == "0" and number not in (ABSENT, ""):
        return broken("accepts-certificate-tkdn-without-certificate")
    return True


def _is_lack_forgiven(number: object, broken: Broken) -> bool:
    return (
        broken("accepts-missing-certificate-tkdn")
        or (number is ABSENT and broken("accepts-absent-certificate-tkdn"))
        or (number == "" and broken("accepts-empty-certificate-tkdn"))
    )


def _is_before(message: Message, column: str, other: str) -> bool:
    first, second = message.get(column), message.get(other)
    return is_given(first) and is_given(second) and str(first) < str(second)


def _days_left(message: Message) -> int | None:
    """Days from placement to invoice, less the days reported; None where one is not given."""
    start, end = message.get("tanggal_order_placement"), message.get("tannggal_invoice")
    reported = re.match("[0-9]{1,9}", str(message.get("total_cycle_time")))
    if not (is_given(start) and is_given(end) and reported):
        return None
    days = (date.fromisoformat(str(end)) - date.fromisoformat(str(start))).days
    return days - int(reported[0]) if days >= 0 else None


def _is_all_in_words(message: Message) -> bool:
    columns = ("target_penyelesaian", "total_cycle_time")
    return all("Hari" in str(message.get(column)) for column in columns)


def _is_capex_without_certificate(message: Message) -> bool:
    return message["tipe_nilai_project"] == "CAPEX" and str(message["is_certificate"]) == "0"


# A faulty server that demands too much: the column it names, and when it objects.
_NEEDLESS: Final[Mapping[str, tuple[str, Callable[[Message], bool]]]] = {
    "refuses-the-curl-payload": ("target_penyelesaian", _is_all_in_words),
    "refuses-unknown-members": (
        "(unknown member)",
        lambda message: not message.keys() <= COLUMNS["transaksi"].keys(),
    ),
    "refuses-capex-without-certificate": ("is_certificate", _is_capex_without_certificate),
    "checks-date-order": (
        "tanggal_delivery",
        lambda message: _is_before(message, "tanggal_delivery", "tanggal_confirmation"),
    ),
    "checks-invoice-after-confirmation": (
        "tannggal_invoice",
        lambda message: _is_before(message, "tannggal_invoice", "tanggal_confirmation"),
    ),
    "computes-total-cycle-time": (
        "total_cycle_time",
        lambda message: _days_left(message) not in (None, 0),
    ),
    "limits-total-cycle-time-by-the-dates": (
        "total_cycle_time",
        lambda message: (_days_left(message) or 0) < 0,
    ),
}
