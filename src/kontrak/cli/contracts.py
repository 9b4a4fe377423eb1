"""`kontrak contracts`: what the partners say, in a terminal or as JSON."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from kontrak.conformance.probes import probe
from kontrak.conformance.watch import WATCHES
from kontrak.contracts import ConfigurationError, Contract, load, load_all
from kontrak.contracts.export import as_json as bundled_json
from kontrak.contracts.export import as_yaml
from kontrak.contracts.fields import fields as field_dictionary
from kontrak.contracts.lint import lint as lint_contract

as_json = click.option("--json", "plain", is_flag=True, help="JSON instead of a table.")
search = click.option("--search", default="", metavar="TEXT", help="Only entries that contain this text.")


@click.group()
def contracts() -> None:
    """Show the contracts: requirements, readings and operations, with their sources."""


@contracts.command("list")
@as_json
def list_contracts(plain: bool) -> None:
    """The partners, with what is in their contracts."""
    rows = [
        {
            "partner": contract.name,
            "title": contract.title,
            "version": contract.version,
            "operations": len(contract.operations),
            "requirements": len(contract.requirements),
            "readings": len(contract.readings),
            "sha256": contract.digest,
        }
        for contract in load_all().values()
    ]
    _show(rows, ("partner", "title", "version", "operations", "requirements", "readings"), plain)


@contracts.command()
@click.argument("partner", required=False)
@as_json
@search
def requirements(partner: str | None, plain: bool, search: str) -> None:
    """The requirements with level, source and test."""
    rows = _rows(partner, lambda contract: (asdict(entry) for entry in contract.requirements.values()))
    _blocks(_found(rows, search), _requirement, plain)


@contracts.command()
@click.argument("partner", required=False)
@as_json
@search
def readings(partner: str | None, plain: bool, search: str) -> None:
    """The unclear places of the sources, how they can be read, and how we read them."""
    rows = _rows(partner, lambda contract: (asdict(entry) for entry in contract.readings.values()))
    _blocks(_found(rows, search), _reading, plain)


@contracts.command()
@click.argument("partner", required=False)
@as_json
def operations(partner: str | None, plain: bool) -> None:
    """The operations with method, path and level."""
    rows = _rows(
        partner,
        lambda contract: (
            {
                "partner": contract.name,
                "operation": operation.id,
                "method": operation.method,
                "path": operation.path,
                "member": operation.member,
                "level": operation.level,
                "summary": operation.summary,
            }
            for operation in contract.operations.values()
        ),
    )
    _show(rows, ("operation", "method", "path", "member", "level", "summary"), plain)


@contracts.command()
@click.argument("partner", required=False)
@as_json
@search
def fields(partner: str | None, plain: bool, search: str) -> None:
    """The columns of every message with type, length and place in the sources."""
    rows = _found(_rows(partner, field_dictionary), search)
    _show(rows, ("message", "key", "type", "length", "mandatory", "level", "source"), plain)


@contracts.command()
@click.argument("partner")
@click.option("--yaml", "as_text", flag_value=as_yaml, type=click.UNPROCESSED, help="YAML instead of JSON.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def export(partner: str, as_text: Callable[[Contract], str] | None, output: Path | None) -> None:
    """Print one self-contained OpenAPI document of PARTNER."""
    text = (as_text or bundled_json)(load(partner))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {output}")


@contracts.command()
@click.argument("partner", required=False)
def lint(partner: str | None) -> None:
    """Check a contract against itself: names, sources, levels, examples. Exit code 1 if something is wrong."""
    chosen = [load(partner)] if partner else list(load_all().values())
    known = {"probe": probe.names(), "watch": list(WATCHES), "property": ["accepts"]}
    found = [problem for contract in chosen for problem in lint_contract(contract, known)]
    for problem in found:
        click.echo(problem)
    click.echo(f"{', '.join(contract.name for contract in chosen)}: {len(found)} problems")
    if found:
        sys.exit(1)


def _rows(partner: str | None, entries: Callable[[Contract], Iterable[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The entries of one partner, or of all; raises UnknownPartner."""
    chosen = [load(partner)] if partner else list(load_all().values())
    return [entry for contract in chosen for entry in entries(contract)]


def _found(rows: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    return [row for row in rows if text.lower() in json.dumps(row, ensure_ascii=False).lower()]


def _requirement(entry: dict[str, Any]) -> tuple[str, list[str]]:
    """A requirement as a head line and the lines below it."""
    reading = f"; reading: {entry['reading']}" if entry["reading"] else ""
    untested = entry["test"]["not_tested"]
    lines = [entry["text"], f"source: {entry['source']}{reading}"]
    return f"{entry['id']}  {entry['level']}, {entry['keyword']}", lines + (
        [f"not tested: {untested}"] if untested else []
    )


def _reading(entry: dict[str, Any]) -> tuple[str, list[str]]:
    """A reading as a head line and the lines below it; the choice is marked."""
    candidates = [
        f"{'*' if candidate['name'] == entry['chosen'] else ' '} {candidate['name']}: {candidate['text']}"
        for candidate in entry["candidates"]
    ]
    return f"{entry['id']}  {entry['where']}", [entry["question"], *candidates, f"why: {entry['why']}"]


def _blocks(rows: list[dict[str, Any]], form: Callable[[dict[str, Any]], tuple[str, list[str]]], plain: bool) -> None:
    """Entries with long texts, one below the other, folded to the width of the terminal."""
    if plain:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = min(shutil.get_terminal_size().columns, 100)
    for row in rows:
        head, lines = form(row)
        click.secho(head, bold=True)
        for line in lines:
            click.echo(textwrap.fill(line, width, initial_indent="  ", subsequent_indent="    "))
        click.echo()


def _show(rows: list[dict[str, Any]], columns: Sequence[str], plain: bool) -> None:
    if plain:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    console = Console()
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.upper(), overflow="fold", no_wrap=column in ("partner", "operation", "message", "key"))
    for row in rows:
        table.add_row(*(str(row[column] if row[column] is not None else "") for column in columns))
    console.print(table, markup=False, highlight=False)
