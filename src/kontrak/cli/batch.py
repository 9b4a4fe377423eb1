"""`kontrak batch`: fixed-length files, checked, written, read and explained."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kontrak.conformance.feeds.check import check as check_file
from kontrak.conformance.feeds.convert import decoded, encoded, rows_of, write_rows
from kontrak.conformance.feeds.findings import PROFILES, Report, with_copies
from kontrak.conformance.feeds.source import Source, Unreadable
from kontrak.conformance.feeds.text import as_json, as_lines
from kontrak.contracts import ConfigurationError, Contract, load, partners
from kontrak.contracts.feed import Feed
from kontrak.contracts.layouts import with_layout_file

EXITS = {"conformant": 0, "nonconformant": 1, "inconclusive": 3}
existing = click.Path(path_type=Path, exists=True, dir_okay=False)
of_layout = click.option("--layout", required=True, metavar="NAME", help="The layout, such as tpos.invoice.")
layout_file = click.option("--layout-file", type=existing, help="YAML that sets members of the layout anew.")
output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Instead of the terminal."
)
plain_json = click.option("--json", "plain", is_flag=True, help="JSON instead of text.")
forms = click.Choice(["csv", "jsonl"])


@click.group()
def batch() -> None:
    """Check, write, read and explain fixed-length files of the partners' feeds."""


