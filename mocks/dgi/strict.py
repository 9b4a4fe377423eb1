"""What narrower readings of the pushes refuse, beyond what the contract's schemas do (DGI-R-06, 07, 08, 15, 24)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kontrak.contracts import Violation
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.dialect import terms
from kontrak.mocks.model import Call

COMMA = re.compile(r"[0-9]{1,8}(,[0-9]+)?")
NOTES = ("tanggalNJB", "tanggalNSC")


def breaches(call: Call) -> list[Violation]:
    """Every breach of a narrower reading in a push that keeps its schema."""
    readings, message = call.judge.readings, call.message
    return [*_amount(message, readings["DGI-R-07"]), *_percentages(message, readings["DGI-R-06"]),
            *_notes(message, readings["DGI-R-08"]), *_times(call, readings["DGI-R-24"]), *_codes(call)]  # fmt: skip


def _codes(call: Call) -> Iterator[Violation]:
    """Codes that are not the contract's, in a variant that spells some of its own.

    Its reading waives the codes of all modules; but its own spellings are the contract's codes by now.
    """
    if "DGI-R-15" not in terms(call.partner, call.world).readings:
        return
    for name, column in call.operation.request["properties"].items():
        if "enum" in column and name in call.message and call.message[name] not in column["enum"]:
            wanted = f"one of {shown(column['enum'])}"
            yield Violation(column["x-requirements"]["enum"], "enum", f"/{name}", call.message[name], wanted)


def _amount(message: Mapping[str, Json], reading: str) -> Iterator[Violation]:
    amount = message.get("amount")
    if amount is not None and reading != "both" and isinstance(amount, str) is (reading == "number"):
        yield Violation("DGI-INV1-204", "type", "/amount", amount, f"a {reading}")


def _percentages(message: Mapping[str, Json], reading: str) -> Iterator[Violation]:
    for list_, rows in message.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            for name, value in row.items() if isinstance(row, Mapping) else ():
                if name.endswith("Percentage") and not _is_percentage(value, reading):
                    yield Violation("DGI-INV2-221", "type", f"/{list_}/{number}/{name}", value, f"a {reading}")


def _is_percentage(value: Json, reading: str) -> bool:
    if value is None or reading == "both":
        return True
    is_text = isinstance(value, str) and COMMA.fullmatch(value) is not None
    return is_text if reading == "text" else not isinstance(value, str)


def _notes(message: Mapping[str, Json], reading: str) -> Iterator[Violation]:
    for name in NOTES:
        value = message.get(name)
        if isinstance(value, str) and reading != "either" and (" " in value) is (reading == "shown"):
            wanted = "a day with its time" if reading == "typed" else "a day alone"
            yield Violation(None, "format", f"/{name}", value, wanted)


def _times(call: Call, reading: str) -> Iterator[Violation]:
    for name in ledger.TIMES if reading == "mandatory" else ():
        if call.message.get(name) is None:
            yield Violation(None, "required", f"/{name}", None, "a value")
