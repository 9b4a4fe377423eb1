"""What is a workbook and what only looks like one; nothing that is sent takes the process or its memory."""

from __future__ import annotations

import base64
import io
import random
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import load
from kontrak.mocks.tpos.workbook import LARGEST, problem

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Klaim" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="s.xml"/>'
    f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="t.xml"/>'
    f'<Relationship Id="c" Type="{OFFICE}/styles" Target="y.xml"/></Relationships>',
    "xl/s.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "xl/t.xml": f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>',
    "xl/y.xml": f'<styleSheet xmlns="{MAIN}"/>',
}


def packed(changed: dict[str, Any] | None = None, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as package:
        for name, part in (PARTS | (changed or {})).items():
            if part is not None:
                package.writestr(name, part)
    return file.getvalue()


def test_the_contracts_own_attachments_are_workbooks() -> None:
    operations = load("tpos").operations
    messages = [example for id in ("createPartsClaim", "createRpp") for example in operations[id].examples]
    files = [
        message[name] for message in messages for name in ("attachment", "bap", "cancelReport") if message.get(name)
    ]
    assert len(files) >= 5
    assert {problem(file, "lampiran.XLSX") for file in files} == {None}


@pytest.mark.parametrize("text", ["UEsDB", "UEsDB?==", "UEsDBé", " UEsD"])
def test_a_text_that_is_no_base64_is_refused(text: str) -> None:
    assert "Base64" in str(problem(text))


def test_a_file_of_the_greatest_size_is_measured_after_decoding() -> None:
    room = LARGEST - len(packed({"x": b""}, zipfile.ZIP_STORED))
    for more, said in ((0, None), (1, f"has {LARGEST + 1} bytes")):
        found = problem(base64.b64encode(packed({"x": b"\0" * (room + more)}, zipfile.ZIP_STORED)).decode())
        assert found is None if said is None else said in str(found)


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_workbook_with_a_picture_is_one(how: int) -> None:
    assert problem(packed({"xl/media/foto.png": random.Random(1).randbytes(200_000)}, how)) is None


def test_a_workbook_that_openpyxl_wrote_is_one() -> None:
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in range(2000):
        book.active.append([row, f"Baris {row}", 1.5])
    book.create_sheet("Foto")
    book.save(file)
    assert problem(file.getvalue(), "klaim.xlsx") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "zip"),
        (b"outlet;part;qty\n1;2;3\n", "zip"),
        (b"PK\x03\x04" + b"\0" * 100, "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "zip"),
        (packed()[:-30], "zip"),
        (packed({"[Content_Types].xml": None}), "without a workbook"),
        (packed({"[Content_Types].xml": PARTS["[Content_Types].xml"].replace("sheet.main", "template.main")}), "without"),
        (packed({"xl/workbook.xml": None}), "no sheet"),
        (packed({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'}), "no sheet"),
        (packed({"xl/s.xml": None}), "opened"),
        (packed({"xl/s.xml": "a,b,c"}), "broken part"),
        (packed({"xl/s.xml": f'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet xmlns="{MAIN}"/>'}), "document type"),
        (packed({"xl/s.xml": b"<w>" + b" " * 30_000_000 + b"</w>"}), "tightly"),
        (packed({f"xl/{n}.xml": random.Random(n).randbytes(20_000) * 100 for n in range(20)}), "unpacks"),
        (packed({f"xl/{n}": b"" for n in range(1001)}), "parts"),
        (packed({"x": b"\0" * (LARGEST + 1)}, zipfile.ZIP_STORED), "at most 1048576"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused_with_a_reason(content: bytes, said: str) -> None:
    assert said in str(problem(content))


def test_a_file_of_another_name_is_refused() -> None:
    assert "called 'klaim.xls'" in str(problem(packed(), "klaim.xls"))


def test_two_parts_of_one_name_are_refused() -> None:
    content = packed({"xl/S.xml": PARTS["xl/s.xml"]}).replace(b"xl/S.xml", b"xl/s.xml")
    assert "each once" in str(problem(content))


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(packed())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in str(problem(bytes(content)))


def test_every_flipped_byte_of_a_part_is_noticed() -> None:
    content, start = bytearray(packed(how=zipfile.ZIP_STORED)), packed(how=zipfile.ZIP_STORED).index(b"<sheetData")
    content[start] ^= 1
    assert problem(bytes(content)) is not None


def test_a_size_that_lies_does_not_let_more_out_than_is_allowed() -> None:
    bomb = b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>"
    content = packed({"xl/s.xml": bomb})
    content = content.replace(len(bomb).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert problem(content) is not None


@pytest.mark.parametrize("count", ["4000000000", "18446744073709551615", "-1", "x"])
@pytest.mark.parametrize("root", ["sst", "workbook", "Relationships", "x:sst"])
def test_a_count_that_lies_costs_no_memory(count: str, root: str) -> None:
    said = f'count="{count}" uniqueCount="{count}"'
    strings = f'<{root} xmlns="{MAIN}" xmlns:x="{MAIN}" {said}><sst {said}><si><t>x</t></si></sst></{root}>'
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts {said}/><cellXfs {said}/></styleSheet>'
    dimension = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>'
    found = problem(packed({"xl/t.xml": strings, "xl/y.xml": styles, "xl/s.xml": dimension}))
    assert found is None if "sst" in root else "strings" in str(found)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_whatever_is_done_to_a_workbook_gives_a_reason_or_a_workbook(data: st.DataObject) -> None:
    content = bytearray(packed())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    assert problem(bytes(content)) is None or "wanted" in str(problem(bytes(content)))


NAMES = st.sampled_from(list(PARTS))
MARKUP = st.text("<>/=\"' &;:workbksheetTypsRlaionsid0123456789!-[]?", max_size=60)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(NAMES, MARKUP.map(lambda text: f"<workbook>{text}</workbook>") | MARKUP | st.none()))
def test_whatever_stands_in_the_parts_gives_a_reason_or_a_workbook(changed: Any) -> None:
    found = problem(packed(changed))
    assert found is None or "wanted" in found
