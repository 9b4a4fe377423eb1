"""Reading a partner's folder: what is broken is named by file, line, place and problem."""

from __future__ import annotations

import re

import pytest

from kontrak.contracts import ContractError, Level, Role, UnknownPartner, load, load_all, partners
from kontrak.contracts.load import HERE, digest


def broken(copy):
    with pytest.raises(ContractError) as caught:
        load(copy.folder)
    return caught.value


def test_the_partners_are_the_folders_with_a_manifest(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/contract.yaml").touch()
    assert partners(tmp_path) == ["acme"]


def test_padi_is_a_partner():
    assert "padi" in partners()


def test_an_unknown_partner_lists_the_known_ones():
    with pytest.raises(UnknownPartner, match=r"unknown partner 'pado'; known: .*padi"):
        load("pado")


def test_a_folder_without_a_manifest_is_an_unknown_partner(tmp_path):
    with pytest.raises(UnknownPartner):
        load(tmp_path)


def test_all_contracts_are_loaded_by_name():
    assert {name: contract.name for name, contract in load_all().items()} == {name: name for name in partners()}


def test_a_copy_of_a_folder_is_the_same_contract(copy, padi):
    contract = load(copy.folder)
    assert (contract.requirements, contract.operations, contract.digest) == (
        padi.requirements,
        padi.operations,
        padi.digest,
    )


def test_two_loads_are_equal_but_separate():
    one, two = load("padi"), load("padi")
    assert one == two
    one.openapi["info"]["title"] = "changed"
    one.operations["createTransaksi"].request["properties"].clear()
    assert two.openapi["info"]["title"] != "changed"
    assert len(two.operations["createTransaksi"].request["properties"]) == 25


def test_operations_that_share_a_schema_have_copies_of_their_own():
    operations = load("padi").operations
    assert operations["listUmkm"].request == operations["listTransaksi"].request
    assert operations["listUmkm"].request is not operations["listTransaksi"].request


@pytest.mark.parametrize(
    "name", ["contract.yaml", "sources/api-transaksi.csv", "schemas/paging.json", "examples/umkm.json"]
)
def test_the_digest_changes_with_any_file(name, copy):
    before = digest(copy.folder)
    with (copy.folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert digest(copy.folder) != before


def test_the_digest_changes_with_a_name(copy):
    before = digest(copy.folder)
    (copy.folder / "sources/api-transaksi.csv").rename(copy.folder / "sources/table.csv")
    assert digest(copy.folder) != before


def test_the_digest_does_not_depend_on_the_place(copy):
    assert digest(copy.folder) == digest(HERE / "padi")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "requirements.yaml",
            "- id: PADI-API-001\n  level: documented\n",
            '- id: PADI-API-001\n  level: "documented\n',
            r"padi/requirements\.yaml:\d+: not YAML: ",
        ),
        ("contract.yaml", "title: PaDi", "title: {PaDi", r"padi/contract\.yaml:\d+: not YAML: "),
        ("world.yaml", "umkm:\n", "umkm:\n\t- {}\n", r"padi/world\.yaml:3: not YAML: "),
        (
            "codes.yaml",
            "number: 1\n",
            "number: 1\n  number: 2\n",
            r"padi/codes\.yaml:4: not YAML: .*number stands twice",
        ),
        ("codes.yaml", '"183": Jasa', '"9": Jasa', r"padi/codes\.yaml:16: not YAML: .*the key 9 stands twice"),
        ("codes.yaml", '"183": Jasa', "183: Jasa", r"padi/codes\.yaml:16: not YAML: .*183 is no text; quote keys"),
        (
            "openapi.yaml",
            "    post:\n",
            "    on: {}\n    post:\n",
            r"padi/openapi\.yaml:21: .*the key on is no text; quote",
        ),
        ("openapi.yaml", '"200":', "200:", r"padi/openapi\.yaml:\d+: .*the key 200 is no text; quote"),
        ("schemas/paging.json", '"type": "object",', '"type": "object"', r"padi/schemas/paging\.json:6: not JSON: "),
        (
            "schemas/paging.json",
            '"minimum": 1,',
            '"minimum": 1, "minimum": 2,',
            r"paging\.json:14 at /properties/size: 'minimum' stands twice",
        ),
        ("examples/umkm.json", "{", "", r"padi/examples/umkm\.json:\d+: not JSON: "),
    ],
)
def test_broken_text_is_named_by_file_and_line(name, old, new, message, copy):
    copy.replace(name, old, new)
    assert re.search(message, str(broken(copy)))


