"""How the `contracts` commands print: JSON for machines, tables and folded blocks for people, never cut."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kontrak.contracts.model import Json

WIDEST = 100
SHORT = 12
as_json = click.option("--json", "plain", is_flag=True, help="JSON instead of text.")
search = click.option("--search", default="", metavar="TEXT", help="Only entries that contain this text.")


def dump(value: Json) -> None:
    """A value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def matching(rows: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The rows that hold a text anywhere, whatever the case of its letters."""
    return [row for row in rows if text.lower() in json.dumps(row, ensure_ascii=False, default=str).lower()]


def table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, whole: Sequence[str] = (), indent: int = 0
) -> None:
    """Rows as a table that fits the terminal; short cells and those of the columns in `whole` are never folded."""
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    longest = [max(map(len, [name, *column])) for name, *column in zip(columns, *cells, strict=True)]
    room = _width() - indent
    gap = 2 if sum(longest) + 2 * len(columns) <= room else 1
    shown = Table(box=None, pad_edge=False, show_edge=False, padding=(0, gap, 0, 0))
    for name, length in zip(columns, longest, strict=True):
        shown.add_column(name.upper(), overflow="fold", no_wrap=name in whole or length <= SHORT)
    for row in cells:
        shown.add_row(*map(Text, row))
    console = Console(width=room, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(shown)
    for line in captured.get().splitlines():
        click.echo(" " * indent + line.rstrip())


def head(text: str) -> None:
    """A line that names what follows; a line end at its beginning stays."""
    blank = "\n" if text.startswith("\n") else ""
    click.secho(blank + _fill(text.strip(), "", "    "), bold=True)


def folded(text: str, indent: int = 2) -> None:
    """A text below a head; its further lines stand further in."""
    click.echo(_fill(text, " " * indent, " " * (indent + 2)))


def _fill(text: str, first: str, others: str) -> str:
    """A text folded to the width of the terminal, ids in one piece."""
    return textwrap.fill(text, _width(), initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def blocks(rows: list[dict[str, Any]], form: Callable[[dict[str, Any]], tuple[str, list[str]]], *, plain: bool) -> None:
    """Entries with long texts, one below the other, or JSON."""
    if plain:
        dump(rows)
        return
    for row in rows:
        title, lines = form(row)
        head(title)
        for line in lines:
            folded(line)
        click.echo()


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST)


def _cell(value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
