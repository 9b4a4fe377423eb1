"""How far a run is, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kontrak.conformance.run import Progress as Tell

EVERY = 10.0
"""Seconds between two lines."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """What a run tells its progress to; a log of CI sees a line every ten seconds, so that it shows life."""
    console = Console(stderr=True)
    if quiet:
        yield lambda *_: None
        return
    if not console.is_terminal:
        yield lines(lambda line: click.echo(line, err=True))
        return
    columns = (
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(30),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total)


def lines(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Tell:
    """Says a line with the number of checks begun when ten seconds have passed since the last."""
    started = clock()
    last = [started]

    def tell(name: str, done: int, total: int) -> None:
        now = clock()
        if now - last[0] >= EVERY:
            last[0] = now
            say(f"kontrak: check {done} of {total} after {now - started:.0f} s: {name}")

    return tell