@pytest.mark.parametrize("name", ["requirements.yaml", "schemas/paging.json"])
def test_text_that_is_not_utf_8_is_named_by_file(name, copy):
    (copy.folder / name).write_bytes(b"a: \xff")
    assert str(broken(copy)) == f"padi/{name}:1: not UTF-8: byte 3; save it as UTF-8"


def test_a_control_character_is_named_by_file(copy):
    copy.replace("world.yaml", "SOKI", "SO\x07KI")
    assert str(broken(copy)).startswith("padi/world.yaml:4: not YAML: the character ")


@pytest.mark.parametrize("name", ["openapi.yaml", "schemas/umkm.json", "examples/get_umkm.json"])
def test_a_missing_file_is_named(name, copy):
    (copy.folder / name).unlink()
    assert str(broken(copy)).startswith(f"padi/{name}: the file is missing; add it, ")


@pytest.mark.parametrize("name", ["requirements.yaml", "readings.yaml", "codes.yaml", "world.yaml"])
def test_a_file_that_a_partner_need_not_have_may_be_missing(name, copy):
    (copy.folder / name).unlink()
    load(copy.folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "pointer", "problem"),
    [
        ("contract.yaml", "version: 1.2.0", "versio: 1.2.0", 4, "/versio", "versio"),
        ("contract.yaml", "system: PADI", "system: Padi", 2, "/system", "Padi"),
        ("contract.yaml", "    key: uid\n", "    kye: uid\n", 43, "/collections/umkm", "k"),
        ("requirements.yaml", "level: documented", "level: certain", 8, "/0/level", "certain"),
        ("requirements.yaml", "id: PADI-API-002", "id: PADI-2", 15, "/1/id", "PADI-2"),
        ("requirements.yaml", '    probe: "other-methods"', "    prob: x", 21, "/1/test", "prob"),
        (
            "requirements.yaml",
            '    probe: "other-methods"',
            '    probe: "x"\n    not_tested: "y"',
            21,
            "/1/test",
            "oneOf",
        ),
        ("readings.yaml", "id: PADI-R-01", "id: PADI-1", 5, "/0/id", "PADI-1"),
        ("readings.yaml", "chosen: kategori_delivery_time", "choice: x", 11, "/0/choice", "cho"),
        ("codes.yaml", "number: 1", "number: one", 3, "/0/number", "one"),
        ("world.yaml", "satker:\n  - ", "satker:\n  ", 6, "/satker", "array"),
        ("openapi.yaml", "          level: documented", "          level: sure", 72, "", "sure"),
        ("openapi.yaml", "          summary: Create one vendor.\n", "", 78, "", "summary"),
        ("openapi.yaml", "openapi: 3.1.0", "openapi: 3.0.0", 1, "/openapi", "3.0.0"),
    ],
)
def test_a_wrong_member_is_named_by_line_and_pointer(name, old, new, line, pointer, problem, copy):
    copy.replace(name, old, new)
    error = broken(copy)
    assert error.file == f"padi/{name}"
    assert abs(error.line - line) <= 1
    assert pointer in error.pointer
    assert problem in error.problem


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("requirements.yaml", "id: PADI-API-002", "id: PADI-API-001", "PADI-API-001 stands twice; ids are unique"),
        ("readings.yaml", "id: PADI-R-02", "id: PADI-R-01", "PADI-R-01 stands twice; ids are unique"),
        ("codes.yaml", "name: rating", "name: is_pdn", "is_pdn stands twice; ids are unique"),
        ("openapi.yaml", "operationId: listUmkm", "operationId: listTransaksi", "listTransaksi stands twice"),
    ],
)
def test_an_id_that_stands_twice_is_an_error(name, old, new, problem, copy):
    copy.replace(name, old, new)
    assert problem in broken(copy).problem


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        ('"#/components/schemas/Absent"', "reference #/components/schemas/Absent: 'Absent' is not there"),
        ("./schemas/absent.json", "the file is missing"),
        ("./schemas/umkm.json#/properties/absent", "'absent' is not there"),
        ("./schemas/umkm.json#/title/x", "is not there"),
        ("./schemas/umkm.json#/required/x", "is not there"),
    ],
)
def test_a_dangling_reference_is_an_error(ref, problem, copy):
    copy.replace("openapi.yaml", "request: {$ref: ./schemas/umkm.json}", f"request: {{$ref: {ref}}}")
    assert problem in broken(copy).problem


