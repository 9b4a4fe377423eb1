"""One world of a mock, as a test steers it: its address, credentials, clock, faults, records, journal and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import respx

from kontrak.conformance.verdict import Report
from kontrak.contracts.errors import KontrakError
from kontrak.contracts.model import Json
from kontrak.testkit.verdict import check_conformant


class ControlRefused(KontrakError):
    """The mock's control interface did not do what a test asked for; the text says what it wants."""


@dataclass(frozen=True, slots=True)
class World:
    """A world of its own in a mock that runs, or in this process.

    `base_url` is what a client is pointed at (the partner's path follows), `control` the base of the control interface,
    reached by `http`; `router` is that of respx where the mock is in this process.
    """

    name: str
    base_url: str
    control: str
    http: httpx.Client
    router: respx.MockRouter | None = None

    def credentials(self, partner: str) -> dict[str, Any]:
        """The invented credentials of a partner; raises ControlRefused."""
        told: dict[str, dict[str, Any]] = self.ask("GET", "credentials")
        if partner not in told:
            raise ControlRefused(f"no partner {partner!r}; known: {', '.join(told)}")
        return told[partner]

    @property
    def now(self) -> datetime:
        """The time of the world."""
        return datetime.fromisoformat(self.ask("GET", "clock")["now"])

    def advance(self, **time: float) -> datetime:
        """Move the clock on, by what `timedelta` takes (`hours=2`, `days=7`), and bring about what is due by then."""
        seconds = timedelta(**time).total_seconds()
        return datetime.fromisoformat(self.ask("POST", "clock", {"advance": f"PT{seconds:.0f}S"})["now"])

    def stop(self, at: datetime | str) -> datetime:
        """Stop the clock at an instant."""
        instant = at if isinstance(at, str) else at.isoformat()
        return datetime.fromisoformat(self.ask("POST", "clock", {"now": instant})["now"])

    def fault(self, kind: str, **more: Json) -> Json:
        """Let something go wrong: `world.fault("http", operation="createPurchaseOrder", status=503, next=2)`."""
        return self.ask("POST", "faults", {"kind": kind, **more})

    def clear_faults(self) -> None:
        """Let nothing go wrong on purpose any more."""
        self.ask("DELETE", "faults")

    def put_record(self, partner: str, collection: str, key: str, record: Mapping[str, Json]) -> None:
        """Store a record of master data, or in place of one."""
        self.ask("PUT", f"records/{partner}/{collection}/{quote(key, safe='')}", record)

    def records(self, partner: str, collection: str) -> list[dict[str, Any]]:
        """The records of a collection, at most a thousand, in order of creation."""
        rows = self.ask("GET", f"records/{partner}/{collection}?limit=1000")["records"]
        return [row["body"] for row in rows]

    def act(self, partner: str, action: str, body: Json = None) -> Json:
        """Let something happen that no client asks for, such as `world.act("tpos", "judge-claim", {...})`."""
        return self.ask("POST", f"{partner}/{action}", body)

    def view(self, partner: str, view: str) -> Json:
        """What a partner shows of the world beside its records."""
        return self.ask("GET", f"{partner}/{view}")

    def readings(self, chosen: Mapping[str, str]) -> None:
        """Switch readings."""
        self.ask("PUT", "readings", dict(chosen))

    def variants(self, chosen: Mapping[str, str | None]) -> None:
        """Let the world play other variants of partners."""
        self.ask("PUT", "variant", dict(chosen))

    def reset(self, seed: int | None = None) -> None:
        """Set the world back to its first day; faults, journal and records go."""
        self.ask("POST", "reset", None if seed is None else {"seed": seed})

    def journal(self, **filters: Json) -> list[dict[str, Any]]:
        """The calls so far, newest first; `operation`, `verdict` and the other filters of `GET /_kontrak/journal`."""
        query = httpx.QueryParams({"limit": 1000, **filters})
        return list(self.ask("GET", f"journal?{query}")["entries"])

    def verdict(self, *partners: str, scenarios: Iterable[str] = ()) -> Report:
        """What the calls so far say of the client, as a report; raises ControlRefused."""
        asked = [("partner", partner) for partner in partners] + [("scenario", name) for name in scenarios]
        query = httpx.QueryParams(tuple(asked))
        return Report.from_json(self.ask("GET", f"verdict?{query}"))

    def assert_conformant(self, *partners: str, scenarios: Iterable[str] = ()) -> None:
        """Raise NotConformant, an AssertionError that tells every finding, unless the client did all that it must."""
        check_conformant(self.verdict(*partners, scenarios=scenarios))

    def ask(self, method: str, path: str, body: Json = None) -> Any:
        """Call the control interface of this world; raises ControlRefused with what it says."""
        try:
            answer = self.http.request(method, f"{self.control}/{path}", json=body)
            told = answer.json() if answer.content else None
        except (httpx.HTTPError, ValueError) as error:
            raise ControlRefused(f"{method} {self.control}/{path}: no answer to be read: {error}") from None
        if not answer.is_success:
            raise ControlRefused(f"{method} /_kontrak/{path}: {_said(told)}")
        return told


def _said(told: Json) -> str:
    if not isinstance(told, dict):
        return str(told)
    wanted = [
        f"{e.get('pointer') or '/'}: got {e.get('got')}, wanted {e.get('wanted')}" for e in told.get("violations", ())
    ]
    return "; ".join([str(told.get("title", told)), *wanted])
