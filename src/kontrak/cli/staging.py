"""`kontrak staging`: the staging tables of a real database, made, compared and their grants checked."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

import click
from sqlalchemy import Connection, inspect

from kontrak.conformance.feeds.findings import PROFILES
from kontrak.conformance.staging import Difference, drift
from kontrak.conformance.staging import grants as grants_of
from kontrak.conformance.staging.database import Unreachable, with_connection
from kontrak.conformance.staging.findings import Differences
from kontrak.contracts import ConfigurationError, Contract, load
from kontrak.contracts.feed import Feed
from kontrak.contracts.staging import DIALECTS, Names, ddl, staging_tables

Command = Callable[..., None]
T = TypeVar("T")


def options(command: Command) -> Command:
    """The options that all three commands share."""
    shared = [
        click.option("--partner", default="tpos", show_default=True),
        click.option("--only", multiple=True, metavar="FEED", help="Only this feed; may be given again."),
        click.option("--prefix", default="", help="What stands before the contract's table names."),
        click.option("--schema", help="The schema of the tables."),
        click.option(
            "--tables", multiple=True, metavar="FEED=TABLE", help="A table called otherwise; may be given again."
        ),
    ]
    for option in reversed(shared):
        command = option(command)
    return command


database = click.option("--database", required=True, metavar="URL", help="Such as postgresql://user@host/database.")
profiles = click.option("--profile", type=click.Choice(PROFILES), default="observed", show_default=True)
plain_json = click.option("--json", "plain", is_flag=True, help="JSON instead of text.")


@click.group()
def staging() -> None:
    """Make and check the staging tables of a partner's feeds, in SQLite, PostgreSQL or MariaDB."""


@staging.command()
@click.option("--database", metavar="URL", help="Such as postgresql://user@host/database.")
@click.option(
    "--print", "dialect", type=click.Choice(list(DIALECTS)), help="Print the statements for it, change nothing."
)
@options
def create(database: str | None, dialect: str | None, partner: str, only: tuple[str, ...], **named: Any) -> None:
    """Make the tables that are missing; those that are there stay as they are."""
    _contract, feeds, names = _chosen(partner, only, named)
    if dialect is not None:
        click.echo(ddl(feeds, dialect, names), nl=False)
        return
    if database is None:
        raise ConfigurationError("where? give --database URL, or --print sqlite, postgresql or mariadb")
    made = _reached(database, lambda connection: _create(connection, feeds, names))
    for name, is_new in made.items():
        click.echo(f"{name}: {'created' if is_new else 'is there already; see kontrak staging check'}")


@staging.command()
@database
@profiles
@plain_json
@options
def check(database: str, profile: str, plain: bool, partner: str, only: tuple[str, ...], **named: Any) -> None:
    """Say how the tables differ from the contract: tables, columns, types, lengths, NULL.

    Exit code 0: nothing that fails; 1: something does; 3: the database cannot be reached.
    """
    contract, feeds, names = _chosen(partner, only, named)
    make = Differences(contract, profile)
    found = _reached(database, lambda connection: drift(connection, feeds, names, make))
    _show(found, len(feeds), plain)


@staging.command()
@database
@click.option("--role", required=True, help="The reader's account; in MariaDB USER@HOST.")
@profiles
@plain_json
@options
def grants(
    database: str, role: str, profile: str, plain: bool, partner: str, only: tuple[str, ...], **named: Any
) -> None:
    """Say which staging tables the reader's account cannot read, and where it may do more.

    Exit code 0: it can read each of them, and nothing else; 1: not so; 3: the database cannot be reached.
    """
    contract, feeds, names = _chosen(partner, only, named)
    make = Differences(contract, profile)
    found = _reached(database, lambda connection: grants_of(connection, role, feeds, names, make))
    _show(found, len(feeds), plain)


def _chosen(partner: str, only: tuple[str, ...], named: Mapping[str, Any]) -> tuple[Contract, list[Feed], Names]:
    """The feeds of a partner that are asked for, and what the target calls their tables."""
    contract = load(partner)
    feeds = {feed.name: feed for feed in contract.feeds.values()}
    pairs = [pair.partition("=") for pair in named["tables"]]
    for name in (*only, *(feed for feed, _, _ in pairs)):
        if name not in feeds:
            raise ConfigurationError(f"{partner} has no feed {name}; known: {', '.join(feeds) or 'none'}")
    if wrong := [feed for feed, _, table in pairs if not table]:
        raise ConfigurationError(f"--tables {wrong[0]}: which table? write --tables {wrong[0]}=NAME")
    if not feeds:
        raise ConfigurationError(f"{partner} has no feeds; try --partner tpos")
    names = Names(named["prefix"], named["schema"], {feed: table for feed, _, table in pairs})
    return contract, [feed for name, feed in feeds.items() if name in (only or feeds)], names


def _reached(url: str, work: Callable[[Connection], T]) -> T:
    """What the work in the database gives; ends with exit code 3 if the database cannot be used."""
    try:
        return with_connection(url, work)
    except Unreachable as error:
        click.echo(f"inconclusive: {error}", err=True)
        sys.exit(3)


def _create(connection: Connection, feeds: list[Feed], names: Names) -> dict[str, bool]:
    known = set(inspect(connection).get_table_names(names.schema))
    made = {}
    for table in staging_tables(feeds, names).values():
        made[table.name] = table.name not in known
        table.create(connection, checkfirst=True)
    return made


def _show(found: list[Difference], tables: int, plain: bool) -> None:
    failed = sum(difference.fails for difference in found)
    verdict = "nonconformant" if failed else "conformant"
    if plain:
        differences = [asdict(difference) for difference in found]
        click.echo(
            json.dumps({"schema": "kontrak-staging/1", "verdict": verdict, "differences": differences}, indent=2)
        )
    else:
        for difference in found:
            _tell(difference)
        click.echo(f"{verdict}: {tables} tables, {failed} failures, {len(found) - failed} warnings")
    sys.exit(1 if failed else 0)


def _tell(difference: Difference) -> None:
    mark = "FAIL" if difference.fails else "WARN"
    place = ", ".join(".".join(filter(None, (table, difference.column))) for table in difference.tables)
    lines = [f"{mark}  {place}: {difference.rule}", f"      got    {difference.got}"]
    lines += [f"      wanted {difference.wanted}", f"      {difference.level}: {', '.join(difference.requirements)}"]
    for line in lines:
        click.echo(textwrap.fill(line, 80, subsequent_indent=" " * 13, break_on_hyphens=False))
