"""The journal as people read it: filtered, page by page, each exchange with its curl line; or as HAR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from kontrak.contracts.model import Json
from kontrak.mocks.control import curl, har
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import Refusal, Verdict
from kontrak.mocks.store import journal
from kontrak.mocks.store.engine import transaction
from kontrak.mocks.store.journal import ANY, Filter
from kontrak.mocks.world import NAME, WIB

FILTERS = ("world", "operation", "verdict", "partner", "fault", "since", "until")
VERDICTS = tuple(verdict.value for verdict in Verdict)
PLAIN = re.compile(r"[A-Za-z0-9_*-]{1,64}")


class Journal(Resource):
    """The exchanges of a world, or of all."""

    def journal(
        self,
        world: str,
        limit: int = 100,
        operation: str | None = None,
        verdict: str | None = None,
        *,
        more: Mapping[str, str] | None = None,
        before: int | None = None,
        base_url: str = "http://127.0.0.1:8080",
    ) -> Json | Refusal:
        """The newest exchanges that fit, and in `next` the number `before` which the next page begins.

        `more` are further filters by name: `partner`, `fault`, `since`, `until` and `world` (`*`: all).
        """
        given = {"operation": operation, "verdict": verdict, **(more or {})}
        wanted = _filter(world, {name: value for name, value in given.items() if value is not None})
        if isinstance(wanted, Refusal):
            return wanted
        # The world of the URL is not opened: to look at a journal makes no world.
        count, entries = transaction(
            self.simulator.engine, lambda c: journal.read(c, wanted, limit=limit, before=before)
        )
        following = entries[-1]["id"] if len(entries) == limit else None
        shown = [entry | {"curl": curl.line(entry, base_url)} for entry in entries]
        return {"entries": shown, "count": count, "next": following}

    def har(self, world: str, limit: int, before: int | None, more: Mapping[str, str], base_url: str) -> Json | Refusal:
        """The same exchanges as an HTTP archive (HAR 1.2), the oldest first."""
        found = self.journal(world, limit, more=more, before=before, base_url=base_url)
        return found if isinstance(found, Refusal) else har.archive(found["entries"][::-1], base_url)


def _filter(world: str, given: Mapping[str, str]) -> Filter | Refusal:
    if unknown := [name for name in given if name not in FILTERS]:
        return refused(400, f"Unknown filter {unknown[0]!r}.", unknown[0], f"one of {', '.join(FILTERS)}")
    if given.get("verdict", VERDICTS[0]) not in VERDICTS:
        return refused(400, f"Unknown verdict {given['verdict']!r}.", given["verdict"], f"one of {', '.join(VERDICTS)}")
    if not PLAIN.fullmatch(given.get("fault", ANY)):
        return refused(400, "This is no fault.", given["fault"], f"the id or the kind of one, or {ANY} for any")
    if not NAME.fullmatch(asked := given.get("world", world)) and asked != ANY:
        return refused(400, "This is no world.", asked, f"its name, or {ANY} for all")
    times: dict[str, datetime | None] = {}
    for name in ("since", "until"):
        try:
            times[name] = _instant(given.get(name))
        except ValueError:
            wanted = "an instant of the world's time such as 2026-01-05T08:00:00+07:00 (write + as %2B)"
            return refused(400, f"{name} is no instant.", given[name], wanted)
    return Filter(
        world=None if asked == ANY else asked,
        operation=given.get("operation"),
        verdict=given.get("verdict"),
        system=given.get("partner"),
        fault=given.get("fault"),
        since=times["since"],
        until=times["until"],
    )


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    # A query that was not escaped has a blank where + stood.
    found = datetime.fromisoformat(text.replace(" ", "+"))
    return found if found.tzinfo else found.replace(tzinfo=WIB)
