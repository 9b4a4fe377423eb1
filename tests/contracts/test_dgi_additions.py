"""CRM, the invented booking service, the CDDB file and the mapping of the slide: contracts like the rest."""

import re
import shutil

import pytest
import yaml
from openapi_spec_validator import validate

from kontrak.contracts import ContractError, Judge, Level, load
from kontrak.contracts.export import bundle
from kontrak.contracts.lint.beside import beside
from kontrak.contracts.load import HERE

OPERATIONS = {"sendLeads": "crm", "addLeads": "crm", "addLeadStatus": "crm", "readBooking": "booking-service"}
ENGINE = "KTRKE1000001"


@pytest.fixture(scope="module")
def dgi_judge(dgi):
    return Judge(dgi)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(HERE / "dgi", tmp_path / "dgi")
    return tmp_path / "dgi"


def change(folder, name, edit):
    """Apply a function to the content of a YAML file."""
    content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    edit(content)
    (folder / name).write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def test_the_operations_of_the_additions_stand_among_those_of_the_contract_with_their_mark(dgi):
    assert {id: op.addition for id, op in dgi.operations.items() if op.addition} == OPERATIONS
    assert set(dgi.additions) == set(OPERATIONS.values())


def test_the_operations_of_the_document_come_first_and_have_no_mark(dgi):
    assert [op.addition for op in dgi.operations.values()][:18] == [None] * 18


@pytest.mark.parametrize("id", OPERATIONS)
def test_an_addition_is_authenticated_like_the_rest(id, dgi):
    assert dgi.operations[id].secured


@pytest.mark.parametrize("name", ["crm", "booking-service"])
def test_the_file_of_an_addition_is_an_openapi_document_of_its_own(name):
    file = HERE / "dgi" / "additions" / f"{name}.yaml"
    validate(yaml.safe_load(file.read_text(encoding="utf-8")), base_uri=file.as_uri())


def test_the_exported_document_holds_the_additions_with_their_schemas_and_examples(dgi):
    document = bundle(dgi)
    validate(document)
    paths = {item["post"]["operationId"]: item["post"] for item in document["paths"].values()}
    assert set(OPERATIONS) <= set(paths)
    assert paths["addLeads"]["requestBody"]["content"]["application/json"]["examples"]["leads"]["value"]["leads"]
    assert {"crm-leads", "crm-status", "booking-read"} <= set(document["components"]["schemas"])


def test_every_example_of_an_answer_keeps_its_schema(dgi, dgi_judge):
    for item in bundle(dgi)["paths"].values():
        operation = dgi.operations[item["post"]["operationId"]]
        for name, example in item["post"]["responses"]["200"]["content"]["application/json"]["examples"].items():
            assert dgi_judge.answer(operation, example["value"]) == [], (operation.id, name)
            assert dgi_judge.says_refused(example["value"]) == (name == "refused")


def test_every_example_of_a_request_is_canonical(dgi, dgi_judge):
    for id in OPERATIONS:
        operation = dgi.operations[id]
        assert all(dgi_judge.request(operation, example) == [] for example in operation.examples)


@pytest.mark.parametrize(
    ("column", "value"), [("noHP", None), ("noHP", "0" * 16), ("noHP", ""), ("nama", "x" * 101), ("nama", None)]
)
def test_a_lead_at_intake_is_judged_at_its_own_place(column, value, dgi, dgi_judge):
    operation = dgi.operations["addLeads"]
    good = operation.examples[0]["leads"][0]
    found = dgi_judge.request(operation, {"leads": [good, {**good, column: value}]})
    assert [(each.pointer, each.requirement) for each in found] == [(f"/leads/1/{column}", "DGI-CRM-003")]


def test_the_list_whose_rows_are_judged_alone_says_so(dgi):
    assert dgi.operations["addLeads"].request["properties"]["leads"]["x-alone"] is True


@pytest.mark.parametrize("stage", ["7", "8", "9", "10", "11", "12"])
def test_every_stage_of_a_lead_is_taken(stage, dgi, dgi_judge):
    operation = dgi.operations["addLeadStatus"]
    assert dgi_judge.request(operation, {**operation.examples[0], "stageId": stage}) == []


def test_another_stage_is_refused(dgi, dgi_judge):
    operation = dgi.operations["addLeadStatus"]
    found = dgi_judge.request(operation, {**operation.examples[0], "stageId": "13"})
    assert [each.requirement for each in found] == ["DGI-CRM-005"]


@pytest.mark.parametrize(("missing", "breaches"), [(["idSPK"], 0), (["idProspek"], 0), (["idSPK", "idProspek"], 1)])
def test_a_status_names_the_prospect_or_the_order(missing, breaches, dgi, dgi_judge):
    operation = dgi.operations["addLeadStatus"]
    message = {key: value for key, value in operation.examples[0].items() if key not in missing}
    assert [each.requirement for each in dgi_judge.request(operation, message)] == ["DGI-CRM-006"] * breaches


def test_everything_of_the_booking_service_is_assumed_and_says_that_it_is_invented(dgi):
    operation = dgi.operations["readBooking"]
    rows = operation.answer["properties"]["data"]["items"]["properties"]
    for node in (*operation.request["properties"].values(), *operation.answer["properties"].values(), *rows.values()):
        assert (node["x-level"], node["x-source"]["document"]) == ("assumed", "kontrak")
    assert operation.level is Level.ASSUMED
    assert "invented" in operation.summary
    assert "invented" in dgi.additions["booking-service"].title
    rules = {id for node in rows.values() for id in node["x-requirements"].values()}
    assert rules == {"DGI-BOOK-003"}


