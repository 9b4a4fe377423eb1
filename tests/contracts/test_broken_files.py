"""A broken contract file of any kind: the message names file and line, the place in it, and what to do next."""

import re
import shutil

import pytest

from kontrak.cli.main import main
from kontrak.contracts import ContractError, load
from kontrak.contracts.load import HERE

FEED, VARIANT, SCHEMA = "feeds/invoice.yaml", "variants/trio.yaml", "schemas/purchase-order.json"
BROKEN = [
    # partner, file, text to replace, text in its place, pointer, words of the hint
    ("tpos", "contract.yaml", "title: TPOS", "titel: TPOS", "/titel", "did you mean title?"),
    ("tpos", "contract.yaml", "system: TPOS", "system: Tpos", "/system", "capitals"),
    ("tpos", "contract.yaml", "refusal: Problem", "refusal: Problems", "/refusal", "name one of"),
    ("tpos", "openapi.yaml", "openapi: 3.1.0", "openapi: 3.0.3", "/openapi", "OpenAPI 3.1"),
    ("tpos", "openapi.yaml", "x-level: documented", "x-level: sure", "/x-level", "write one of documented"),
    ("tpos", "openapi.yaml", "operationId: createRpp", "operationId: createPartsClaim", "/operationId", "rename one"),
    ("tpos", "openapi.yaml", "./schemas/rpp.json}", "./schemas/rpp.json#/x}", "/schema", "correct the reference"),
    ("tpos", "requirements.yaml", "level: assumed", "level: guessed", "/level", "write one of documented"),
    (
        "tpos",
        "requirements.yaml",
        '    probe: "examples"',
        "    tested: no",
        "/test/tested",
        "did you mean not_tested?",
    ),
    ("tpos", "requirements.yaml", "id: TPOS-API-002", "id: TPOS-API-001", "/1/id", "rename one"),
    ("tpos", "readings.yaml", "  chosen: section", "  choice: section", "/0/choice", "did you mean chosen?"),
    ("tpos", "readings.yaml", "id: TPOS-R-006", "id: R-006", "/1/id", "such as PADI-R-07"),
    ("tpos", "codes.yaml", "number: 1", "number: one", "/0/number", "write a whole number"),
    ("tpos", "world.yaml", "schedule:\n  - ", "schedule:\n    ", "/schedule", "write a list"),
    ("tpos", FEED, "type: Varchar, length: 9", "type: Varchr, length: 9", "/fields/0/type", "write one of Varchar"),
    ("tpos", FEED, "name: invoice", "name: invoices", "/name", "give both one name"),
    ("tpos", FEED, "row: 2,", "row: 1,", "/fields/1/row", "correct one of them"),
    ("tpos", FEED, "key: [outletCode", "key: [outlet", "/key/0", "name some of outletCode"),
    ("tpos", FEED, "staging: tpos_invoice", "staging: tpos-invoice", "/staging", "such as tpos_invoice"),
    ("tpos", FEED, "length: 9, mandatory", "mandatory", "/fields/0", "either length or format"),
    ("tpos", "feeds/etd.yaml", "format: YYYYMMDD,", "format: YYMMDD,", "/fields/3/format", "add it to dates"),
    ("tpos", "layout.yaml", "YYYYMMDD: {width: 8", "YYYYMMDD: {width: wide", "/dates/YYYYMMDD/width", "number of char"),
    ("tpos", SCHEMA, '"noPo"', '"noPo", "noPo": 1', "", "comma, quote or bracket"),
    ("tpos", SCHEMA, '"title": "Order type",', '"title": "a", "title": "b",', "/properties/tipePo", "drop one"),
    ("tpos", SCHEMA, '"type": "string",', '"$ref": "absent.json#/x",', "", "add it, or correct the name"),
    ("tpos", "examples/rpp.json", "{", "[", "", "comma, quote or bracket"),
    ("dgi", VARIANT, "level: observed", "level: seen", "/level", "write one of documented"),
    ("dgi", VARIANT, "    base: /dgi-api", "    basis: /dgi-api", "/differences/0/basis", "did you mean base?"),
    ("dgi", VARIANT, "differences:", "differences: [", "", "indentation, a quote or a bracket"),
]


@pytest.fixture
def copied(tmp_path):
    def copy(partner):
        return shutil.copytree(HERE / partner, tmp_path / partner)

    return copy


@pytest.mark.parametrize(("partner", "name", "old", "new", "pointer", "hint"), BROKEN)
def test_a_broken_file_is_named_with_line_pointer_and_what_to_do(partner, name, old, new, pointer, hint, copied):
    folder = copied(partner)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load(folder)
    error = caught.value
    assert re.match(rf"{partner}/[\w./-]+(:\d+)?( at /\S+)?: .+; ", str(error)), str(error)
    assert error.pointer.endswith(pointer)
    assert hint in error.hint
    if "absent.json" not in new:
        assert error.file == f"{partner}/{name}"
        changed = text[: text.index(old)].count("\n") + 1
        assert changed <= error.line <= changed + new.count("\n") + 1 or error.pointer.endswith(("/operationId",))


def test_the_command_line_prints_the_place_and_no_traceback(copied, capsys, monkeypatch):
    folder = copied("tpos")
    (folder / FEED).write_text("name: [", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["kontrak", "contracts", "diff", str(folder), "tpos"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert re.match(r"kontrak: tpos/feeds/invoice\.yaml:\d+: not YAML: .+; mend ", capsys.readouterr().err)
