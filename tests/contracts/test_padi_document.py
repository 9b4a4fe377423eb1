"""The contract against the document, by cases that a person wrote down from its pages: nothing here reads the contract's data."""

from __future__ import annotations

import json

import pytest

PAYLOAD_JSON = """
{
"transaksi": {
"tanggal_transaksi": "2021-06-20",
"transaksi_id": "abc",
"bumn_id": "ABCD",
"nama_project": "Bangun Desa",
"kategori_project": "1",
"total_nilai_project": "50000000",
"tipe_nilai_project": "CAPEX",
"kategori_umkm": "1",
"uid_umkm": "123",
"nama_umkm": "PT. Damai Sejahtera",
"target_penyelesaian": "30",
"tanggal_order_placement": "2021-06-20",
"tanggal_confirmation": "2021-06-20",
"tanggal_delivery": "2021-07-10",
"tannggal_invoice": "2021-07-17",
"total_cycle_time": "27 Hari",
"kategori_delivery_time": "1",
"rating": "4",
"feedback": "OK",
"deskripsi_project": "Project Membangun Jembatan",
"id_satker": "14482",
"is_pdn": "1",
"tkdn": "8.5",
"is_certificate": "1",
"certificate_tkdn": "525/SJ-IND.8/TKDN/11/2019"
}
}
"""
PAYLOAD = json.loads(PAYLOAD_JSON)["transaksi"]
CURL = PAYLOAD | {"target_penyelesaian": "30 Hari", "tanggal_confirmation": "2021-06-25"}
TABLE = {
    "tanggal_transaksi": "2022-06-27",
    "transaksi_id": "PTPN3-4701643966",
    "bumn_id": "PTPN3",
    "nama_project": "PENGADAAN BARANG DAN JASA KEBUN INTI SEI INTAN EE21",
    "kategori_project": "9",
    "total_nilai_project": "1973930",
    "tipe_nilai_project": "OPEX",
    "kategori_umkm": "2",
    "uid_umkm": "PTPN3-23016047",
    "nama_umkm": "SOKI TAMELIN",
    "target_penyelesaian": "30",
    "tanggal_order_placement": "2022-06-27",
    "tanggal_confirmation": "2022-06-29",
    "tanggal_delivery": "2022-06-28",
    "tannggal_invoice": "2022-06-29",
    "total_cycle_time": "2",
    "kategori_delivery_time": "2",
    "rating": "4",
    "feedback": "NA",
    "deskripsi_project": "PENGADAAN BARANG DAN JASA KEBUN INTI SEI INTAN EE21",
    "id_satker": "14482",
    "is_pdn": "1",
    "tkdn": "70.50",
    "is_certificate": "1",
    "certificate_tkdn": "525/SJIND.8/TKDN/11/2019",
}
MASTER = {
    ("umkm", "123"): {"uid": "123", "nama_umkm": "PT. Damai Sejahtera", "kategori_usaha": "1"},
    ("umkm", "PTPN3-23016047"): {"uid": "PTPN3-23016047", "nama_umkm": "SOKI TAMELIN", "kategori_usaha": "2"},
    ("satker", "14482"): {"id_satker": "14482"},
}
PRINTED = pytest.mark.parametrize("message", [PAYLOAD, CURL, TABLE], ids=["json", "curl", "table"])


@pytest.fixture
def violations(padi, judge):
    """Column and requirement of every breach in a transaction, master data included."""
    operation = padi.operations["createTransaksi"]

    def judged(message):
        found = judge.request(operation, message)
        found += judge.references(operation, message, lambda collection, key: MASTER.get((collection, key)))
        return [(violation.column, violation.requirement) for violation in found]

    return judged


@PRINTED
def test_what_the_document_prints_has_no_violation(message, violations):
    assert violations(message) == []


@PRINTED
def test_what_the_document_prints_is_carried_by_the_wrapper_transaksi(message, padi):
    assert padi.operations["createTransaksi"].wrap(message) == {"transaksi": message}


def test_the_document_is_one_url_and_one_method(padi):
    operation = padi.operations["createTransaksi"]
    assert (operation.method, operation.path) == ("POST", "/padi-umkm/1.2.0/padis")
    assert padi.openapi["servers"][0]["url"] == "https://api.apilogy.id"


NULL = [
    ("tanggal_transaksi", "PADI-TRX-001"),
    ("transaksi_id", "PADI-TRX-002"),
    ("nama_project", "PADI-TRX-004"),
    ("kategori_project", "PADI-TRX-005"),
    ("total_nilai_project", "PADI-TRX-006"),
    ("tipe_nilai_project", "PADI-TRX-007"),
    ("kategori_umkm", "PADI-TRX-008"),
    ("uid_umkm", "PADI-TRX-009"),
    ("nama_umkm", "PADI-TRX-010"),
    ("tannggal_invoice", "PADI-TRX-015"),
    ("id_satker", "PADI-TRX-021"),
    ("is_pdn", "PADI-TRX-022"),
    ("tkdn", "PADI-TRX-023"),
    ("is_certificate", "PADI-TRX-024"),
]


