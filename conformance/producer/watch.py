"""What a reader can see while batches are made: the size of each file, the number of rows of each batch, again and again."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from kontrak.conformance.producer.batch import Medium, is_of, stamp
from kontrak.conformance.producer.settings import Deliveries
from kontrak.conformance.producer.tables import Staged, moment, staged
from kontrak.conformance.staging.database import opened
from kontrak.contracts.feed import Feed

PAUSE = {Medium.FILE: 0.001, Medium.TABLE: 0.005}
PATIENCE = 30.0
Place = tuple[str, str]
"""Feed and name of a batch."""
Sample = dict[Place, tuple[int, datetime | None]]
"""How large each batch is, and when it was written."""


@dataclass(slots=True)
class Seen:
    """A batch that appeared: how large it was when, each size once; `sample` counts the looks before it."""

    feed: str
    name: str
    time: datetime | None
    sample: int
    sizes: list[int]


@dataclass(slots=True)
class Watch:
    """The batches that appeared, by medium, in their order; `blind` says why those of a medium could not be seen."""

    seen: dict[Medium, dict[Place, Seen]] = field(default_factory=lambda: {medium: {} for medium in Medium})
    blind: dict[Medium, str] = field(default_factory=dict)

    def note(self, medium: Medium, number: int, sample: Sample) -> None:
        """What one look showed."""
        for place, (size, when) in sample.items():
            known = self.seen[medium].setdefault(place, Seen(*place, when, number, [size]))
            if known.sizes[-1] != size:
                known.sizes.append(size)


@contextmanager
def watching(deliveries: Deliveries, feeds: dict[str, Feed]) -> Iterator[Watch]:
    """Look at folder and tables until the context ends; what is there at the beginning is not told."""
    watch, stop = Watch(), threading.Event()
    with ExitStack() as stack:
        for medium, look in _looks(deliveries, feeds, watch, stack):
            ready = threading.Event()
            thread = threading.Thread(target=_watch, args=(watch, medium, look, stop, ready), daemon=True)
            thread.start()
            stack.callback(thread.join)
            ready.wait(PATIENCE)
        stack.callback(stop.set)
        yield watch


def _looks(
    deliveries: Deliveries, feeds: dict[str, Feed], watch: Watch, stack: ExitStack
) -> Iterator[tuple[Medium, Callable[[], Sample]]]:
    if deliveries.outbox is not None:
        yield Medium.FILE, lambda: _files(deliveries, feeds)
    if deliveries.database:
        try:
            engine = stack.enter_context(opened(deliveries.database))
            with engine.connect() as connection:
                found = {name: staged(connection, feed, deliveries) for name, feed in feeds.items()}
        except SQLAlchemyError as error:
            watch.blind[Medium.TABLE] = _blinded(error)
            return
        tables = {name: one for name, one in found.items() if one is not None and deliveries.batch in one.own}
        if tables:
            yield Medium.TABLE, lambda: _tables(engine, deliveries, tables)
        else:
            watch.blind[Medium.TABLE] = (
                f'needs a column that tells batches apart; name it with feeds.batch = "{deliveries.batch}"'
            )


def _watch(
    watch: Watch, medium: Medium, look: Callable[[], Sample], stop: threading.Event, ready: threading.Event
) -> None:
    number, before, is_over = 0, None, False
    while not is_over:
        is_over = stop.is_set()  # one look more after the end
        try:
            sample = look()
        except SQLAlchemyError as error:
            watch.blind[medium] = _blinded(error)
            break
        before = frozenset(sample) if before is None else before
        ready.set()
        watch.note(medium, number, {place: one for place, one in sample.items() if place not in before})
        number += 1
        time.sleep(PAUSE[medium])
    ready.set()


def _blinded(error: SQLAlchemyError) -> str:
    return f"the tables could not be looked at: {str(getattr(error, 'orig', None) or error).splitlines()[0]}"


def _files(deliveries: Deliveries, feeds: dict[str, Feed]) -> Sample:
    """The sizes of the files as a reader finds them now."""
    found: Sample = {}
    with suppress(OSError), os.scandir(deliveries.outbox) as entries:
        for entry in entries:
            feed = next((name for name, feed in feeds.items() if is_of(deliveries, feed, entry.name)), None)
            with suppress(OSError):  # the file is gone again
                if feed is not None:
                    found[feed, entry.name] = entry.stat().st_size, stamp(entry.name)
    return found


def _tables(engine: Engine, deliveries: Deliveries, tables: dict[str, Staged]) -> Sample:
    """The number of rows of each batch as a reader finds them now."""
    found: Sample = {}
    with engine.connect() as connection:
        for name, one in tables.items():
            batch: Any = one.table.c[deliveries.batch]
            columns = [batch, func.count()]
            if deliveries.time in one.own:
                columns.append(func.min(one.table.c[deliveries.time]))
            for row in connection.execute(select(*columns).group_by(batch)):
                found[name, str(row[0])] = row[1], moment(row[2]) if len(row) > 2 else None
    return found
