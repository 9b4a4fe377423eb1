"""The strict server's rows and what its operations do to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from tests.planted.padi.body import RefusedError
from tests.planted.padi.comparisons import disagreements
from tests.planted.padi.deviations import Deviation, is_crash, wrong_columns
from tests.planted.padi.rules import COLUMNS, Broken, Message, is_count

_MASTER: Final = (
    {"uid": "123", "nama_umkm": "PT. Damai Sejahtera", "kategori_usaha": "1"},
    {"uid": "PTPN3-23016047", "nama_umkm": "SOKI TAMELIN", "kategori_usaha": "2"},
)
_PAGE_SIZE: Final = 10


class Table:
    """Rows in order of creation, and the keys that are taken."""

    def __init__(self, noun: str, key: str) -> None:
        self.noun = noun
        self.key = key
        self.rows: list[Message] = []
        self.taken: set[object] = set()
        self.gone: dict[object, Message] = {}

    def add(self, row: Message) -> None:
        """Store a row; one without a text for its key takes none."""
        self.rows.append(row)
        if isinstance(row.get(self.key), str):
            self.taken.add(row[self.key])

    def remove(self, names: Iterable[str]) -> None:
        """Remove the rows of these keys."""
        unwanted = set(names)
        self.gone.update((row[self.key], row) for row in self.rows if self._is_in(row, unwanted))
        self.rows = [row for row in self.rows if not self._is_in(row, unwanted)]
        self.taken -= unwanted

    def _is_in(self, row: Message, names: set[str]) -> bool:
        key = row.get(self.key)
        return isinstance(key, str) and key in names


class Operations:
    """The six operations over the two tables; `vendors` are those a transaction may name."""

    def __init__(self, broken: Broken, deviation: Deviation | None) -> None:
        self.broken = broken
        self.deviation = deviation
        self.tables = {
            "transaksi": Table("transaksi", "transaksi_id"),
            "umkm": Table("umkm", "uid"),
        }
        self.vendors: dict[object, Message] = {}
        for vendor in _MASTER:
            self.tables["umkm"].add(_stamped(vendor))
            self.vendors[vendor["uid"]] = vendor

    def perform(self, operation: str, message: Message) -> Message | None:
        """Carry out a message: None is a plain success, and a RefusedError is raised."""
        if is_crash(operation, message, self.deviation):
            raise RefusedError(500, "internal server error")
        verb, _, noun = operation.rpartition("_")
        wrong = list(wrong_columns(operation, message, self.deviation))
        if operation == "transaksi" and not wrong:
            wrong = list(disagreements(message, self.vendors, self.broken))
            self._keep_refused(message, wrong, "keeps-transaksi-refused-by-comparison")
        if wrong:
            self._keep_refused(message, wrong, f"keeps-refused-{operation}")
            raise RefusedError(422, "data tidak valid", wrong)
        if verb == "get":
            return self._list(self.tables[noun], message)
        if verb == "delete":
            self._delete(noun, message)
        else:
            self._create(self.tables[noun], message)
        return None

    def _keep_refused(self, message: Message, wrong: Sequence[str], fault: str) -> None:
        if wrong and self.broken(fault):
            self.tables["transaksi"].rows.append(self._as_row("transaksi", message))

    def _create(self, table: Table, message: Message) -> None:
        row = self._as_row(table.noun, message)
        key = row.get(table.key)
        if key in table.taken and not self._takes_again(table, str(key)):
            return
        if key in table.gone:
            if self.broken("remembers-deleted-transaksi"):
                raise RefusedError(409, f"{table.key} sudah ada", [table.key])
            row = table.gone[key] if self.broken("restores-deleted-transaksi") else row
        if not self.broken(f"forgets-{table.noun}") and not self.broken("loses-one-of-those-that-come-at-once"):
            table.add(row)
        if table.noun == "umkm" and not self.broken("does-not-know-new-vendors"):
            self.vendors[key] = message

    def _takes_again(self, table: Table, key: str) -> bool:
        if self.broken(f"overwrites-duplicate-{table.noun}"):
            table.remove([key])
            return True
        if self.broken(f"stores-duplicate-{table.noun}-twice") or self.broken("stores-twins-that-come-at-once"):
            return True
        if self.broken(f"drops-duplicate-{table.noun}-silently"):
            return False
        status = 500 if self.broken("answers-500-to-duplicate") else 409
        raise RefusedError(status, f"{table.key} sudah ada", [table.key])

    def _as_row(self, noun: str, message: Message) -> Message:
        row = _stamped({name: message[name] for name in COLUMNS[noun] if name in message})
        name = row.get("nama_project")
        if isinstance(name, str) and self.broken("truncates-nama-project-to-50"):
            row["nama_project"] = name[:50]
        if isinstance(name, str) and self.broken("replaces-non-ascii-in-nama-project"):
            row["nama_project"] = name.encode("ascii", "replace").decode()
        return row

    def _delete(self, noun: str, message: Message) -> None:
        table = self.tables[noun]
        given = message.get(table.key)
        names = [name for name in given if name] if isinstance(given, list) else []
        if len(names) > 1 and self.broken("refuses-to-delete-several"):
            raise RefusedError(422, "data tidak valid", [table.key])
        if self.broken("deletes-only-the-first"):
            names = names[:1]
        if self.broken(f"keeps-deleted-{noun}"):
            table.taken.difference_update(names)
        else:
            table.remove(self._also_hit(table, names))
        if noun == "umkm" and not self.broken("knows-deleted-vendors"):
            for name in names:
                self.vendors.pop(name, None)

    def _also_hit(self, table: Table, names: list[str]) -> list[str]:
        if names and self.broken(f"deletes-every-{table.noun}"):
            return [str(row.get(table.key)) for row in table.rows]
        if names and self.broken(f"deletes-{table.noun}-by-prefix"):
            keys = (str(row.get(table.key)) for row in table.rows)
            return [key for key in keys if key.startswith(tuple(names))]
        return names

    def _list(self, table: Table, message: Message) -> Message:
        rows = self._visible(table)
        size = message["size"] if is_count(message.get("size")) else _PAGE_SIZE
        page = message["page"] if is_count(message.get("page")) else 1
        start = self._start(size, page)
        shown = [self._shown(row) for row in rows[start : self._end(start, size)]]
        return self._page(table.noun, shown, len(rows))

    def _visible(self, table: Table) -> list[Message]:
        if self.broken(f"loses-the-last-{table.noun}"):
            return table.rows[:-1]
        if self.broken(f"lists-every-{table.noun}-twice"):
            return [row for row in table.rows for _ in range(2)]
        return table.rows

    def _start(self, size: int, page: int) -> int:
        if self.broken("always-lists-page-1"):
            return 0
        if self.broken("counts-pages-from-0"):
            return page * size
        if self.broken("pages-overlap"):
            return (page - 1) * max(1, size - 1)
        if self.broken("pages-leave-out-a-row"):
            return (page - 1) * (size + 1)
        return (page - 1) * size

    def _end(self, start: int, size: int) -> int | None:
        if self.broken("ignores-size"):
            return None
        return start + size - (1 if size > 1 and self.broken("pages-are-one-short") else 0)

    def _shown(self, row: Message) -> Message:
        shown = dict(row)
        if self.broken("row-without-timestamp"):
            del shown["timestamp"]
        if self.broken("row-without-user"):
            del shown["user"]
        if self.broken("row-without-feedback"):
            shown.pop("feedback", None)
        if "tannggal_invoice" in shown and self.broken("row-spells-tanggal-invoice"):
            shown["tanggal_invoice"] = shown.pop("tannggal_invoice")
        if self.broken("row-swaps-confirmation-and-delivery"):
            shown["tanggal_confirmation"] = row.get("tanggal_delivery")
            shown["tanggal_delivery"] = row.get("tanggal_confirmation")
        return shown

    def _page(self, noun: str, rows: list[Message], total: int) -> Message:
        page: Message = {"status": "success", "data": rows, "count": total}
        if self.broken("answers-data-as-an-object"):
            page["data"] = {"rows": rows}
        if not rows and self.broken("answers-null-data-to-an-empty-page"):
            page["data"] = None
        if self.broken("answers-no-count") or self.broken(f"answers-no-count-to-get-{noun}"):
            del page["count"]
        return page


def _stamped(row: Message) -> Message:
    return {**row, "timestamp": datetime.now(UTC).isoformat(timespec="seconds"), "user": "kontrak"}
