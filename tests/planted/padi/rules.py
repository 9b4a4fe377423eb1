"""What the strict server accepts in each column, typed from the source document by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeGuard

Message = dict[str, Any]
Broken = Callable[[str], bool]
Check = Callable[[object], bool]

ABSENT: Final = object()
LIST_1: Final = (*map(str, range(1, 10)), *map(str, range(183, 201)))
SATKERS: Final = ("14482",)

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile("[0-9]{1,18}")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def is_given(value: object) -> bool:
    """Say whether a column is filled: a blank text counts as NULL."""
    return value is not ABSENT and value is not None and not is_blank(value)


def is_blank(value: object) -> bool:
    """Say whether a value is a text of nothing but white space."""
    return isinstance(value, str) and not value.strip()


def is_number(value: object) -> TypeGuard[int | float]:
    """Say whether a value was a JSON number; Python counts True as one, JSON does not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_count(value: object) -> bool:
    """Say whether a value is an integer of at least 1."""
    return isinstance(value, int) and is_number(value) and value >= 1


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_amount(value: object) -> bool:
    if isinstance(value, str):
        return _AMOUNT.fullmatch(value) is not None
    return isinstance(value, int) and is_number(value) and 0 <= value < 10**18


def _is_percent(value: object) -> bool:
    if isinstance(value, str):
        return _PERCENT.fullmatch(value) is not None and Decimal(value) <= 100
    return isinstance(value, (int, float)) and is_number(value) and 0 <= value <= 100


def _is_flag(value: object) -> bool:
    return value in ("0", "1") or (type(value) is int and value in (0, 1))


def _is_category(value: object) -> bool:
    return value in ("1", "2", "3", "4") or (type(value) is int and 1 <= value <= 4)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str) or is_number(value)


def _is_list_of_ids(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


def _filled(limit: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= limit and not is_blank(value)


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _free(check: Check) -> Check:
    return lambda value: value is ABSENT or value is None or value == "" or check(value)


_TRANSAKSI: Final[Mapping[str, Check]] = {
    "tanggal_transaksi": _is_date,
    "transaksi_id": _filled(100),
    "bumn_id": _free(_is_text),
    "nama_project": _filled(255),
    "kategori_project": _one_of(*LIST_1),
    "total_nilai_project": _is_amount,
    "tipe_nilai_project": _one_of("OPEX", "CAPEX"),
    "kategori_umkm": _one_of("1", "2", "3", "4"),
    "uid_umkm": _filled(100),
    "nama_umkm": _filled(100),
    "target_penyelesaian": _free(_is_text),
    "tanggal_order_placement": _free(_is_date),
    "tanggal_confirmation": _free(_is_date),
    "tanggal_delivery": _free(_is_date),
    "tannggal_invoice": _is_date,
    "total_cycle_time": _free(_is_text),
    "kategori_delivery_time": _free(_is_text),
    "rating": _free(_one_of("1", "2", "3", "4", "5")),
    "feedback": _free(_is_text),
    "deskripsi_project": _free(_is_text),
    "id_satker": _filled(100),
    "is_pdn": _is_flag,
    "tkdn": _is_percent,
    "is_certificate": _is_flag,
    "certificate_tkdn": _free(_filled(100)),
}

_UMKM_EXTRAS: Final = (
    "alamat",
    "blok_no_kav",
    "kode_pos",
    "kota",
    "provinsi",
    "no_telp",
    "hp",
    "email",
    "jenis_kegiatan_usaha",
    "npwp",
    "nama_bank",
    "country_bank",
    "no_rekening",
    "nama_pemilik_rekening",
    "longitute",
    "latitute",
    "total_project",
    "total_revenue",
    "ontime_rate",
    "average_rating",
    "nib",
    "badan_usaha",
)

_UMKM: Final[Mapping[str, Check]] = {
    "uid": _filled(100),
    "nama_umkm": _filled(100),
    "kategori_usaha": _is_category,
    **dict.fromkeys(_UMKM_EXTRAS, _free(_is_scalar)),
}

_PAGE: Final[Mapping[str, Check]] = {"size": is_count, "page": is_count}

COLUMNS: Final[Mapping[str, Mapping[str, Check]]] = {
    "transaksi": _TRANSAKSI,
    "umkm": _UMKM,
    "get_transaksi": _PAGE,
    "get_umkm": _PAGE,
    "delete_transaksi": {"transaksi_id": _is_list_of_ids},
    "delete_umkm": {"uid": _is_list_of_ids},
}
