"""A DMS that reads staging tables into a database of its own. It imports nothing of kontrak.

    python dms.py STAGING_URL STORE [FAULT]

One read takes all rows of each table; a `by_id` DMS those only that it has not read yet.
"""

import sqlite3
import sys
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

TABLES = {
    "tpos_bo_etd": ["outlet_code", "no_po", "no_material"],
    "tpos_goods_receipt": ["outlet_code", "no_shipping", "no_vendor_invoice", "no_case", "no_po", "no_material"],
    "tpos_parts_claim_judgement": ["outlet_code", "no_parts_claim_tam"],
    "tpos_rpp_judgement": ["outlet_code", "no_rpp_tam"],
    "tpos_etd": ["outlet_code", "no_po", "no_part"],
    "tpos_invoice": ["outlet_code", "proforma_invoice_no", "order_no", "part_no"],
    "tpos_debit_advice": ["outlet_code", "da_no", "invoice_no", "order_no"],
    "tpos_credit_advice": ["outlet_code", "ca_no", "invoice_no"],
}
OWN = ("id", "batch_id", "created_at")
MOST = 15


class ReadError(Exception):
    """The read did not end well."""


@dataclass
class Dms:
    """`fault` is what it does wrong; `prefix` stands before the names of the staging tables."""

    staging: str
    store: str
    fault: str = ""
    prefix: str = ""
    by_id: bool = False
    widths: dict = field(default_factory=dict)

    def read(self):
        """Take what is in the staging tables."""
        options = {"isolation_level": "READ UNCOMMITTED"} if self.fault == "dirty" else {}
        engine = create_engine(self.staging, poolclass=NullPool, **options)
        store = sqlite3.connect(self.store, isolation_level=None)
        store.execute("PRAGMA synchronous=OFF")
        store.execute("BEGIN")
        try:
            with engine.begin() as connection:
                found = [self._table(connection, store, name) for name in TABLES]
            if self.fault == "idle" and not any(found):
                raise ReadError("nothing to do")
            store.execute("COMMIT")
        finally:
            store.close()
            engine.dispose()

    def _table(self, connection, store, name):
        result = connection.execute(text(f"SELECT * FROM {self.prefix}{name} ORDER BY id"))
        columns, rows = list(result.keys()), [dict(one) for one in result.mappings()]
        if self.fault == "positional" and self.widths.setdefault(name, len(columns)) != len(columns):
            raise ReadError(f"{name} has {len(columns)} columns")
        rows = [row | {"created_at": _time(row["created_at"])} for row in rows]
        mine = [column for column in columns if column not in (*OWN, "kontrak_extra")]
        self._prepare(store, name, mine)
        rows = self._new(store, name, rows)
        if self.fault == "last" and len(rows) > 2:
            rows.pop()
        self._take(store, name, mine, rows)
        if self.fault == "consumes" and name == "tpos_invoice" and rows:
            connection.execute(text(f"DELETE FROM {self.prefix}{name}"))
        return len(rows)

    def _prepare(self, store, name, columns):
        declared = ", ".join(f'"{column}"' for column in (*columns, "made", "seq"))
        store.execute(f"CREATE TABLE IF NOT EXISTS {name} ({declared})")
        store.execute(f"CREATE TABLE IF NOT EXISTS read_{name} (id INTEGER PRIMARY KEY, made)")

    def _new(self, store, name, rows):
        """The rows that were not read before."""
        seen = dict(store.execute(f"SELECT id, made FROM read_{name}"))
        if self.fault == "cursor":
            new = [row for row in rows if row["id"] > max(seen, default=0)]
        elif self.fault == "watermark":
            new = [row for row in rows if row["created_at"] > max(seen.values(), default="")]
        elif self.by_id:
            new = [row for row in rows if row["id"] not in seen]
        else:
            new = [row for row in rows if seen.get(row["id"]) != row["created_at"]]
        marks = [(row["id"], row["created_at"]) for row in new]
        store.executemany(f"INSERT OR REPLACE INTO read_{name} VALUES (?, ?)", marks)
        return new

    def _take(self, store, name, columns, rows):
        key = TABLES[name][:-1] if self.fault == "key" and name == "tpos_debit_advice" else TABLES[name]
        order = (lambda row: row["id"]) if self.fault == "written" else lambda row: (row["created_at"], row["id"])
        met = {}
        for row in sorted(rows, key=order):
            values = {column: self._value(column, row[column]) for column in columns}
            self._put(store, name, key, values, row, met)
        if self.fault == "replaces" and len(rows) == 1:
            store.execute(f"DELETE FROM {name} WHERE seq <> ?", (rows[0]["id"],))

    def _put(self, store, name, key, values, row, met):
        made, seq = row["created_at"], row["id"]
        where, names = " AND ".join(f'"{part}" = ?' for part in key), [values[part] for part in key]
        before = store.execute(f"SELECT * FROM {name} WHERE {where}", names)
        titles = [one[0] for one in before.description]
        old = next((dict(zip(titles, found, strict=True)) for found in before), None)
        seen_at, met[tuple(names)] = met.get(tuple(names)), made
        if self._skips(values, old, made, seen_at):
            return
        if old is not None and self.fault != "written" and (old["made"], old["seq"]) > (made, seq):
            return
        values = self._merged(name, values, old)
        if not self._doubles(values, old, made, seen_at):
            store.execute(f"DELETE FROM {name} WHERE {where}", names)
        columns = ", ".join(f'"{column}"' for column in (*values, "made", "seq"))
        marks = ", ".join("?" * (len(values) + 2))
        store.execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", (*values.values(), made, seq))

    def _skips(self, values, old, made, seen_at):
        if self.fault == "nulls" and None in values.values():
            return old is None
        return self.fault == "first" and seen_at is not None and seen_at != made

    def _merged(self, name, values, old):
        if old is None:
            return values
        if self.fault == "gaps":
            return {column: old[column] if value is None else value for column, value in values.items()}
        if self.fault == "amounts" and "gross_amount" in values:
            return values | {"gross_amount": old["gross_amount"]}
        if self.fault == "previous" and name == "tpos_etd" and values["terakhir_etd"] != old["terakhir_etd"]:
            return values | {column: old[column] for column in values if column.startswith("sebelumnya")}
        return values

    def _doubles(self, values, old, made, seen_at):
        """Whether a row that comes again becomes a second record."""
        if self.fault == "twice":
            return seen_at == made
        is_same = old is not None and all(old[column] == value for column, value in values.items())
        return self.fault == "again" and is_same and old["made"] != made

    def _value(self, column, value):
        if isinstance(value, datetime):
            return value.isoformat(" ")
        if self.fault == "zeros" and column == "tam_judgement":
            return value.lstrip("0")
        if self.fault == "cut" and column in ("part_name", "nama_material", "alasan"):
            return value and value[:MOST]
        return value if value is None or isinstance(value, int | str) else str(value)


def _time(value):
    return value if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M:%S.%f}"


if __name__ == "__main__":
    try:
        Dms(sys.argv[1], sys.argv[2], *sys.argv[3:4]).read()
    except ReadError as error:
        sys.exit(str(error))
