"""`kontrak dgi`: what only DGI has, for now the CDDB file."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from kontrak.contracts import ConfigurationError, load

file = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def dgi() -> None:
    """Files of DGI's main dealers."""


@dgi.group()
def cddb() -> None:
    """The customer database file that is filed before faktur and STNK are requested."""


@cddb.command()
@file
@click.option("--json", "plain", is_flag=True, help="JSON instead of lines.")
def check(path: Path, plain: bool) -> None:
    """Check a file and its name; exit code 0 if all is well, 1 if not."""
    from kontrak.mocks.dgi import cddb as files  # noqa: PLC0415 - keeps the other commands quick

    found = files.read(path.read_bytes(), files.record(load("dgi")))
    findings = [*files.check_name(path.name), *found.findings]
    for finding in () if plain else findings:
        click.echo(f"{path.name}: {finding}")
    if plain:
        click.echo(json.dumps([{**asdict(one), "requirement": one.requirement} for one in findings], indent=2))
    else:
        click.echo(f"{path.name}: {len(found.rows)} customers, {len(findings)} findings")
    sys.exit(1 if findings else 0)


@cddb.command()
@file
def read(path: Path) -> None:
    """Print the customers of a file as JSON; exit code 1 if something is wrong with it."""
    from kontrak.mocks.dgi import cddb as files  # noqa: PLC0415 - keeps the other commands quick

    found = files.read(path.read_bytes(), files.record(load("dgi")))
    click.echo(json.dumps(found.rows, indent=2, ensure_ascii=False))
    for finding in found.findings:
        click.echo(f"{path.name}: {finding}", err=True)
    sys.exit(1 if found.findings else 0)


@cddb.command()
@file
@click.option("--main-dealer", required=True, metavar="CODE", help="Code of the main dealer, for the name.")
@click.option("--dealer", required=True, metavar="CODE", help="Code of the dealer, for the name.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Time in the name; now by default.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write to.")
def write(path: Path, main_dealer: str, dealer: str, at: datetime | None, out: Path) -> None:
    """Write a file of the customers in PATH, a JSON array of objects with the columns' names."""
    from kontrak.mocks.dgi import cddb as files  # noqa: PLC0415 - keeps the other commands quick
    from kontrak.mocks.world import wall_clock  # noqa: PLC0415 - only this command needs the mock

    try:
        rows = json.loads(path.read_bytes())
    except ValueError as error:
        raise ConfigurationError(f"{path.name} is not JSON: {error}; write an array of objects") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigurationError(f"{path.name} is no array of objects; write one object for each customer")
    name = files.file_name(main_dealer, dealer, at or wall_clock())
    if files.check_name(name):
        raise ConfigurationError(f"{name} is no name of a CDDB file; give codes of letters and digits")
    raw = files.write(rows, files.record(load("dgi")))
    out.mkdir(parents=True, exist_ok=True)
    (out / name).write_bytes(raw)
    click.echo(str(out / name))
