"""How a simulator is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontrak.mocks.store.engine import IN_MEMORY

MAX_BODY = 4 * 1024 * 1024
"""Two files of 1 MB in Base64 and what goes with them."""
KEPT_ENTRIES = 100_000
MAX_WORLDS = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How a simulator is set up.

    `still` stops the clock of new worlds at an instant, so that runs repeat to the letter; `readings` are
    candidates by reading id; `limits` are requests for each credential and day, by partner; `variants`
    the installations that new worlds play, by partner; `max_body` is in bytes; about `kept_entries` journal entries are kept;
    batches of feeds go to files in the folder `outbox` and to tables in the database `staging` (by default: in the same);
    `master` are CSV files of the user's own master data, by `partner/collection` (see `kontrak.mocks.master`); `faults` is
    a file of faults, and `fault_header` lets a call ask for one itself. At most `max_worlds` are kept beside the default
    one, each for `world_ttl` seconds of real time after its last use (None: for ever). `control` says whether there is a
    control interface, `control_token` what it asks for.
    """

    database: str = IN_MEMORY
    seed: int = 0
    still: datetime | None = None
    readings: Mapping[str, str] | None = None
    limits: Mapping[str, int] | None = None
    variants: Mapping[str, str] | None = None
    max_body: int = MAX_BODY
    kept_entries: int = KEPT_ENTRIES
    outbox: str | None = None
    staging: str | None = None
    master: Mapping[str, str] | None = None
    faults: str | None = None
    fault_header: bool = True
    max_worlds: int = MAX_WORLDS
    world_ttl: int | None = None
    control: bool = True
    control_token: str | None = None