@pytest.mark.parametrize(("column", "requirement"), NULL)
@PRINTED
def test_null_in_a_mandatory_column_breaks_the_rule_of_its_row(message, column, requirement, violations):
    assert violations(message | {column: None}) == [(column, requirement)]


@pytest.mark.parametrize(("column", "requirement"), NULL)
@PRINTED
def test_a_missing_mandatory_column_breaks_the_rule_of_its_row(message, column, requirement, violations):
    rest = {name: value for name, value in message.items() if name != column}
    assert violations(rest) == [(column, requirement)]


@pytest.mark.parametrize(
    ("column", "value", "requirement"),
    [
        ("kategori_project", "10", "PADI-TRX-105"),
        ("kategori_project", "27", "PADI-TRX-105"),
        ("kategori_project", "Barang dan Jasa Lainnya", "PADI-TRX-105"),
        ("total_nilai_project", "27000000.27", "PADI-TRX-106"),
        ("total_nilai_project", 27000000.27, "PADI-TRX-106"),
        ("total_nilai_project", "Rp 27000000", "PADI-TRX-106"),
        ("tipe_nilai_project", "HIBAH", "PADI-TRX-107"),
        ("kategori_umkm", "3", "PADI-TRX-208"),
        ("uid_umkm", "999", "PADI-TRX-209"),
        ("nama_umkm", "PT. Lain", "PADI-TRX-210"),
        ("id_satker", "99999", "PADI-TRX-221"),
        ("is_pdn", "2", "PADI-TRX-122"),
        ("is_pdn", 2, "PADI-TRX-122"),
        ("is_certificate", "2", "PADI-TRX-124"),
        ("is_certificate", 2, "PADI-TRX-124"),
    ],
)
@PRINTED
def test_a_value_that_an_invalid_cell_names_breaks_the_rule_of_its_row(message, column, value, requirement, violations):
    assert violations(message | {column: value}) == [(column, requirement)]


@PRINTED
def test_a_vendor_category_outside_the_four_is_also_not_the_vendors_own(message, violations):
    assert violations(message | {"kategori_umkm": "5"}) == [
        ("kategori_umkm", "PADI-TRX-108"),
        ("kategori_umkm", "PADI-TRX-208"),
    ]


@pytest.mark.parametrize(
    "column",
    [
        "bumn_id",
        "target_penyelesaian",
        "tanggal_order_placement",
        "tanggal_confirmation",
        "tanggal_delivery",
        "total_cycle_time",
        "kategori_delivery_time",
        "rating",
        "feedback",
        "deskripsi_project",
    ],
)
@PRINTED
def test_a_column_marked_n_a_may_be_null(message, column, violations):
    assert violations(message | {column: None}) == []


@PRINTED
@pytest.mark.parametrize("empty", [None, ""])
def test_without_a_certificate_its_number_is_empty_or_null(message, empty, violations):
    assert violations(message | {"is_certificate": "0", "certificate_tkdn": empty}) == []


@PRINTED
@pytest.mark.parametrize("empty", [None, ""])
def test_with_a_certificate_its_number_is_given(message, empty, violations):
    assert violations(message | {"certificate_tkdn": empty}) == [("certificate_tkdn", "PADI-TRX-025")]


@PRINTED
def test_without_a_certificate_a_number_is_refused(message, violations):
    assert violations(message | {"is_certificate": "0"}) == [("certificate_tkdn", "PADI-TRX-125")]


@PRINTED
def test_the_invoice_date_under_the_name_of_the_table_is_not_seen(message, violations):
    renamed = {name.replace("tannggal", "tanggal"): value for name, value in message.items()}
    assert violations(renamed) == [("tannggal_invoice", "PADI-TRX-015")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kategori_project", "183"),
        ("kategori_project", "200"),
        ("tipe_nilai_project", "CAPEX"),
        ("is_pdn", "0"),
        ("is_pdn", 1),
        ("total_nilai_project", 50000000),
        ("tkdn", 70.5),
        ("tkdn", "0"),
        ("nama_project", "x" * 255),
        ("transaksi_id", "x" * 100),
        ("certificate_tkdn", "x" * 100),
        ("tanggal_delivery", "2020-01-01"),
        ("total_cycle_time", "999"),
        ("feedback", "n.a"),
    ],
)
@PRINTED
def test_a_value_that_no_cell_forbids_has_no_violation(message, column, value, violations):
    assert violations(message | {column: value}) == []
