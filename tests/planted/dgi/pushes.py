"""What a push must be, and what becomes of it: refused as a whole, or stored under its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tests.planted.dgi.body import RefusedError
from tests.planted.dgi.deviations import ABSENT, Deviation
from tests.planted.dgi.records import DAY, TIME
from tests.planted.dgi.signature import GROUPS, Caller
from tests.planted.dgi.tables import MODULES, PUSHES, Broken, Column, Message, Push

_PERCENT: Final = "[0-9]{1,8}([.,][0-9]+)?"
_FORMS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "time": ((TIME, "[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}"),),
    "day": ((DAY, "[0-9]{2}/[0-9]{2}/[0-9]{4}"),),
    "either": (
        (TIME, "[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}"),
        (DAY, "[0-9]{2}/[0-9]{2}/[0-9]{4}"),
    ),
}


def is_right(column: Column, value: object) -> bool:
    """Whether a value keeps the rule of its column."""
    if value is ABSENT or value is None or value == "":
        return column.is_free
    match column.kind:
        case "text":
            return isinstance(value, str) and bool(value.strip()) and len(value) <= column.size
        case "code":
            return isinstance(value, str) and value in column.codes
        case "number" | "amount" | "percent":
            return _is_number(value, column.size) or _is_digits(column, value)
        case _:
            return isinstance(value, str) and any(_is_time(value, *form) for form in _FORMS[column.kind])


def _is_digits(column: Column, value: object) -> bool:
    """Whether a text may stand for the number."""
    form = {"amount": f"[0-9]{{1,{column.size}}}", "percent": _PERCENT}.get(column.kind)
    return form is not None and isinstance(value, str) and re.fullmatch(form, value) is not None


def _is_number(value: object, size: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 10**size


def _is_time(value: str, form: str, pattern: str) -> bool:
    if not re.fullmatch(pattern, value):
        return False
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 - bodies name no zone
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Pushes:
    """The pushes into the records; a `deviation` misjudges some values of one column."""

    records: dict[str, list[Message]]
    broken: Broken
    deviation: Deviation | None

    def perform(self, module: str, message: Message, caller: Caller) -> None:
        """Store a push, or raise a RefusedError."""
        if not caller.may_push and not self.broken("lets-every-group-push"):
            raise RefusedError("Grup tidak berhak mengirim", is_credential=True)
        push = PUSHES[module]
        wrong = [*self._wrong_columns(module, push, message), *self._wrong_references(module, push, message, caller)]
        self._check_shape(module, message)
        if wrong:
            if wrong == [push.master.column] and self.broken(f"keeps-refused-{module}"):
                self._store(module, push, message, caller)
            raise RefusedError("Data tidak valid", wrong)
        self._store(module, push, message, caller)

    def _check_shape(self, module: str, message: Message) -> None:
        id = message.get("idInvoice")
        if module == "inv1" and self.broken("refuses-ids-of-another-pattern") and not re.match("[A-Z]", str(id)):
            raise RefusedError("idInvoice tidak dikenal", ["idInvoice"])
        if module == "inv1" and message.get("note") == "Tanda jadi" and self.broken("refuses-the-printed-example"):
            raise RefusedError("note tidak dikenal", ["note"])
        self._check_taste(module, message)
        for value in message.values():
            if value == "\x00" and self.broken("answers-500-to-nul-characters"):
                raise RefusedError("internal error", status=500)
            rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
            if any("\x00" in row.values() for row in rows) and self.broken("answers-500-to-nul-characters-in-rows"):
                raise RefusedError("internal error", status=500)
        if message.get("note") == "D'Jaya" and self.broken("shows-the-database-error-of-an-apostrophe"):
            raise RefusedError("SQLSTATE[42000]: Syntax error or access violation", ["note"])

    def _check_taste(self, module: str, message: Message) -> None:
        amount = message.get("amount")
        is_large = isinstance(amount, (int, float)) and amount > 5_000_000
        if module == "inv1" and is_large and self.broken("refuses-large-amounts"):
            raise RefusedError("amount terlalu besar", ["amount"])
        for push, name in (("inv2", "njb"), ("dphlo", "parts")):
            rows = message.get(name)
            if push == module and isinstance(rows, list) and len(rows) > 1 and self.broken(f"refuses-several-{name}"):
                raise RefusedError(f"{name} terlalu banyak", [name])

    def _wrong_columns(self, module: str, push: Push, message: Message) -> Iterator[str]:
        for name, column in push.columns.items():
            value = message.get(name, ABSENT)
            opinion = self.deviation.opinion(module, name, value) if self.deviation else None
            if not (is_right(column, value) if opinion is None else opinion):
                yield name
        for name, columns in push.nested.items():
            value = message.get(name, ABSENT)
            opinion = self.deviation.opinion(module, name, value) if self.deviation else None
            if not (_is_right_list(columns, value) if opinion is None else opinion):
                yield name

    def _wrong_references(self, module: str, push: Push, message: Message, caller: Caller) -> Iterator[str]:
        named = message.get(push.master.column)
        if not isinstance(named, str) or not named.strip():
            return
        known = self.records[push.master.module]
        key = MODULES[push.master.module].key
        record = next((row for row in known if row[key] == named), None)
        is_foreign = record is not None and record["dealerId"] not in caller.dealers
        if record is None or (is_foreign and not self.broken("takes-pushes-for-other-groups")):
            if not self.broken(f"takes-unknown-{push.master.column}-in-{module}"):
                yield push.master.column
            return
        for column, field in push.master.agree.items():
            value = message.get(column, ABSENT)
            is_other = isinstance(value, str) and value.strip() and value != record[field]
            if is_other and not self.broken(f"takes-any-{column}-in-{module}"):
                yield column

    def _store(self, module: str, push: Push, message: Message, caller: Caller) -> None:
        key = MODULES[module].key
        rows = self.records[module]
        row = {name: message.get(name, "") for name in push.columns}
        row |= {name: _rows(columns, message.get(name)) for name, columns in push.nested.items()}
        known = [old for old in rows if old[key] == row[key]]
        foreign = [dealer for group in GROUPS for dealer in group.dealers if group != caller]
        is_foreign = any(old.get("dealerId") in foreign for old in known)
        if is_foreign and not self.broken("overwrites-records-of-other-groups"):
            raise RefusedError(f"{key} sudah dipakai", [key])
        if self.broken(f"forgets-{module}"):
            return
        if self.broken("cuts-notes-to-50"):
            row = {name: value[:50] if name == "note" else value for name, value in row.items()}
        if self.broken("forgets-njb") and module == "inv2":
            row["njb"] = []
        if known and self.broken("keeps-the-first-of-a-key"):
            return
        if known and self.broken("keeps-the-time-of-the-first"):
            row["modifiedTime"] = known[0]["modifiedTime"]
        if known == [] and self.broken("loses-one-of-those-that-come-at-once"):
            return
        is_kept = self.broken("stores-every-push-anew") or self.broken("stores-twins-that-come-at-once")
        if not is_kept and not (known == [row] and self.broken("stores-repeats-twice")):
            rows[:] = [old for old in rows if old[key] != row[key]]
        rows.append(row)


def _is_right_list(columns: Mapping[str, Column], value: object) -> bool:
    if value is ABSENT or value is None:
        return True
    return isinstance(value, list) and all(
        isinstance(row, dict) and all(is_right(column, row.get(name, ABSENT)) for name, column in columns.items())
        for row in value
    )


def _rows(columns: Mapping[str, Column], value: object) -> list[Message]:
    if not isinstance(value, list):
        return []
    return [{name: row.get(name, "") for name in columns} for row in value if isinstance(row, dict)]