def test_a_path_that_is_taken_is_told_with_file_and_place(folder):
    def take(content):
        content["paths"]["/dgi-api/v1.3/prsp/read"] = content["paths"].pop("/dgi-api/v1.3/booking/read")

    change(folder, "additions/booking-service.yaml", take)
    with pytest.raises(ContractError, match="is in the contract already") as caught:
        load(folder)
    assert caught.value.file == "dgi/additions/booking-service.yaml"
    assert caught.value.pointer == "/paths/~1dgi-api~1v1.3~1prsp~1read"
    assert caught.value.line


def test_another_header_under_the_name_of_a_known_scheme_is_told(folder):
    change(
        folder,
        "additions/crm.yaml",
        lambda content: content["components"]["securitySchemes"]["apiKey"].update(name="CRM-API-Key"),
    )
    with pytest.raises(ContractError, match="apiKey is in the contract already"):
        load(folder)


def test_an_addition_whose_file_is_missing_is_told(folder):
    (folder / "additions" / "crm.yaml").unlink()
    with pytest.raises(ContractError, match=r"additions/crm\.yaml"):
        load(folder)


def test_the_cddb_file_has_37_columns_with_a_semicolon_between(dgi):
    record = dgi.records["cddb"]
    assert [column.number for column in record.columns] == list(range(1, 38))
    assert len({column.name for column in record.columns}) == 37
    assert record.file.separator == ";"


def test_the_name_of_a_cddb_file_is_that_of_odm(dgi):
    assert dgi.records["cddb"].file.name == "{mainDealer}-{dealer}-{yymmdd}-{yymmddHHMM}.CDDB"


def test_what_was_not_recorded_of_the_cddb_file_is_assumed(dgi):
    assert dgi.records["cddb"].file.assumed == ("encoding", "line_end", "header")


def test_the_example_of_a_cddb_line_keeps_its_columns_lengths_dates_and_codes(dgi):
    record = dgi.records["cddb"]
    values = record.example.split(record.file.separator)
    assert len(values) == len(record.columns)
    for column, value in zip(record.columns, values, strict=True):
        assert column.length is None or len(value) == column.length, column.name
        assert column.codes is None or value in record.codes[column.codes], column.name
        assert column.format is None or re.fullmatch("[0-9]{8}", value), column.name
    assert "".join(values[:2]) == ENGINE


def test_the_engine_number_is_split_into_five_and_seven_characters(dgi):
    assert [column.length for column in dgi.records["cddb"].columns[:2]] == [5, 7]


def test_labels_of_codes_are_only_there_where_they_were_recorded(dgi):
    labelled = {name for name, codes in dgi.records["cddb"].codes.items() if all(codes.values())}
    assert labelled == {"citizenship"}


def test_a_column_that_is_counted_wrongly_is_told(folder):
    change(folder, "additions/cddb.yaml", lambda content: content["columns"].pop(3))
    with pytest.raises(ContractError, match="column 4 has the number 5") as caught:
        load(folder)
    assert (caught.value.pointer, bool(caught.value.line)) == ("/columns/3/number", True)


def test_a_column_with_an_unknown_code_list_is_told(folder):
    change(folder, "additions/cddb.yaml", lambda content: content["codes"].pop("gender"))
    with pytest.raises(ContractError, match="no list gender"):
        load(folder)


def test_a_coded_column_without_a_list_is_told(folder):
    change(folder, "additions/cddb.yaml", lambda content: content["columns"][4].pop("codes"))
    with pytest.raises(ContractError, match=r"additions/cddb\.yaml"):
        load(folder)


def test_the_flows_name_the_operations_of_their_rows(dgi):
    for row in dgi.mapping.rows:
        assert set(row.endpoints) <= set(dgi.mapping.flows[row.flow].endpoints), row.slide


def test_the_arrow_post_stands_in_the_flow_of_the_unit_sales_alone(dgi):
    assert [name for name, flow in dgi.mapping.flows.items() if "post" in flow.arrows] == ["unit-sales"]


def test_what_is_newer_than_the_slide_is_assumed(dgi):
    assert [(row.endpoints, row.level) for row in dgi.mapping.newer] == [
        (("mdinvh1/read", "mdinvh3/read"), Level.ASSUMED)
    ]


def test_an_operation_leads_to_its_row_and_its_transaction(dgi):
    assert dgi.mapping.serving("dphlo/add").odm == "WOR - CPA"
    assert dgi.mapping.serving("prsp/add") is None


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda content: content["rows"][0].update(endpoints=["prsx/read"]), "no operation prsx/read"),
        (lambda content: content["rows"][0].update(flow="nowhere"), "no flow nowhere"),
        (lambda content: content["additions"][0].update(addition="cddx"), "no addition cddx"),
        (lambda content: content["flows"]["workorder"].update(endpoints=["pkx/read"]), "no operation pkx/read"),
        (lambda content: content["rows"][0].update(source="rumour"), "source rumour is unknown"),
    ],
)
def test_a_name_in_the_mapping_that_the_contract_does_not_have_is_found_by_the_linter(folder, edit, problem):
    change(folder, "mapping.yaml", edit)
    assert [each for each in beside(load(folder)) if each.subject == "mapping" and problem in each.text]


def test_a_mapping_with_an_unknown_member_is_told_with_its_place(folder):
    change(folder, "mapping.yaml", lambda content: content["rows"][2].update(endpoint="inv1/read"))
    with pytest.raises(ContractError, match=r"mapping\.yaml") as caught:
        load(folder)
    assert caught.value.pointer.startswith("/rows/2")


def test_a_partner_without_additions_has_none(padi):
    assert (padi.additions, padi.records, padi.mapping) == ({}, {}, None)
