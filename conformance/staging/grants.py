"""What a reader's account may do with the staging tables: read each of them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection, inspect, text

from kontrak.conformance.staging.findings import Difference, Differences
from kontrak.contracts import ConfigurationError
from kontrak.contracts.feed import Feed
from kontrak.contracts.staging import Names

READ = "SELECT"
RIGHTS = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
Held = Callable[[Connection, str, str, str | None], set[str]]


def grants(
    connection: Connection, role: str, feeds: Iterable[Feed], names: Names, make: Differences
) -> list[Difference]:
    """What the account `role` lacks or has too much of, on the staging table of each feed.

    Raises ConfigurationError if there is no such account, or if the database has none at all.
    """
    dialect = "mysql" if connection.dialect.name == "mariadb" else connection.dialect.name
    if dialect not in KINDS:
        raise ConfigurationError(f"{dialect} has no accounts; grants are of PostgreSQL and MariaDB")
    known = set(inspect(connection).get_table_names(names.schema))
    held = KINDS[dialect]
    return _merged(found for feed in feeds for found in _table(connection, role, feed, names, make, known, held))


def _merged(found: Iterable[Difference]) -> list[Difference]:
    """What is the same for several tables has one cause."""
    groups: dict[tuple[str, str, str], list[Difference]] = {}
    for one in found:
        groups.setdefault((one.rule, one.got, one.wanted), []).append(one)
    return [replace(same[0], tables=tuple(one.tables[0] for one in same)) for same in groups.values()]


def _table(
    connection: Connection, role: str, feed: Feed, names: Names, make: Differences, known: set[str], held: Held
) -> Iterator[Difference]:
    table, parts = names.table(feed), feed.form.requirements
    if table not in known:
        yield make.make((table, ""), "missing table", "no such table", "a table", [parts.get("table")])
        return
    rights = held(connection, role, table, names.schema)
    if READ not in rights:
        got = ", ".join(sorted(rights)) or "no right"
        yield make.make(
            (table, ""), "missing grant", got, f"{READ} for {role}", [parts.get("grants"), parts.get("rights")]
        )
    if more := sorted(rights - {READ}):
        yield make.make((table, ""), "too much granted", ", ".join(more), f"{READ} only", [parts.get("rights")])


def _postgresql(connection: Connection, role: str, table: str, schema: str | None) -> set[str]:
    """The rights of a role, by grants to it, to its groups and to PUBLIC, and as owner or superuser."""
    row = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = :role"), {"role": role}).one_or_none()
    if row is None:
        raise ConfigurationError(f"no role {role}; name the reader's with --role")
    quoted = ".".join(_quoted(part) for part in (schema, table) if part)
    found = {right for right in (READ, *RIGHTS) if _has(connection, role, quoted, right)}
    in_columns = "SELECT has_any_column_privilege(:role, :name, :right)"
    for right in ("INSERT", "UPDATE", "REFERENCES"):
        if connection.execute(text(in_columns), {"role": role, "name": quoted, "right": right}).scalar():
            found.add(right)
    usage = (
        "SELECT has_schema_privilege(:role, relnamespace, 'USAGE') FROM pg_class WHERE oid = CAST(:name AS regclass)"
    )
    if not connection.execute(text(usage), {"role": role, "name": quoted}).scalar():
        found.discard(READ)
    return found | ({"SUPERUSER"} if row.rolsuper else set())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _has(connection: Connection, role: str, table: str, right: str) -> bool:
    query = text("SELECT has_table_privilege(:role, :name, :right)")
    return bool(connection.execute(query, {"role": role, "name": table, "right": right}).scalar())


def _mariadb(connection: Connection, role: str, table: str, schema: str | None) -> set[str]:
    """The rights of an account `user@host` (or of a user on whatever host): global, on the schema, on the table, on columns."""
    user, _, host = role.partition("@")
    query = text("SELECT User, Host FROM mysql.user WHERE User = :user AND (:host = '' OR Host = :host)")
    accounts = connection.execute(query, {"user": user, "host": host}).all()
    if not accounts:
        raise ConfigurationError(f"no account {role}; name the reader's with --role, such as --role 'reader@%'")
    database = schema or connection.execute(text("SELECT DATABASE()")).scalar()
    found: set[str] = set()
    for name, at in accounts:
        values = {"who": f"'{name}'@'{at}'", "schema": database, "name": table}
        for source in MARIADB:
            found |= {str(right).upper() for right in connection.execute(text(source), values).scalars()}
    return found - {"USAGE"}


VIEW = "SELECT PRIVILEGE_TYPE FROM information_schema."
OF_TABLE = " WHERE GRANTEE = :who AND TABLE_SCHEMA = :schema AND TABLE_NAME = :name"
MARIADB = (
    f"{VIEW}USER_PRIVILEGES WHERE GRANTEE = :who",
    f"{VIEW}SCHEMA_PRIVILEGES WHERE GRANTEE = :who AND :schema LIKE TABLE_SCHEMA",
    f"{VIEW}TABLE_PRIVILEGES{OF_TABLE}",
    f"{VIEW}COLUMN_PRIVILEGES{OF_TABLE} AND PRIVILEGE_TYPE <> 'SELECT'",
)
KINDS: dict[str, Held] = {"postgresql": _postgresql, "mysql": _mariadb}