def test_a_reference_that_leads_back_to_itself_is_an_error(copy):
    copy.change("schemas/paging.json", lambda schema: schema["properties"]["size"].update({"$ref": "paging.json"}))
    assert "leads back to itself" in broken(copy).problem


def test_a_refusal_that_is_no_component_is_an_error(copy):
    copy.replace("contract.yaml", "refusal: Refusal", "refusal: Refused")
    assert "Refused is no schema in" in broken(copy).problem


def test_rows_of_an_unknown_collection_are_an_error(copy):
    copy.replace("contract.yaml", "rows:\n  transaksi:", "rows:\n  transaction:")
    assert str(broken(copy)) == (
        "padi/contract.yaml:54 at /rows/transaction: transaction is no collection; name one of transaksi, umkm, satker"
    )


def test_an_error_says_file_line_place_and_problem():
    assert str(ContractError("padi/x.yaml", "wrong", pointer="/a", line=3)) == "padi/x.yaml:3 at /a: wrong"
    assert str(ContractError("padi/x.yaml", "wrong")) == "padi/x.yaml: wrong"


def test_the_parts_of_the_manifest_arrive_in_the_contract(padi):
    assert (padi.system, padi.version, padi.credential.header) == ("PADI", "1.2.0", "x-api-key")
    assert (padi.paging.first, padi.paging.rows) == (1, "data")
    assert padi.collections["transaksi"].spellings == {"tanggal_transaksi": "Tanggal_transaksi"}
    assert padi.collections["transaksi"].imprecise == ("tkdn",)
    assert padi.collections["satker"].create is None
    assert padi.requirements["PADI-TRX-024"].test.given == {"is_certificate": "0", "certificate_tkdn": None}
    assert padi.requirements["PADI-AUTH-001"].level is Level.OBSERVED


def test_one_url_is_split_into_operations_by_the_member_of_the_body(padi):
    (operations,) = padi.paths().values()
    assert {operation.member: operation.id for operation in operations} == {
        "transaksi": "createTransaksi",
        "umkm": "createUmkm",
        "get_transaksi": "listTransaksi",
        "get_umkm": "listUmkm",
        "delete_transaksi": "deleteTransaksi",
        "delete_umkm": "deleteUmkm",
    }
    assert all(operation.secured for operation in operations)


@pytest.mark.parametrize(("operation", "collection"), [("createUmkm", "umkm"), ("listUmkm", None)])
def test_a_collection_is_found_by_the_operation_that_fills_it(operation, collection, padi):
    found = padi.collection_created_by(operation)
    assert (found.name if found else None) == collection


def test_a_requirement_is_judged_in_the_role_of_a_provider_unless_it_names_others(padi):
    others = [id for id, entry in padi.requirements.items() if entry.roles != (Role.PROVIDER,)]
    assert others == [id for id in padi.requirements if id.startswith("PADI-CLIENT-")]


def test_a_contract_in_a_role_has_the_requirements_of_that_role_alone():
    tpos = load("tpos")
    feed = tpos.in_role(Role.FEED).requirements
    assert "TPOS-FEED-INV-001" in feed
    assert "TPOS-PO-001" not in feed
    assert set(feed).isdisjoint(tpos.in_role(Role.PROVIDER).requirements)


def test_an_unknown_role_is_told_with_what_to_write(copy):
    copy.replace("requirements.yaml", "  keyword: MUST\n", "  keyword: MUST\n  roles: [producer]\n")
    assert "name the roles of kontrak verify" in str(broken(copy))
