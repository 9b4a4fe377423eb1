"""Excel workbooks of any size, and files that only look like one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PADDING = "docProps/padding.bin"


def workbook(size: int | None = None) -> bytes:
    """A workbook of one empty sheet, of `size` bytes exactly where that is given; raises ValueError if that is too few."""
    plain = _package(_parts("spreadsheetml.sheet.main", "xl/workbook.xml"), b"")
    if size is None:
        return plain
    if size < len(plain):
        raise ValueError(f"a workbook has {len(plain)} bytes at least")
    return _package(_parts("spreadsheetml.sheet.main", "xl/workbook.xml"), b"\0" * (size - len(plain)))


def renamed() -> bytes:
    """A text document of the same office: a package as a workbook is, with another name."""
    return _package(_parts("wordprocessingml.document.main", "word/document.xml"), b"")


def cut_off() -> bytes:
    """The first half of a workbook."""
    whole = workbook()
    return whole[: len(whole) // 2]


def empty() -> bytes:
    """A package without anything in it."""
    content = BytesIO()
    ZipFile(content, "w").close()
    return content.getvalue()


FALSE: Mapping[str, Callable[[], bytes]] = {"renamed": renamed, "cut off": cut_off, "empty": empty}
"""Files that are no workbook, by what is wrong with them."""


def sent(token: Mapping[str, Any]) -> str:
    """The file that a token means, as messages carry it: {"$xlsx": bytes} or {"$false": what is wrong with it}."""
    content = workbook(token["$xlsx"]) if "$xlsx" in token else FALSE[token["$false"]]()
    return b64encode(content).decode()


def _parts(kind: str, main: str) -> dict[str, str]:
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    types += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types += '<Default Extension="bin" ContentType="application/octet-stream"/>'
    types += f'<Override PartName="/{main}" ContentType="{KIND}.{kind}+xml"/>'
    sheet = f'<Override PartName="/xl/sheet.xml" ContentType="{KIND}.spreadsheetml.worksheet+xml"/>'
    inside = main.startswith("xl/")
    book = f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="s"/></sheets></workbook>'
    parts = {
        "[Content_Types].xml": f"{types}{sheet if inside else ''}</Types>",
        "_rels/.rels": _relations(("m", "officeDocument", main)),
        main: book if inside else '<document xmlns="urn:document"/>',
    }
    if inside:
        parts["xl/_rels/workbook.xml.rels"] = _relations(("s", "worksheet", "sheet.xml"))
        parts["xl/sheet.xml"] = f'<worksheet xmlns="{SHEETS}"><sheetData/></worksheet>'
    return parts


def _relations(one: tuple[str, str, str]) -> str:
    name, kind, target = one
    relation = f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'


def _package(parts: Mapping[str, str], padding: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(ZipInfo(name), HEAD + part)
        package.writestr(ZipInfo(PADDING), padding)
    return content.getvalue()
