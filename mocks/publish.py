"""What a partner sends without being asked: rows for staging tables and files, delivered once the transaction is over.

The rows of a staging table in the simulator's own database are written in the transaction that makes them. A file, or a
table in another database, cannot be: the batch is remembered in that transaction and delivered after it, by whoever finds
it, until it is done. Nothing that was committed is lost by a crash, and nothing shows that was rolled back.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from kontrak.contracts import Contract
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json
from kontrak.mocks.faults import Fault, Kind
from kontrak.mocks.outbox import Outbox, content
from kontrak.mocks.store import batches, faults
from kontrak.mocks.store.batches import CLEAR, Batch
from kontrak.mocks.store.engine import create_tables, open_engine, transaction
from kontrak.mocks.store.staging import Staging
from kontrak.mocks.world import World

LOG = logging.getLogger("kontrak.mocks")


class Feeds:
    """The feeds of all partners of a simulator.

    `outbox` is a folder for files, `staging` the URL of the database for the staging tables (None: that of the engine, whose
    URL is `database`). Raises ConfigurationError if the one or the other cannot be used.
    """

    def __init__(
        self,
        contracts: Iterable[Contract],
        engine: Engine,
        *,
        database: str,
        outbox: str | None = None,
        staging: str | None = None,
    ) -> None:
        known = [(contract.name, feed) for contract in contracts for feed in contract.feeds.values()]
        self._owners = {feed.layout: name for name, feed in known}
        feeds = [feed for _, feed in known]
        self.staging, self._engine = Staging(feeds), engine
        elsewhere = staging if feeds and staging and staging != database else None
        self._elsewhere = open_engine(elsewhere, self.staging.metadata) if elsewhere else None
        self._outbox = Outbox(Path(outbox), list(self.staging.feeds)) if feeds and outbox else None
        self._mine = threading.local()
        self._told = ""
        if self._outbox:
            self._outbox.check()
        if feeds and not self._elsewhere:
            create_tables(engine, self.staging.metadata)

    @property
    def engine(self) -> Engine:
        """Where the staging tables are."""
        return self._elsewhere or self._engine

    def publish(
        self, connection: Connection, world: World, feed: Feed, rows: Sequence[Mapping[str, Json]], again: str
    ) -> None:
        """Send a batch of rows, laid out as the feed says; see `Staging.write` for `again`.

        A fault of the world may send it twice, in reverse order, or after the next one of its layout.
        """
        fault = self._fault(connection, world, feed)
        name = batches.free_name(connection, world.name, feed.layout, world.now)
        batch = Batch(world.name, name, feed.layout, world.now, rows, again, "", feed.form.encoding)
        match fault and fault.kind:
            case Kind.LATE_BATCH:
                batches.add(connection, batch, pending=batches.HELD)
                return
            case Kind.REORDER_BATCH:
                self._send(connection, replace(batch, rows=rows[::-1]), feed)
            case Kind.DUPLICATE_BATCH:
                self._send(connection, batch, feed)
                other = batches.free_name(connection, world.name, feed.layout, world.now)
                # Once more as rows of their own, whatever the reading says of a second row of one key.
                self._send(connection, replace(batch, name=other, again="append"), feed)
            case _:
                self._send(connection, batch, feed)
        for held in batches.release(connection, world.name, feed.layout):
            self._send(connection, held, feed)

    def _fault(self, connection: Connection, world: World, feed: Feed) -> Fault | None:
        if not world.faults:
            return None
        return faults.take(connection, world.name, self._owners[feed.layout], None, world.now, feed.layout)

    def _send(self, connection: Connection, batch: Batch, feed: Feed) -> None:
        """Write a batch into the staging tables beside us, or leave it for those elsewhere and for the outbox."""
        sent: Sequence[Mapping[str, Json]] = batch.rows
        if not self._elsewhere:
            write, where = self.staging.write, (batch.world, batch.layout)
            sent = write(connection, *where, batch.rows, batch=batch.name, at=batch.at, again=batch.again)
        if sent:
            file = content(sent, feed) if self._outbox else ""
            self._remember(connection, replace(batch, rows=sent, file=file))

    def clear(self, connection: Connection, world: str, at: datetime, *, is_new: bool = False) -> None:
        """Forget what a world published; a new one has nothing of its own, at most what an earlier run delivered."""
        if not is_new:
            batches.clear(connection, world)
        if not (is_new or self._elsewhere):
            self.staging.clear(connection, world)
        if self._outbox or self._elsewhere:
            self._remember(connection, Batch(world, f"clear-{uuid4().hex}", CLEAR, at, ()))

    def flush(self, *, always: bool = False) -> None:
        """Deliver what is waiting, if this thread made something or `always`; what fails stays and is tried again."""
        if not (always or getattr(self._mine, "sent", False)) or not (self._outbox or self._elsewhere):
            return
        self._mine.sent = False
        try:
            while transaction(self._engine, self._deliver):
                pass
            self._told = ""
        except (OSError, SQLAlchemyError) as error:
            # Said once, not each second: the ticker tries again and again.
            if str(error) != self._told:
                self._told = str(error)
                LOG.error("batches cannot be delivered and wait: %s", self._told.splitlines()[0])  # noqa: TRY400 - the traceback is not the user's

    def close(self) -> None:
        """Give the other database back."""
        if self._elsewhere:
            self._elsewhere.dispose()

    def _remember(self, connection: Connection, batch: Batch) -> None:
        self._mine.sent = True
        batches.add(connection, batch, pending=int(bool(self._outbox or self._elsewhere)))

    def _deliver(self, connection: Connection) -> bool:
        """Deliver some batches, in order; whether there may be more."""
        waiting = batches.pending(connection)
        for seq, batch in waiting:
            if self._elsewhere:
                transaction(self._elsewhere, partial(self._stage, batch))
            if self._outbox:
                self._outbox.clear(batch.world) if batch.layout == CLEAR else self._outbox.write(batch)
            batches.close(connection, seq)
        return len(waiting) == batches.AT_ONCE

    def _stage(self, batch: Batch, connection: Connection) -> None:
        if batch.layout == CLEAR:
            self.staging.clear(connection, batch.world)
        elif not self.staging.holds(connection, batch.world, batch.layout, batch.name):
            write = self.staging.write
            rows, again = batch.rows, batch.again
            write(connection, batch.world, batch.layout, rows, batch=batch.name, at=batch.at, again=again)
