"""The customer database file that a dealer files before it asks for faktur and STNK: written, read and checked.

The contract's `records` say its columns and codes (additions/cddb.yaml), readings DGI-R-44 and DGI-R-58 how it is named and
written. Of the order that Trio's writer has nothing was recorded, so that its lines cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.additions import Column, Record
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json

RECORD = "cddb"
NAME = re.compile(r"[A-Za-z0-9]{2,4}-[A-Za-z0-9]{1,6}-([0-9]{6})-([0-9]{10})\.CDDB")
DAY, MINUTE, BIRTH = "%y%m%d", "%y%m%d%H%M", "%d%m%Y"
RULES = {"name": "DGI-CDDB-001", "columns": "DGI-CDDB-003", "date": "DGI-CDDB-004", "length": "DGI-CDDB-005",
         "code": "DGI-CDDB-006", "encoding": None, "empty": None}  # fmt: skip
Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a file: the rule, where (line and column counted from 1, None: the whole), got and wanted."""

    rule: str
    line: int | None
    column: int | None
    name: str | None
    got: str
    wanted: str

    @property
    def requirement(self) -> str | None:
        """The requirement behind the rule."""
        return RULES[self.rule]

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "file"
        column = f", column {self.column} ({self.name})" if self.column else ""
        return f"{place}{column}: {self.rule}: got {self.got}, wanted {self.wanted} [{self.requirement}]"


@dataclass(frozen=True, slots=True)
class Customers:
    """What a file holds: its customers, as far as their lines have all columns, and what is wrong with it."""

    rows: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]


def record(contract: Contract) -> Record:
    """The record of the file in the contract of DGI."""
    return contract.records[RECORD]


def file_name(main_dealer: str, dealer: str, at: datetime) -> str:
    """The name of a file that is written at a time."""
    return f"{main_dealer}-{dealer}-{at:{DAY}}-{at:{MINUTE}}.CDDB"


def check_name(name: str) -> list[Finding]:
    """What is wrong with the name of a file (DGI-R-44, odm)."""
    found = NAME.fullmatch(name)
    if found and found[2].startswith(found[1]) and _is_time(found[2], MINUTE):
        return []
    wanted = "{main dealer}-{dealer}-{yymmdd}-{yymmddHHMM}.CDDB with one real day"
    return [Finding("name", None, None, None, shown(name), wanted)]


def read(raw: bytes, record: Record) -> Customers:
    """The customers in the bytes of a file, and every breach in it; lines end with LF, or with CR and LF."""
    try:
        text = raw.decode(record.file.encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        breach = Finding("encoding", line, None, None, f"byte 0x{raw[error.start]:02x}", record.file.encoding)
        return Customers((), (breach,))
    lines = text.removesuffix("\n").split("\n") if text else []
    if not lines:
        return Customers((), (Finding("empty", None, None, None, "no line", "a line for each customer"),))
    rows: list[dict[str, str]] = []
    findings: list[Finding] = []
    for number, written in enumerate(lines, 1):
        values = written.removesuffix("\r").split(record.file.separator)
        if len(values) == len(record.columns):
            rows.append({column.name: value for column, value in zip(record.columns, values, strict=True)})
            findings += _line(record, number, values)
        else:
            wanted = f"{len(record.columns)} columns, separated by {record.file.separator}"
            findings.append(Finding("columns", number, None, None, f"{len(values)} columns", wanted))
    return Customers(tuple(rows), tuple(findings))


def write(rows: Iterable[Row], record: Record) -> bytes:
    """The bytes of a file with these customers; raises ConfigurationError where a value cannot stand in one."""
    lines = [record.file.separator.join(_values(record, number, row)) for number, row in enumerate(rows, 1)]
    raw = "".join(f"{line}\n" for line in lines).encode(record.file.encoding)
    if findings := read(raw, record).findings:
        raise ConfigurationError(f"these customers make no file: {findings[0]}; mend the value and write again")
    return raw


def _values(record: Record, number: int, row: Row) -> Iterator[str]:
    known = [column.name for column in record.columns]
    if strange := sorted(set(row) - set(known)):
        raise ConfigurationError(
            f"customer {number} has {strange[0]!r}, which is no column; those are {', '.join(known)}"
        )
    for name in known:
        value = "" if row.get(name) is None else row[name]
        if not isinstance(value, str) or re.search(rf"[{re.escape(record.file.separator)}\r\n]", value):
            wanted = f"a text without {record.file.separator} and without line ends"
            raise ConfigurationError(f"customer {number}: {name} is {shown(value)}; wanted {wanted}")
        yield value


def _line(record: Record, number: int, values: list[str]) -> Iterator[Finding]:
    for column, value in zip(record.columns, values, strict=True):
        if (wrong := _wrong(record, column, value)) is not None:
            yield Finding(wrong[0], number, column.number, column.name, shown(value), wrong[1])


def _wrong(record: Record, column: Column, value: str) -> tuple[str, str] | None:
    """The rule that a value breaks, and what was wanted."""
    if column.codes:
        known = record.codes[column.codes]
        return None if value in known else ("code", f"one of {', '.join(known)}")
    if column.type == "date":
        return None if _is_time(value, BIRTH) else ("date", f"a day {column.format}")
    if column.length and len(value) != column.length:
        return "length", f"{column.length} characters"
    return None


def _is_time(value: str, form: str) -> bool:
    """Whether a text is a time of just that form, with all its zeros."""
    try:
        return f"{datetime.strptime(value, form):{form}}" == value  # noqa: DTZ007 - a day, in no zone
    except ValueError:
        return False
