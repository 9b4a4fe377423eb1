"""The linter finds nothing in our contracts, and each mistake that is planted in a copy."""

from __future__ import annotations

import re

import pytest

from kontrak.conformance.plan import probe
from kontrak.conformance.watch import WATCHES
from kontrak.contracts import load, partners
from kontrak.contracts.lint import lint

KNOWN = {"probe": probe.names(), "watch": [*WATCHES], "property": ["accepts"]}
SCHEMA = "schemas/transaksi.json"


@pytest.mark.parametrize("partner", partners())
def test_a_contract_of_ours_has_no_mistake(partner):
    assert lint(load(partner), KNOWN) == []


def test_names_of_the_suite_are_not_checked_where_they_are_not_given(copy):
    copy.replace("requirements.yaml", 'probe: "other-methods"', 'probe: "no-such"')
    assert lint(load(copy.folder)) == []


PLANTED = [
    ("requirements.yaml", "reading: PADI-R-23", "reading: PADI-R-77", "PADI-API-003: no reading PADI-R-77"),
    ("requirements.yaml", 'probe: "other-methods"', 'probe: "no-such"', "PADI-API-002: no probe no-such; known: "),
    ("requirements.yaml", 'watch: "leak"', 'watch: "leaks"', "PADI-API-014: no watch leaks; known: "),
    ("requirements.yaml", 'property: "accepts"', 'property: "accept"', "PADI-TRX-401: no property accept; known"),
    (
        "requirements.yaml",
        'refuse: {"rating"',
        'refuse: {"ratings"',
        "PADI-TRX-118: no column ratings in createTransaksi",
    ),
    ("requirements.yaml", 'accept: {"bumn_id": [null]', 'accept: {"bumnid": [null]', "PADI-TRX-003: no column bumnid"),
    ("requirements.yaml", 'with: {"is_certificate"', 'with: {"is_sertifikat"', "PADI-TRX-024: no column is_sertifikat"),
    ("requirements.yaml", '"listTransaksi"', '"listTransaction"', "PADI-LST-006: no operation listTransaction"),
    ("requirements.yaml", 'collection: "umkm"', 'collection: "umk"', "PADI-UMK-002: no collection umk"),
    (
        "requirements.yaml",
        'source: "002 API Transaksi, Method"',
        'source: "003 x"',
        "PADI-API-002: source 003 is unknown",
    ),
    (
        "requirements.yaml",
        'source: "clients, headers sent"',
        'source: "kontrak"',
        "PADI-AUTH-001: level observed, but no",
    ),
    (
        "requirements.yaml",
        "which PADI-TRX-208 refuses",
        "which PADI-TRX-999 refuses",
        "names PADI-TRX-999, which does not",
    ),
    ("requirements.yaml", "id: PADI-API-014", "id: DGI-API-014", "DGI-API-014: the id belongs to another system"),
    ("requirements.yaml", "id: PADI-TRX-302\n", "id: PADI-TRX-392\n", "PADI-R-24: cut waives PADI-TRX-302"),
    (
        "readings.yaml",
        "chosen: wire",
        "chosen: wired",
        "PADI-R-02: wired is chosen but no candidate; choose one of wire",
    ),
    ("readings.yaml", "waives: [PADI-TRX-402]", "waives: [PADI-TRX-999]", "PADI-R-14: null-only waives PADI-TRX-999"),
    ("contract.yaml", "create: createUmkm", "create: makeUmkm", "umkm: no operation makeUmkm to create"),
    ("contract.yaml", "key: uid", "key: uuid", "umkm: createUmkm has no column uuid"),
    (
        "contract.yaml",
        "duplicates: PADI-R-20",
        "duplicates: PADI-R-90",
        "transaksi: no reading PADI-R-90",
    ),
    ("world.yaml", "umkm:", "vendors:", "vendors is no collection"),
    ("world.yaml", 'id_satker: "14482"', 'id: "14482"', "satker: a record has no id_satker"),
    ("world.yaml", "uid: PTPN3-23016047", 'uid: "123"', "umkm: two records have the same uid"),
    ("world.yaml", "SOKI TAMELIN", "SOKI", "createTransaksi: example 3: /transaksi/nama_umkm: got"),
    ("openapi.yaml", "accepts: PADI-TRX-401", "accepts: PADI-TRX-491", "createTransaksi: accepts PADI-TRX-491, which"),
    ("openapi.yaml", "accepts: PADI-UMK-001", "accepts: PADI-UMK-002", "PADI-UMK-001: createUmkm does not say accepts"),
    (
        "openapi.yaml",
        '"null": PADI-LST-007',
        '"null": PADI-LST-077',
        "listTransaksi: data: null is required by PADI-LST-077",
    ),
    ("openapi.yaml", "required: PADI-API-012}", "require: PADI-API-012}", "x-requirements names require, but no such"),
    (
        SCHEMA,
        '"maxLength": "PADI-TRX-302"',
        '"maxlength": "PADI-TRX-302"',
        "transaksi_id: x-requirements names maxlength",
    ),
    (SCHEMA, '"required": "PADI-TRX-001"', '"required": "PADI-TRX-991"', "tanggal_transaksi: required is required by"),
    (SCHEMA, '"x-reading": "PADI-R-02"', '"x-reading": "PADI-R-92"', "tannggal_invoice: no reading PADI-R-92"),
    (SCHEMA, '"x-code-list": "rating"', '"x-code-list": "ratings"', "rating: no code list ratings"),
    (SCHEMA, '"x-level": "documented"', '"x-level": "certain"', "tanggal_transaksi: level certain is none of"),
    (SCHEMA, '"document": "002"', '"document": "003"', "tanggal_transaksi: source 003 is unknown"),
    (SCHEMA, '"property": "id_satker"', '"property": "satker"', "x-references names the column satker"),
    (SCHEMA, '"collection": "satker"', '"collection": "unit"', "x-references names the collection unit"),
    (SCHEMA, '"requirement": "PADI-TRX-221"', '"requirement": "PADI-TRX-229"', "x-references names PADI-TRX-229"),
    (SCHEMA, '"enum": "PADI-TRX-125"', '"enum": "PADI-TRX-925"', "certificate_tkdn: enum is required by PADI-TRX-925"),
    (SCHEMA, '"type": "object"', '"type": "objekt"', "no JSON Schema: "),
    (
        SCHEMA,
        '"pattern": "^[0-9]{1,18}$"',
        '"pattern": "^[0-9{1,18}$"',
        "no JSON Schema: ",
    ),
    (SCHEMA, '"type": "number"', '"type": "nummer"', "no JSON Schema: "),
    (
        "codes.yaml",
        '"200": Souvenir',
        '"201": Souvenir',
        "kategori_project: its enum is not code list kategori_project",
    ),
    (
        "examples/umkm.json",
        '"kategori_usaha": "2"',
        '"kategori_usaha": "9"',
        "createUmkm: example 1: /umkm/kategori_usaha",
    ),
    ("examples/umkm.json", '"umkm"', '"vendor"', "createUmkm: example 1: its one member must be umkm"),
]


