"""From the JSON of a fault to its value: every mistake at once, with what is known instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from kontrak.contracts import Violation
from kontrak.contracts.advice import advice, nearest, place_of
from kontrak.contracts.model import Json
from kontrak.mocks.faults.model import Fault, Kind
from kontrak.mocks.partner import Partner
from kontrak.mocks.world import WIB

INSTANT = "an instant such as 2026-01-05T08:00:00+07:00"
DATA = json.loads((Path(__file__).parent / "kinds.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is no fault: every breach found."""

    violations: tuple[Violation, ...]


def parse(given: Json, partners: Mapping[str, Partner], id: str) -> Fault | Wrong:
    """The fault that a JSON value describes, under `id` where it names none; or all that is wrong with it."""
    if not isinstance(given, dict):
        return Wrong((_breach("type", "", given, 'an object such as {"kind": "http", "status": 503}'),))
    if given.get("kind") not in DATA["kinds"]:
        return Wrong((_breach("enum", "/kind", given.get("kind"), f"one of {', '.join(DATA['kinds'])}"),))
    found = [*_of_schema(given)] or [*_of_contracts(given, partners), *_of_windows(given)]
    return Wrong(tuple(found)) if found else _fault(given, partners, id)


def _fault(given: Mapping[str, Json], partners: Mapping[str, Partner], id: str) -> Fault:
    calls, clock, count = given.get("calls", {}), given.get("clock", {}), given.get("next")
    # Without any window it is the next call; within a window of the clock it is each.
    last = calls.get("to") if calls or clock else 1
    return Fault(
        id=given.get("id", id),
        kind=Kind(given["kind"]),
        partner=given.get("partner") or _owner(given, partners),
        operation=given.get("operation"),
        feed=given.get("feed"),
        first=calls.get("from", 1),
        last=count or last,
        since=_instant(clock.get("from")),
        until=_instant(clock.get("to")),
        given={name: value for name, value in given.items() if name != "id"},
    )


def _of_schema(given: Mapping[str, Json]) -> Iterator[Violation]:
    schema, validator = _schema(given["kind"])
    errors = list(validator.iter_errors(given))
    unknown = [error for error in errors if error.kind.name == "additionalProperties"]
    for error in unknown or errors:
        path = place_of(error)
        got: Json = given
        for token in path:
            got = got[token] if isinstance(token, int) or token in got else None
        yield _breach(error.kind.name, "".join(f"/{token}" for token in path), got, advice(error, schema))


def _of_contracts(given: Mapping[str, Json], partners: Mapping[str, Partner]) -> Iterator[Violation]:
    """Names that the contracts do not know."""
    partner = given.get("partner")
    if partner is not None and partner not in partners:
        yield _breach("reference", "/partner", partner, f"one of {', '.join(partners)}")
        return
    asked = [partners[partner]] if partner else [*partners.values()]
    operations = [f"{one.name}/{id}" for one in asked for id in one.contract.operations]
    feeds = [f"{one.name}/{id}" for one in asked for id in one.contract.feeds]
    requirements = [f"{one.name}/{id}" for one in asked for id in one.contract.requirements]
    yield from _named(given, "operation", operations)
    yield from _named(given, "feed", feeds)
    if "requirement" in given and given["requirement"] not in (
        known := [name.partition("/")[2] for name in requirements]
    ):
        like = ", ".join(nearest(given["requirement"], known)) or "see `kontrak contracts requirements`"
        yield _breach("reference", "/requirement", given["requirement"], f"the id of a requirement: {like}")
    if given["kind"] == Kind.STALE_TOKEN and not any(one.rules.stale for one in asked):
        able = [name for name, one in partners.items() if one.rules.stale]
        yield _breach("partner", "/partner", partner, f"a partner that has tokens: {', '.join(able) or 'none here'}")
    open_to_all = [one.name for one in asked if not _is_secured(one, given.get("operation"))]
    if given["kind"] == Kind.STALE_TOKEN and open_to_all == [one.name for one in asked]:
        yield _breach("reference", "/operation", given["operation"], "an operation that is called with a token")
    if given["kind"].endswith("-batch") and not feeds:
        yield _breach("partner", "/partner", partner, "a partner that sends batches")


def _is_secured(partner: Partner, operation: Json) -> bool:
    known = partner.contract.operations
    return known[operation].secured if operation in known else operation is None


def _named(given: Mapping[str, Json], member: str, known: list[str]) -> Iterator[Violation]:
    if member not in given:
        return
    owners = [name for name in known if name.partition("/")[2] == given[member]]
    if not owners:
        yield _breach("reference", f"/{member}", given[member], f"one of {', '.join(known)} (without the partner)")
    elif len(owners) > 1:
        yield _breach("reference", "/partner", None, f"the partner, for this is one of {', '.join(owners)}")


def _of_windows(given: Mapping[str, Json]) -> Iterator[Violation]:
    if "next" in given and "calls" in given:
        yield _breach("calls", "/calls", given["calls"], "either `next` or `calls`")
    calls = given.get("calls", {})
    if calls.get("to", calls.get("from", 0)) < calls.get("from", 0):
        yield _breach("calls", "/calls/to", calls["to"], f"at least {calls['from']}")
    clock = given.get("clock", {})
    for name, text in clock.items():
        if not _is_instant(text):
            yield _breach("format", f"/clock/{name}", text, INSTANT)
            return
    since, until = _instant(clock.get("from")), _instant(clock.get("to"))
    if since and until and until <= since:
        yield _breach("clock", "/clock/to", clock["to"], f"an instant after {clock['from']}")


def _owner(given: Mapping[str, Json], partners: Mapping[str, Partner]) -> str | None:
    """The partner whose operation or feed is named; the names were checked."""
    for name, one in partners.items():
        if given.get("operation") in one.contract.operations or given.get("feed") in one.contract.feeds:
            return name
    return None


def _breach(rule: str, pointer: str, got: Json, wanted: str) -> Violation:
    return Violation(None, rule, pointer, got, wanted)


def _is_instant(text: str) -> bool:
    try:
        _instant(text)
    except ValueError:
        return False
    return True


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=WIB)


@cache
def _schema(kind: str) -> tuple[Json, Any]:
    own = DATA["kinds"][kind]
    where = DATA["ofBatches"] if own.get("batch") else DATA["ofCalls"]
    schema = {
        "type": "object",
        "properties": {**DATA["common"], **where, **own["properties"]},
        "required": ["kind", *own.get("required", ())],
        "additionalProperties": False,
    }
    return schema, jsonschema_rs.Draft202012Validator(schema)


def kinds() -> Iterable[tuple[str, str]]:
    """The kinds with what they do, in a few words."""
    return ((name, kind["text"]) for name, kind in DATA["kinds"].items())
