"""The examples of TPOS: every message has some, and all of them keep their schemas."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile

import pytest

from kontrak.contracts import Judge, load
from tests.contracts.tpos_tables import FOLDER

TPOS = load("tpos")
JUDGE = Judge(TPOS)
OPERATIONS = list(TPOS.operations.values())
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
each_feed = pytest.mark.parametrize("feed", TPOS.feeds.values(), ids=lambda feed: feed.name)


def read(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def named(content):
    """The files of the examples of a body, whatever its content type."""
    return [each["externalValue"] for body in content.values() for each in body.get("examples", {}).values()]


def request_files(operation):
    return named(TPOS.openapi["paths"][operation.path]["post"]["requestBody"]["content"])


def answer_files(operation):
    return named(TPOS.openapi["paths"][operation.path]["post"]["responses"]["200"]["content"])


def refusal_files():
    return [
        file for response in TPOS.openapi["components"]["responses"].values() for file in named(response["content"])
    ]


def feed_files():
    return {feed.name: f"examples/feeds/{feed.name}.json" for feed in TPOS.feeds.values()}


@each_operation
def test_every_message_has_examples_that_keep_its_schema(operation):
    assert request_files(operation)
    for file in request_files(operation):
        assert JUDGE.request(operation, read(file)) == [], file


@each_operation
def test_every_answer_has_examples_that_keep_its_schema(operation):
    assert answer_files(operation)
    for file in answer_files(operation):
        assert JUDGE.answer(operation, read(file)) == [], file


def test_the_refusals_have_examples_that_keep_their_schema():
    assert refusal_files() == ["examples/problem.json", "examples/token-refusal.json"]
    assert JUDGE.refusal(read("examples/problem.json")) == []


def test_every_example_is_used():
    used = {file for operation in OPERATIONS for file in (*request_files(operation), *answer_files(operation))}
    used |= {*refusal_files(), *feed_files().values()}
    assert used == {file.relative_to(FOLDER).as_posix() for file in (FOLDER / "examples").rglob("*.json")}


@each_operation
def test_the_messages_that_the_suite_starts_from_are_among_the_examples(operation):
    assert list(operation.examples)
    assert all(example in [read(file) for file in request_files(operation)] for example in operation.examples)


def test_the_suite_starts_from_messages_that_no_reading_of_the_marks_refuses():
    for operation in OPERATIONS:
        if TPOS.collection_created_by(operation.id):
            for example in operation.examples:
                assert set(example) == set(operation.request["properties"])
                assert None not in example.values()


def test_there_is_an_order_of_every_origin_and_type():
    orders = [read(file) for file in request_files(TPOS.operations["createPurchaseOrder"])]
    assert {order["referensiPo"] for order in orders} == {1, 2, 3, 4}
    assert {order["tipePo"] for order in orders} == {1, 2, 3}
    assert {order["boTamFollow"] for order in orders} == {1, 9}
    assert any("noTransaksi" not in order for order in orders)


@pytest.mark.parametrize("group", [{"U", "Sht"}, {"Ex"}, {"P1", "P2", "P3", "S1"}, {"S2", "S3"}, {"P/N", "MKT", "OTH"}])
def test_there_is_a_claim_of_every_group_of_codes(group):
    claims = [read(file) for file in request_files(TPOS.operations["createPartsClaim"])]
    assert group & {claim["kodeClaim"] for claim in claims}


def test_the_total_of_every_claim_is_its_price_times_its_quantity():
    for file in request_files(TPOS.operations["createPartsClaim"]):
        claim = read(file)
        quantity = sum(claim.get(name, 0) for name in ("qtyMinus", "qtyPlus", "qtyNg", "qtyOth"))
        assert claim["totalHargaNetDealer"] == claim["hargaNetDealer"] * quantity, file


@each_operation
def test_every_inquiry_has_an_empty_answer(operation):
    if "data" in operation.answer.get("properties", {}) and operation.id != "inquireClaimDetail":
        assert [] in [read(file)["data"] for file in answer_files(operation)]


def test_there_is_a_document_that_is_not_judged_yet():
    details = [read(file)["data"] for file in answer_files(TPOS.operations["inquireClaimDetail"])]
    rows = [row for file in answer_files(TPOS.operations["inquireClaims"]) for row in read(file)["data"]]
    assert any(row["tamJudgement"] is None for row in details)
    assert any(row["tamJudgement"] is None for row in rows)


def files_in(value):
    """Every text in a message that is an xlsx file in Base64."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in files_in(each)]
    if isinstance(value, list):
        return [found for each in value for found in files_in(each)]
    return [value] if isinstance(value, str) and value.startswith("UEsDB") else []


def test_every_file_in_an_example_is_a_small_workbook():
    found = [text for file in (FOLDER / "examples").rglob("*.json") for text in files_in(json.loads(file.read_text()))]
    assert found
    for text in set(found):
        content = base64.b64decode(text, validate=True)
        book = zipfile.ZipFile(io.BytesIO(content))
        assert book.testzip() is None
        assert {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"} <= set(book.namelist())
        assert b"spreadsheetml.sheet.main+xml" in book.read("[Content_Types].xml")
        assert len(content) < 5000


@each_feed
def test_every_feed_has_rows_of_its_fields(feed):
    for row in read(feed_files()[feed.name]):
        assert list(row) == [field.key for field in feed.fields]
        assert all(row[field.key] not in (None, "") for field in feed.fields if field.mandatory)


@each_feed
def test_every_value_of_a_feed_fits_its_field(feed):
    forms = {"YYYYMMDD": r"\d{8}", "YYYYMMDD hh:mm": r"\d{8} \d\d:\d\d"}
    for row in read(feed_files()[feed.name]):
        for field in feed.fields:
            if (value := row[field.key]) is not None:
                assert isinstance(value, int) == (field.type in ("Int", "Decimal")), field.key
                assert len(str(value)) <= field.width, field.key
                assert field.format is None or re.fullmatch(forms[field.format], value), field.key


def test_the_rows_of_a_table_that_is_answer_and_feed_are_alike():
    operation = TPOS.operations["inquireEtd"]
    assert JUDGE.answer(operation, {"data": read("examples/feeds/etd.json")}) == []


def test_an_example_names_no_outlet_and_no_part_but_invented_ones():
    text = "".join(file.read_text("utf-8") for file in (FOLDER / "examples").rglob("*.json"))
    assert set(re.findall(r'"outletCode": "(\w+)"', text)) == {"KTK000001"}
    parts = re.findall(r'"(?:noPart|noParts|noMaterial|processNoPart|partNo|substitusiPnoNew)": "(\w+)"', text)
    assert all(part.startswith("9KT0") for part in parts)