@pytest.mark.parametrize(("name", "old", "new", "line"), PLANTED, ids=[planted[3][:50] for planted in PLANTED])
def test_a_planted_mistake_is_found_with_file_and_advice(name, old, new, line, copy):
    copy.replace(name, old, new)
    found = [each for each in lint(load(copy.folder), KNOWN) if line in str(each)]
    assert found
    for each in found:
        text = (copy.folder / each.file.removeprefix("padi/")).read_text("utf-8").splitlines()
        assert 0 < each.line <= len(text)
        assert re.fullmatch(r"padi/[\w./-]+:\d+( at /\S+)?: .+; .+", str(each))


def test_a_finding_in_a_schema_names_the_file_and_line_where_the_mistake_stands(copy):
    copy.replace(SCHEMA, '"x-level": "documented"', '"x-level": "certain"')
    line = (copy.folder / SCHEMA).read_text("utf-8").splitlines().index('    "tanggal_transaksi": {') + 1
    (found,) = lint(load(copy.folder), KNOWN)
    assert str(found) == (
        f"padi/{SCHEMA}:{line} at /properties/tanggal_transaksi: createTransaksi: tanggal_transaksi: "
        "level certain is none of documented, observed, assumed; write one of them"
    )


@pytest.mark.parametrize("line", ["source 003", "level certain"])
def test_every_finding_stands_once(line, copy):
    copy.replace(SCHEMA, '"document": "002"', '"document": "003"')
    copy.replace(SCHEMA, '"x-level": "documented"', '"x-level": "certain"')
    assert len([each for each in lint(load(copy.folder), KNOWN) if line in str(each)]) == 1
