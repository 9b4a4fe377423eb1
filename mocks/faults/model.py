"""A fault as a value: what goes wrong, in which calls or batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kontrak.contracts.model import Json


class Kind(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"
    HTTP = "http"
    DELAY = "delay"
    RESET = "reset"
    TRUNCATE = "truncate"
    MALFORMED = "malformed"
    CONTENT_TYPE = "content-type"
    STALE_TOKEN = "stale-token"  # noqa: S105 - the name of a kind
    DUPLICATE_BATCH = "duplicate-batch"
    REORDER_BATCH = "reorder-batch"
    LATE_BATCH = "late-batch"


ACTS_BEFORE: Mapping[Kind, bool] = {
    Kind.REFUSE: True,
    Kind.STALE_TOKEN: True,
    Kind.HTTP: True,
    Kind.RESET: False,
}
"""The kinds that can answer in the partner's place, and whether they do unless the fault says `when`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong in calls `first` to `last` (counted from when it was set; None: no end) of an operation.

    None as partner, operation or feed stands for each. `since` and `until` bound the world's time; only calls in
    between are counted. `given` is the fault as it was written down.
    """

    id: str
    kind: Kind
    partner: str | None = None
    operation: str | None = None
    feed: str | None = None
    first: int = 1
    last: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    given: Mapping[str, Json] = field(default_factory=dict)

    @property
    def is_before(self) -> bool:
        """Whether nothing of the call is carried out."""
        when = self.given.get("when")
        return ACTS_BEFORE.get(self.kind, False) if when is None else when == "before"

    @property
    def is_of_batches(self) -> bool:
        """Whether it strikes batches instead of calls."""
        return self.kind.endswith("-batch")

    def concerns(self, partner: str, operation: str | None, feed: str | None, now: datetime) -> bool:
        """Whether a call (or the batch of a feed) at that time is one that it counts."""
        return (
            self.is_of_batches == (feed is not None)
            and self.partner in (None, partner)
            and self.operation in (None, operation)
            and self.feed in (None, feed)
            and (self.since is None or self.since <= now)
            and (self.until is None or now < self.until)
        )

    def strikes(self, call: int) -> bool:
        """Whether it strikes the call of that number, counted from 1."""
        return self.first <= call and (self.last is None or call <= self.last)
