"""The registers of the contracts as lists: partners, requirements, readings, operations, fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

import click

from kontrak.cli.contracts.chosen import chosen, rows
from kontrak.cli.contracts.printing import as_json, blocks, dump, folded, head, matching, search, table
from kontrak.contracts import Contract, Role
from kontrak.contracts.fields import fields as field_dictionary

partner_argument = click.argument("partner", required=False)


@click.command("list")
@as_json
@search
def list_contracts(plain: bool, search: str) -> None:
    """The partners, with what is in their contracts."""
    known = [
        {
            "partner": contract.name,
            "title": contract.title,
            "version": contract.version,
            "stage": contract.stage.value,
            "operations": len(contract.operations),
            "feeds": len(contract.feeds),
            "requirements": len(contract.requirements),
            "readings": len(contract.readings),
            "sha256": contract.digest,
        }
        for contract in chosen(None)
    ]
    found = matching(known, search)
    if plain:
        dump(found)
    else:
        table(found, ("partner", "title", "version", "stage", "operations", "feeds", "requirements", "readings"))


@click.command()
@partner_argument
@as_json
@search
def requirements(partner: str | None, plain: bool, search: str) -> None:
    """The requirements with level, source and test."""
    found = rows(partner, lambda contract: (asdict(entry) for entry in contract.requirements.values()))
    blocks(matching(found, search), _requirement, plain=plain)


@click.command()
@partner_argument
@as_json
@search
def operations(partner: str | None, plain: bool, search: str) -> None:
    """The operations with method, path and level."""
    found = matching(rows(partner, _operations), search)
    if plain:
        dump(found)
    else:
        table(found, ("operation", "method", "path", "member", "level", "summary"), whole=("operation", "level"))


@click.command()
@partner_argument
@as_json
@search
def fields(partner: str | None, plain: bool, search: str) -> None:
    """The fields of every message and feed with type, length and place in the sources."""
    found = matching(rows(partner, field_dictionary), search)
    if plain:
        dump(found)
        return
    for (message, _channel), group in groupby(found, key=lambda row: (row["message"], row["channel"])):
        entries = list(group)
        head(message)
        folded(f"{entries[0]['system']}, {entries[0]['channel']}: {entries[0]['interface']}")
        shown = [{**entry, "type": _typed(entry), "m": entry["mandatory"]} for entry in entries]
        table(shown, ("key", "type", "m", "level", "source"), whole=("level",), indent=2)
        click.echo()


def _operations(contract: Contract) -> Iterator[dict[str, Any]]:
    for operation in contract.operations.values():
        yield {
            "partner": contract.name,
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "member": operation.member,
            "level": operation.level.value,
            "summary": operation.summary,
        }


def _typed(entry: dict[str, Any]) -> str:
    length = f"({entry['length']})" if entry["length"] is not None else ""
    return f"{entry['type'] or ''}{length}{' ' + entry['format'] if entry['format'] else ''}"


def _requirement(entry: dict[str, Any]) -> tuple[str, list[str]]:
    """A requirement as a head line and the lines below it."""
    reading = f"; reading: {entry['reading']}" if entry["reading"] else ""
    untested = entry["test"]["not_tested"]
    lines = [entry["text"], f"source: {entry['source']}{reading}"]
    roles = "" if list(entry["roles"]) == [Role.PROVIDER] else f", role {', '.join(entry['roles'])}"
    return f"{entry['id']}  {entry['level']}, {entry['keyword']}{roles}", lines + (
        [f"not tested: {untested}"] if untested else []
    )
