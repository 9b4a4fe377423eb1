"""Two versions of a contract: what changed, whom it breaks, and that nothing is missed."""

import copy
import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import ConfigurationError, ContractError
from kontrak.contracts.diff import CLIENT, SERVER, Version, diff, version
from kontrak.contracts.load import HERE, partners
from kontrak.contracts.schema import follow


def small():
    """A document with one operation and most of what can change."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/a": {
                "post": {
                    "operationId": "makeA",
                    "parameters": [{"in": "query", "name": "q", "schema": {"type": "string"}}],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                    "responses": {
                        "200": {
                            "description": "Done.",
                            "headers": {"x-id": {"schema": {"type": "string"}}},
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}},
                        },
                        "400": {"description": "Refused."},
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}},
            "schemas": {"A": message(), "B": message()},
        },
    }


def message():
    return {
        "type": "object",
        "required": ["no"],
        "properties": {
            "no": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^[A-Z]+$"},
            "qty": {"type": ["integer", "null"], "minimum": 1, "maximum": 99},
            "kind": {"enum": ["x", "y"]},
            "day": {"type": "string", "format": "date"},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"part": {"type": "string"}}}},
        },
        "allOf": [{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["qty"]}}],
    }


def changed(edit):
    """The changes from the small document to an edited one."""
    document = small()
    edit(document)
    return diff(Version("old", small()), Version("new", document))


def kinds(changes):
    return {(change.kind, change.for_whom, change.breaking) for change in changes}


def at(pointer, **members):
    """An edit that sets members of the object at a pointer; None takes one away."""

    def edit(document):
        node = follow(document, pointer)
        for name, value in members.items():
            node[name] = value
            if value is None:
                del node[name]

    return edit


NARROWED = [
    ("/properties/no", {"maxLength": 8}, "maxLength-narrowed"),
    ("/properties/no", {"minLength": 2}, "minLength-narrowed"),
    ("/properties/qty", {"maximum": 98}, "maximum-narrowed"),
    ("/properties/qty", {"minimum": 2}, "minimum-narrowed"),
    ("/properties/qty", {"type": "integer"}, "type-narrowed"),
    ("/properties/kind", {"enum": ["x"]}, "values-narrowed"),
    ("/properties/day", {"maxLength": 10}, "maxLength-narrowed"),
    ("/properties/rows", {"minItems": 1}, "minItems-narrowed"),
    ("/properties/rows", {"uniqueItems": True}, "uniqueItems-narrowed"),
    ("/properties/rows/items/properties/part", {"format": "uuid"}, "format-narrowed"),
    ("/properties/rows/items", {"required": ["part"]}, "column-required"),
    ("", {"required": ["no", "qty"]}, "column-required"),
    ("", {"additionalProperties": False}, "additionalProperties-narrowed"),
    ("/allOf/0/then", {"required": ["qty", "day"]}, "column-required"),
    ("/allOf/0/then", {"properties": {"day": {"minLength": 1}}}, "minLength-narrowed"),
]
WIDENED = [
    ("/properties/no", {"maxLength": 10}, "maxLength-widened"),
    ("/properties/no", {"maxLength": None}, "maxLength-widened"),
    ("/properties/no", {"minLength": 0}, "minLength-widened"),
    ("/properties/no", {"pattern": None}, "pattern-widened"),
    ("/properties/no", {"type": ["string", "null"]}, "type-widened"),
    ("/properties/qty", {"type": ["number", "null"]}, "type-widened"),
    ("/properties/kind", {"enum": ["x", "y", "z"]}, "values-widened"),
    ("/properties/kind", {"enum": None}, "values-widened"),
    ("", {"required": []}, "column-optional"),
    ("", {"allOf": []}, "rule-removed"),
]


@pytest.mark.parametrize(("place", "members", "kind"), NARROWED)
def test_a_request_that_takes_less_breaks_clients_and_an_answer_that_may_be_less_breaks_servers(place, members, kind):
    assert kinds(changed(at(f"/components/schemas/A{place}", **members))) == {(kind, CLIENT, True)}
    assert kinds(changed(at(f"/components/schemas/B{place}", **members))) == {(kind, SERVER, True)}


@pytest.mark.parametrize(("place", "members", "kind"), WIDENED)
def test_a_request_that_takes_more_breaks_servers_and_an_answer_that_may_be_more_breaks_clients(place, members, kind):
    assert kinds(changed(at(f"/components/schemas/A{place}", **members))) == {(kind, SERVER, True)}
    assert kinds(changed(at(f"/components/schemas/B{place}", **members))) == {(kind, CLIENT, True)}


@pytest.mark.parametrize(
    ("place", "members", "wanted"),
    [
        ("/paths", {"/a": None}, {("operation-removed", CLIENT, True)}),
        ("/paths", {"/b": {"get": {"responses": {}}}}, {("operation-added", SERVER, True)}),
        ("/paths/~1a", {"get": {"responses": {}}}, {("operation-added", SERVER, True)}),
        (
            "/paths/~1a/post",
            {"security": []},
            {("security-narrowed", CLIENT, True), ("security-widened", SERVER, True)},
        ),
        ("", {"security": [{"key": []}, {"token": []}]}, {("security-widened", SERVER, True)}),
        (
            "/components/securitySchemes/key",
            {"name": "x-token"},
            {("security-scheme-changed", CLIENT, True), ("security-scheme-changed", SERVER, True)},
        ),
        ("/paths/~1a/post", {"parameters": []}, {("parameter-removed", CLIENT, True)}),
        ("/paths/~1a/post/parameters/0", {"required": True}, {("required", CLIENT, True)}),
        ("/paths/~1a/post/parameters/0/schema", {"maxLength": 5}, {("maxLength-narrowed", CLIENT, True)}),
        ("/paths/~1a/post/requestBody", {"required": True}, {("required", CLIENT, True)}),
        ("/paths/~1a/post/requestBody/content", {"text/xml": {}}, {("media-type-added", SERVER, True)}),
        ("/paths/~1a/post/requestBody/content", {"application/json": None}, None),
        ("/paths/~1a/post/responses", {"200": None}, {("answer-removed", CLIENT, True)}),
        ("/paths/~1a/post/responses", {"201": {}}, {("answer-added", CLIENT, True)}),
        ("/paths/~1a/post/responses", {"500": {}}, {("answer-added", CLIENT, False)}),
        ("/paths/~1a/post/responses/200", {"headers": {}}, {("header-removed", CLIENT, True)}),
        ("/components/schemas/A/properties", {"day": None}, {("request-column-removed", CLIENT, True)}),
        ("/components/schemas/B/properties", {"day": None}, {("answer-column-removed", CLIENT, True)}),
        ("/components/schemas/A/properties", {"new": {}}, {("request-column-added", SERVER, True)}),
        ("/components/schemas/B/properties", {"new": {}}, {("answer-column-added", CLIENT, False)}),
        (
            "/components/schemas/A/properties/no",
            {"pattern": "^[0-9]+$"},
            {("pattern-changed", CLIENT, True), ("pattern-changed", SERVER, True)},
        ),
        ("/components/schemas/A/properties/no", {"title": "Number"}, {("annotation", SERVER, False)}),
        ("/info", {"title": "Other"}, {("annotation", CLIENT, False)}),
    ],
)
def test_a_change_breaks_whom_it_breaks(place, members, wanted):
    found = kinds(changed(at(place, **members)))
    assert found == wanted if wanted else ("media-type-removed", CLIENT, True) in found


def test_a_new_request_column_that_must_be_given_breaks_both_sides():
    def edit(document):
        schema = document["components"]["schemas"]["A"]
        schema["properties"]["new"] = {"type": "string"}
        schema["required"].append("new")

    assert kinds(changed(edit)) == {("request-column-added", CLIENT, True), ("request-column-added", SERVER, True)}


def test_a_change_says_where_it_is_and_what_in_words():
    (change,) = changed(at("/components/schemas/A/properties/rows/items/properties/part", maxLength=3))
    assert change.where == "/components/schemas/A/properties/rows/items/properties/part/maxLength"
    assert change.text == "makeA, request: rows.part: maxLength is new, now 3"


def test_a_schema_that_leads_back_to_itself_is_compared():
    def endless():
        document = small()
        document["components"]["schemas"]["A"]["properties"]["a"] = {"$ref": "#/components/schemas/A"}
        return document

    other = endless()
    other["components"]["schemas"]["A"]["properties"]["no"]["maxLength"] = 8
    assert diff(Version("a", endless()), Version("b", endless())) == []
    assert {change.kind for change in diff(Version("a", endless()), Version("b", other))} == {"maxLength-narrowed"}


@pytest.mark.parametrize("partner", partners())
def test_a_version_does_not_differ_from_itself(partner):
    assert diff(version(partner), version(partner)) == []


@pytest.mark.parametrize("partner", partners())
def test_a_partner_does_not_differ_from_its_exported_document(partner, tmp_path):
    file = tmp_path / "exported.json"
    file.write_text(json.dumps(version(partner).document), encoding="utf-8")
    assert diff(version(str(file)), version(partner)) == []


def places(value, path=()):
    """Every place of a document."""
    yield path
    for token, part in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(part, (*path, token))


def mutated(value):
    """Another value of the same kind."""
    if isinstance(value, dict):
        return {**value, "x-new": 1} if "x-new" not in value else {}
    if isinstance(value, list):
        return [*value, "zz"] if all(isinstance(item, str) for item in value) else value[:-1]
    if isinstance(value, bool):
        return not value
    return f"{value}z" if isinstance(value, str) else (value or 0) + 1


def parent(document, path):
    for token in path[:-1]:
        document = document[token]
    return document


def mutate(document, path, delete):
    holder, token = parent(document, path), path[-1]
    if delete:
        del holder[token]
    else:
        holder[token] = mutated(holder[token])


@pytest.mark.parametrize("delete", [False, True])
def test_every_single_mutation_of_a_small_document_is_reported(delete):
    for path in [path for path in places(small()) if path]:
        document = small()
        mutate(document, path, delete)
        assert diff(Version("old", small()), Version("new", document)) != [], path
        assert diff(Version("new", document), Version("old", small())) != [], path


@given(data=st.data(), delete=st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_single_mutation_of_a_partner_s_document_is_reported(data, delete):
    document = copy.deepcopy(PADI)
    mutate(document, data.draw(st.sampled_from(PLACES)), delete)
    assert diff(Version("old", PADI), Version("new", document)) != []


PADI = version("padi").document
PLACES = [path for path in places(PADI) if path]


@pytest.fixture
def tpos(tmp_path):
    """A copy of the folder of TPOS, with what changed against the original after an edit of one file."""
    folder = shutil.copytree(HERE / "tpos", tmp_path / "tpos")

    def edited(name, old, new):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        if "paymentCode" in old:  # what is laid out for a reader names the column too
            reader = folder / "reader.yaml"
            reader.write_text(reader.read_text("utf-8").replace("paymentCode", "termsCode"), encoding="utf-8")
        return kinds(diff(version("tpos"), version(str(folder))))

    return edited


INVOICE = "feeds/invoice.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        ("requirements.yaml", "id: TPOS-API-002", "id: TPOS-API-092", {("requirement-removed", CLIENT, True)}),
        ("requirements.yaml", "id: TPOS-API-002", "id: TPOS-API-092", {("requirement-added", SERVER, True)}),
        ("client.yaml", "id: TPOS-CLIENT-001", "id: TPOS-CLIENT-091", {("requirement-removed", SERVER, True)}),
        ("client.yaml", "id: TPOS-CLIENT-001", "id: TPOS-CLIENT-091", {("requirement-added", CLIENT, True)}),
        ("requirements.yaml", "level: assumed", "level: documented", {("level-raised", SERVER, True)}),
        ("requirements.yaml", "level: documented", "level: assumed", {("level-lowered", SERVER, False)}),
        ("requirements.yaml", "keyword: SHOULD\n", "keyword: MUST\n", {("keyword-raised", SERVER, True)}),
        ("requirements.yaml", 'text: "Methods that', 'text: "The methods that', {("annotation", CLIENT, False)}),
        ("readings.yaml", "chosen: section", "chosen: caption", {("reading-changed", CLIENT, True)}),
        (INVOICE, "length: 9,", "length: 10,", {("feed-width-changed", CLIENT, True)}),
        (INVOICE, "type: Decimal", "type: Int", {("feed-type-changed", SERVER, True)}),
        (
            INVOICE,
            "key: paymentCode, column: payment_code",
            "key: termsCode, column: terms_code",
            {("feed-column-removed", CLIENT, True)},
        ),
        (INVOICE, "mandatory: false", "mandatory: true", {("feed-column-required", SERVER, True)}),
        (INVOICE, "staging: tpos_invoice", "staging: tpos_bill", {("feed-staging-changed", CLIENT, True)}),
        (INVOICE, "key: [outletCode, ", "key: [", {("feed-key-changed", CLIENT, True)}),
        (
            "layout.yaml",
            'terminator: {value: "\\n"',
            'terminator: {value: "\\r\\n"',
            {("layout-changed", CLIENT, True)},
        ),
        ("codes.yaml", "number: 1", "number: 91", {("annotation", CLIENT, False)}),
    ],
)
def test_the_registers_of_two_folders_are_compared(name, old, new, wanted, tpos):
    assert wanted <= tpos(name, old, new)


def test_the_order_of_the_columns_of_a_feed_is_compared(tmp_path):
    folder = shutil.copytree(HERE / "tpos", tmp_path / "tpos")
    lines = (folder / INVOICE).read_text("utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if "row: 1," in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    (folder / INVOICE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert kinds(diff(version("tpos"), version(str(folder)))) == {
        ("feed-order-changed", CLIENT, True),
        ("feed-order-changed", SERVER, True),
    }


@pytest.mark.parametrize(
    ("name", "text", "error", "wanted"),
    [
        ("absent.json", None, ConfigurationError, "nothing that is there; name a partner"),
        ("a.txt", "x", ConfigurationError, "its name ends with none of .json, .yaml, .yml"),
        ("a.json", "{", ContractError, r"a\.json:1: not JSON: .*; mend"),
        ("a.yaml", "a: [", ContractError, r"a\.yaml:\d: not YAML: .*; mend"),
        ("a.json", "[]", ConfigurationError, "no OpenAPI 3.1 document with paths; write one with"),
        ("a.json", '{"openapi": "3.0.0", "paths": {}}', ConfigurationError, "no OpenAPI 3.1 document"),
        ("a.json", '{"openapi": "3.1.0"}', ConfigurationError, "no OpenAPI 3.1 document with paths"),
        ("a.json", '{"openapi": "3.1.0", "paths": {"/a": ' + "[" * 100_000, ContractError, "nested too deeply"),
    ],
)
def test_what_is_no_version_is_told_with_what_to_write(name, text, error, wanted, tmp_path):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=wanted):
        version(str(tmp_path / name))


@pytest.mark.parametrize("odd", [None, 1, "x", [], [None], {"post": 1}, {"post": {"requestBody": [], "responses": 7}}])
def test_a_document_of_any_form_is_compared_without_an_error(odd):
    document = small()
    document["paths"]["/a"] = odd
    document["components"]["schemas"] = odd
    assert diff(Version("a", small()), Version("b", document)) != []
    assert diff(Version("b", document), Version("a", small())) != []
