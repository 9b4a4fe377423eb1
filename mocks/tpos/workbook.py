"""Whether an attachment is what the document asks for: an Excel workbook (xlsx) of at most 1 MB.

Everything is bounded before it is parsed. The parts are unpacked and checked by the standard library; what came out of
that, packed anew, is opened by calamine. It starts in a millisecond, where openpyxl takes 0.4 s and 15 MB, and it expands no
entities. It sees the frame only: a sheet with two cells in opposite corners, or a count of strings that lies, has it ask for
more memory than there is, which ends the process.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

LARGEST = 1024 * 1024
"""1 MB as TPOS-R-028 reads it, in bytes of the file itself."""
MOST_PARTS = 1000
LARGEST_UNPACKED = 32 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL = 100 * 1024
"""Parts up to this size may be packed as tightly as they like; blank sheets are."""
ENCRYPTED = 0x1
TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FRAME = ("Types", "Relationships", "workbook")
"""The root elements of the parts that say which sheets there are."""
FOREIGN = frozenset(("sst", "si", "cellXfs", "numFmts", "styleSheet", "sheetData", "dimension"))
"""What has no place in such a part, though calamine would heed it there."""
WORKBOOK = "an Excel workbook (xlsx)"
BOMB = f"{WORKBOOK} that unpacks to at most {LARGEST_UNPACKED} bytes"


class NotAWorkbook(Exception):
    """What is wrong with a file; never seen outside of this module."""


def problem(content: bytes | str, file_name: str | None = None) -> str | None:
    """What is wrong with an attachment, in words that follow "the file"; None if it is a good workbook.

    A text is the file in Base64, as messages carry it (TPOS-R-027).
    """
    if file_name is not None and not file_name.lower().endswith(".xlsx"):
        return f"is called {file_name[:64]!r}, wanted a name that ends in .xlsx"
    try:
        return _of_sheets(_repacked(_decoded(content) if isinstance(content, str) else content))
    except NotAWorkbook as error:
        return str(error)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise NotAWorkbook(f"is no Base64 ({error}), wanted {WORKBOOK} in Base64") from None


def _repacked(content: bytes) -> BytesIO:
    """The XML parts in a package of their own: sizes, names and sums that lie do not survive it."""
    if len(content) > LARGEST:
        raise NotAWorkbook(f"has {len(content)} bytes, wanted at most {LARGEST}")
    clean = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as package, ZipFile(clean, "w", ZIP_STORED) as copy:
            _check_bounds(package.infolist())
            for name, part in _parts(package):
                copy.writestr(ZipInfo(name), part)
    except (BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError, LookupError) as error:
        raise NotAWorkbook(f"is not a zip package ({error}), wanted {WORKBOOK}") from None
    except Exception as error:  # zlib, bz2 and lzma each have an error of their own
        if type(error).__module__ not in ("zlib", "_lzma", "lzma", "_bz2", "struct"):
            raise
        raise NotAWorkbook(f"is corrupt ({error}), wanted {WORKBOOK}") from None
    clean.seek(0)
    return clean


def _check_bounds(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or len(set(names)) < len(names):
        raise NotAWorkbook(f"has {len(parts)} parts, wanted at most {MOST_PARTS}, each once")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise NotAWorkbook(f"is encrypted, wanted {WORKBOOK} that can be read")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotAWorkbook(f"unpacks to more than {LARGEST_UNPACKED} bytes, wanted {BOMB}")
    if any(part.file_size > max(SMALL, HIGHEST_RATIO * part.compress_size) for part in parts):
        raise NotAWorkbook(f"is packed more tightly than {HIGHEST_RATIO} to 1, wanted {BOMB}")


def _parts(package: ZipFile) -> Iterator[tuple[str, bytes]]:
    """The XML parts, each well formed, those of the frame whole and the others blank; the sums of all are checked."""
    types = package.read(TYPES) if TYPES in package.namelist() else b""
    if MAIN not in types:
        raise NotAWorkbook(f"is a package without a workbook, wanted {WORKBOOK}")
    for entry in package.infolist():
        part = package.read(entry)
        if entry.filename.endswith((".xml", ".rels")):
            yield entry.filename, _framed(entry.filename, part)


def _framed(name: str, part: bytes) -> bytes:
    """A well-formed part as it is if it belongs to the frame, else its root element alone."""
    parser, elements = expat.ParserCreate(namespace_separator=" "), dict[str, None]()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda element, _: elements.setdefault(element)
    try:
        parser.Parse(part, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        raise NotAWorkbook(f"has a broken part {name[:64]} ({error}), wanted {WORKBOOK}") from None
    namespace, _, root = next(iter(elements)).rpartition(" ")
    if root not in FRAME:
        return f"<{root} xmlns={quoteattr(namespace)}/>".encode()
    if FOREIGN & {element.rpartition(" ")[2] for element in elements}:
        raise NotAWorkbook(f"has cells, strings or styles in {name[:64]}, wanted {WORKBOOK}")
    return part


def _refuse_doctype(name: str, *_: object) -> None:
    raise NotAWorkbook(f"declares a document type {name[:64]!r}, wanted {WORKBOOK} without entities")


def _of_sheets(package: BytesIO) -> str | None:
    try:
        book = CalamineWorkbook.from_filelike(package)
        for name in book.sheet_names:
            book.get_sheet_by_name(name)
    except CalamineError as error:
        raise NotAWorkbook(f"cannot be opened ({error}), wanted {WORKBOOK}") from None
    except BaseException as error:
        # A panic of the library's Rust code is no Exception; anything else that is none goes on.
        if type(error).__name__ != "PanicException":
            raise
        raise NotAWorkbook(f"cannot be opened, wanted {WORKBOOK}") from None
    return None if book.sheet_names else "has no sheet, wanted at least one"
