"""The batch messages of TPOS: rows for the staging tables, and the same rows as fixed-length files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.tpos.layout import under


def publish(turn: Turn, layout: str, rows: Sequence[Mapping[str, Json]]) -> None:
    """Send a batch: rows by the contract's keys of one layout such as `tpos.invoice`, dates as printed.

    It is in the staging tables when the transaction ends, and soon after it in the outbox. Whether a row that comes again is
    added, replaces the other or is left out is the reading TPOS-R-014, the form of a line TPOS-R-140 to 147. Raises KeyError for an unknown layout.
    """
    if turn.feeds and rows:
        feed = under(turn.partner.contract.feeds[layout], turn.judge.readings)
        turn.feeds.publish(turn.connection, turn.world, feed, rows, turn.judge.readings["TPOS-R-014"])