@batch.command()
@click.argument("files", nargs=-1, required=True, type=existing)
@of_layout
@layout_file
@click.option(
    "--profile", type=click.Choice(PROFILES), default="observed", show_default=True, help="Which levels fail."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=3, show_default=True, help="Places shown for a finding.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@plain_json
def check(
    files: tuple[Path, ...], layout: str, layout_file: Path | None, profile: str, limit: int, quiet: bool, plain: bool
) -> None:
    """Say what is wrong with FILES, once for each cause. Also reads .gz, and .zip with one file in it.

    Exit code 0: nothing that fails; 1: something does; 3: a file is empty or cannot be read to its end.
    """
    contract, feed = _feed(layout, layout_file)
    reports = []
    for file in files:
        with _progress(file, quiet or plain) as progress:
            source = Source(file)
            reports.append(check_file(source, feed, contract, profile=profile, limit=limit, progress=progress))
    if len(files) > 1:
        reports = with_copies(reports, [Source(file).digest() for file in files], feed, contract, profile)
    _show(reports, feed, plain)
    sys.exit(_exit_code(reports))


@batch.command()
@click.argument("file", type=existing)
@of_layout
@layout_file
@click.option("--from", "form", type=forms, help="What FILE is; by default by its name.")
@output
def encode(file: Path, layout: str, layout_file: Path | None, form: str | None, output: Path | None) -> None:
    """Write the rows of FILE (CSV or JSON lines) as fixed-length records; all of them or, with exit code 1, none."""
    _contract, feed = _feed(layout, layout_file)
    form = form or ("csv" if file.suffix.lower() == ".csv" else "jsonl")
    end = feed.form.terminator.encode()
    with tempfile.TemporaryFile() as room:
        rows = _sound(encoded(rows_of(file, form, feed), feed), file)
        room.writelines(str(line).encode(feed.form.encoding) + end for line in rows)
        _deliver(room, output)


@batch.command()
@click.argument("file", type=existing)
@of_layout
@layout_file
@click.option("--to", "form", type=forms, default="jsonl", show_default=True)
@output
def decode(file: Path, layout: str, layout_file: Path | None, form: str, output: Path | None) -> None:
    """Write the records of FILE as CSV or JSON lines; all of them or, with exit code 1, none."""
    _contract, feed = _feed(layout, layout_file)
    with tempfile.TemporaryFile() as room:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as text:
            try:
                write_rows(_sound(decoded(Source(file), feed), file), form, feed, text)
            except Unreadable as error:
                raise ConfigurationError(f"{file}: cannot be read to its end: {error}") from None
            text.seek(0)
            room.writelines(line.encode() for line in text)
        _deliver(room, output)


@batch.command()
@click.argument("layout")
@layout_file
@plain_json
def describe(layout: str, layout_file: Path | None, plain: bool) -> None:
    """The columns of LAYOUT: where each stands, its type and format, whether it is mandatory, and why."""
    _contract, feed = _feed(layout, layout_file)
    rows = [_column(feed, at) for at in range(len(feed.fields))]
    if plain:
        about = {"layout": feed.layout, "width": feed.width, "encoding": feed.form.encoding, "fields": rows}
        click.echo(json.dumps(about | {"terminator": feed.form.terminator}, indent=2))
        return
    click.echo(f"{feed.layout}: {feed.title}, {feed.width} characters, {feed.form.encoding}, {feed.form.terminator!r}")
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for name in ("at", "width", "field", "type", "format", "M", "source", "reading"):
        table.add_column(name.upper(), overflow="fold", no_wrap=name not in ("field", "format"))
    for row in rows:
        mark = "M" if row["mandatory"] else ""
        cells = (
            row["offset"],
            row["width"],
            row["label"],
            row["type"],
            row["format"],
            mark,
            row["source"],
            row["reading"],
        )
        table.add_row(*(str(cell or "") for cell in cells))
    Console().print(table, markup=False, highlight=False)


def _column(feed: Feed, at: int) -> dict[str, Any]:
    entry = feed.fields[at]
    written = feed.form.forms.get(str(entry.format)) if entry.format else None
    return {
        "offset": entry.start + 1,
        "width": entry.width,
        "label": entry.label,
        "key": entry.key,
        "column": entry.column,
        "type": entry.type,
        "length": entry.length,
        "format": written,
        "mandatory": entry.mandatory,
        "level": entry.level.value,
        "source": " ".join(str(entry.source[name]) for name in ("table", "row") if name in entry.source),
        "reading": entry.reading,
    }


def _feed(layout: str, file: Path | None) -> tuple[Contract, Feed]:
    """The contract and the feed of a layout; raises ConfigurationError with the layouts there are."""
    partner, known_partners = layout.partition(".")[0], partners()
    contracts = [load(name) for name in ([partner] if partner in known_partners else known_partners)]
    for contract in contracts:
        if layout in contract.feeds:
            feeds = contract.feeds if file is None else with_layout_file(contract, file)
            return contract, feeds[layout]
    known = ", ".join(name for contract in contracts for name in contract.feeds)
    raise ConfigurationError(f"unknown layout {layout!r}; known: {known or 'none of this partner'}")


def _show(reports: list[Report], feed: Feed, plain: bool) -> None:
    if plain:
        found = [as_json(report) for report in reports]
        click.echo(json.dumps(found[0] if len(found) == 1 else found, indent=2, ensure_ascii=False))
        return
    for report in reports:
        for line in as_lines(report, feed):
            click.echo(line)


def _exit_code(reports: list[Report]) -> int:
    """The worst of several: a breach before what could not be tested."""
    verdicts = {report.verdict for report in reports}
    return next(EXITS[name] for name in ("nonconformant", "inconclusive", "conformant") if name in verdicts)


@contextmanager
def _progress(file: Path, is_quiet: bool) -> Iterator[Callable[[int], None]]:
    console = Console(stderr=True)
    if is_quiet or not console.is_terminal:
        yield lambda _done: None
        return
    columns = TextColumn(file.name), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(file.name, total=max(1, file.stat().st_size))
        yield lambda done: bar.update(task, completed=done)


def _sound(rows: Iterator[tuple[int, Any]], file: Path) -> Iterator[Any]:
    """The rows; if some have faults these are told, and the program ends with exit code 1."""
    count = 0
    for number, row in rows:
        if not isinstance(row, tuple):
            if not count:
                yield row
            continue
        count += 1
        if count <= 10:
            for fault in row:
                click.echo(f"{file}:{number}: {fault}", err=True)
    if count:
        click.echo(f"{file}: {count} rows have faults; nothing was written", err=True)
        sys.exit(1)


def _deliver(room: IO[bytes], output: Path | None) -> None:
    """Copy what is complete to its place."""
    room.seek(0)
    if output is None:
        shutil.copyfileobj(room, sys.stdout.buffer)
        return
    try:
        with output.open("wb") as target:
            shutil.copyfileobj(room, target)
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written: {error.strerror}") from None
