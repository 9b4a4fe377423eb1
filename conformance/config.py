"""What is known of a target: its address, key, records and permissions, from kontrak.toml or the command line."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kontrak.conformance.answers import checked_answers
from kontrak.conformance.hooks import Hooks, read_hooks
from kontrak.conformance.known import Records, read_records
from kontrak.conformance.logins import Group, OAuth, read_auth, read_groups
from kontrak.conformance.pace import requests_a_second
from kontrak.conformance.producer.settings import Deliveries, read_deliveries
from kontrak.conformance.reader.settings import Reads, read_reads
from kontrak.conformance.toml import target_tables
from kontrak.contracts.answer import Answer
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Contract, Json

WIB = timezone(timedelta(hours=7))
PERMISSIONS = ("heavy", "destructive")
KEYS = {
    *("base_url", "api_key", "auth", "groups", "zone", "hooks", "records", "readings", "answers"),
    *("allow", "without", "additions", "timeout", "feeds", "reader", "foreign", "rate", "tolerance", "untouchable"),
}
SHORTEST = 3
"""A shorter text stands in requests that have nothing to do with it."""
ZONE = re.compile(r"([+-])([01][0-9]):([0-5][0-9])")
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Target:
    """One partner's implementation to verify.

    `base_url` has no trailing slash, and is empty where the target has `feeds` or a `reader` and no web service; `app` is a WSGI application to call in process instead. `api_key`, `auth` or
    `groups` are what it takes to log in; `zone` is that of times in bodies that name none,
    `hooks` what may be done to it from outside. `records` are master records
    that exist, by collection, `foreign` records of another party, which this one must never see; `readings` what they are switched to, by the partner's `answers` too; `allow` the heavy or
    destructive checks that are permitted; `without` the operations that it does not offer, `additions` what it has beside
    the partner's document; `timeout` the seconds for one answer, `rate` how many requests a second it bears, 0 for any
    number; `tolerance` the seconds by which a signed time may differ, where the target tells them. `feeds` is where the
    batches of a producer are, `reader` how a DMS that reads them is asked, `worlds` the URL of a world with data of its own,
    with {world} in it, where there are any number of those: one for each server that is the same implementation. A request
    that holds one of the `untouchable` texts is never sent.
    """

    partner: str
    base_url: str
    api_key: str | None = None
    records: Mapping[str, tuple[Mapping[str, Json], ...]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    timeout: float = 10.0
    app: Any = None
    about: str = ""
    auth: OAuth | None = None
    groups: tuple[Group, ...] = ()
    zone: timezone = WIB
    hooks: Hooks = field(default_factory=Hooks)
    additions: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    feeds: Deliveries | None = None
    reader: Reads | None = None
    tolerance: int | None = None
    foreign: Mapping[str, tuple[Mapping[str, Json], ...]] = field(default_factory=dict)
    rate: float = 0.0
    worlds: tuple[str, ...] = ()
    untouchable: tuple[str, ...] = ()

    def in_world(self, name: str, server: int = 0) -> Target:
        """The same implementation in a world of its own, whose clock alone is moved; `server` counts its servers, over and over."""
        url = self.worlds[server % len(self.worlds)].format(world=name)
        hooks = self.hooks
        if isinstance(hooks.advance, str):
            hooks = replace(hooks, advance=hooks.advance.replace(self.base_url, url))
        return replace(self, base_url=url, hooks=hooks)

    def digest(self) -> str:
        """SHA-256 of what was configured, without address and secrets."""
        answers = sorted(map(str, self.answers.values()))
        known = [self.records, dict(self.readings), answers, self.allow, self.without, self.additions]
        plain = [self.partner, *known, self.timeout, self.tolerance]
        return hashlib.sha256(json.dumps(plain, sort_keys=True, default=list).encode()).hexdigest()


def read_targets(file: Path, contracts: Mapping[str, Contract]) -> dict[str, Target]:
    """The `[target.<partner>]` tables of a kontrak.toml; raises ConfigurationError with what to mend."""
    return {name: _target(file, name, table, contracts) for name, table in target_tables(file).items()}


def _target(file: Path, name: str, table: Json, contracts: Mapping[str, Contract]) -> Target:
    where = f"{file}: [target.{name}]"
    if name not in contracts:
        raise ConfigurationError(f"{where}: unknown partner; known: {', '.join(contracts)}")
    if not isinstance(table, dict):
        raise ConfigurationError(f"{where}: not a table")
    keys = KEYS | set(contracts[name].short)
    if unknown := sorted(set(table) - keys):
        raise ConfigurationError(f"{where}: unknown keys {', '.join(unknown)}; known: {', '.join(sorted(keys))}")
    values = _expand(table, where)
    records, foreign = read_records(values, where, contracts[name])
    return Target(
        partner=name,
        base_url=_base_url(values, where),
        api_key=_key(values, where),
        auth=read_auth(values.get("auth"), where),
        groups=read_groups(values.get("groups", []), where),
        hooks=read_hooks(values.get("hooks", {}), where),
        zone=_zone(values.get("zone", "+07:00"), where),
        records=records,
        foreign=foreign,
        readings=_switched(values, where, contracts[name]),
        answers=checked_answers(values.get("answers", {}), where, contracts[name]),
        allow=_names(values, "allow", where, PERMISSIONS),
        without=_names(values, "without", where, tuple(contracts[name].operations)),
        additions=_names(values, "additions", where, tuple(contracts[name].additions)),
        timeout=_seconds(values.get("timeout", 10.0), where),
        tolerance=_tolerance(values.get("tolerance"), where),
        rate=_rate(values.get("rate"), where),
        about=str(file),
        feeds=read_deliveries(values.get("feeds"), where, contracts[name]),
        untouchable=_untouchable(values, records, where),
        reader=read_reads(values.get("reader"), where, contracts[name]),
    )


def _untouchable(values: Mapping[str, Json], records: Records, where: str) -> tuple[str, ...]:
    """Texts that no request may hold; the records that checks are to name must not have them."""
    texts = values.get("untouchable", [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and len(text) >= SHORTEST for text in texts):
        problem = f"untouchable is a list of texts of {SHORTEST} characters or more"
        raise ConfigurationError(f'{where}: {problem}; write untouchable = ["PO-2026-0001"]')
    named = json.dumps(records, ensure_ascii=False)
    if both := [text for text in texts if text in named]:
        raise ConfigurationError(
            f"{where}: {both[0]!r} is untouchable and stands in records too; drop it from one of them"
        )
    return tuple(texts)


def _base_url(values: Mapping[str, Json], where: str) -> str:
    """The address of the web service; a target of which only feeds or a reader are known has none."""
    url = _text(values, "base_url", where, required=not {"feeds", "reader"} & set(values))
    return checked_url(url, where) if url else ""


def checked_url(url: str, where: str = "--target") -> str:
    """An absolute http(s) URL without trailing slash; raises ConfigurationError."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    except ValueError:
        valid = False
    if not valid:
        raise ConfigurationError(f"{where}: {url!r} is no http or https URL; write for example http://127.0.0.1:8080")
    if not plain:
        raise ConfigurationError(
            f"{where}: the URL has a user, a query or a fragment; write scheme, host and path alone"
        )
    return url.rstrip("/")


def checked_readings(chosen: Json, where: str, contract: Contract) -> dict[str, str]:
    """Readings and candidates that the contract knows; raises ConfigurationError."""
    if not isinstance(chosen, dict):
        raise ConfigurationError(f"{where}: readings is a table of reading = candidate")
    for id, name in chosen.items():
        if id not in contract.readings:
            raise ConfigurationError(f"{where}: unknown reading {id}; see `kontrak contracts readings {contract.name}`")
        names = [candidate.name for candidate in contract.readings[id].candidates]
        if name not in names:
            raise ConfigurationError(f"{where}: {id} cannot be read as {name!r}; candidates: {', '.join(names)}")
    return dict(chosen)


def _switched(values: Mapping[str, Json], where: str, contract: Contract) -> dict[str, str]:
    """The readings as they are switched, and as they are answered; raises ConfigurationError where both differ."""
    chosen = checked_readings(values.get("readings", {}), where, contract)
    answers = checked_answers(values.get("answers", {}), where, contract)
    for id, answer in answers.items():
        if chosen.get(id, answer.candidate) != answer.candidate:
            problem = f"{id} is {chosen[id]} in readings, but answered as {answer.candidate}"
            raise ConfigurationError(f"{where}: {problem}; drop it from readings")
    return chosen | {id: answer.candidate for id, answer in answers.items()}


def _expand(value: Json, where: str) -> Json:
    """Every `${NAME}` replaced by that environment variable."""
    if isinstance(value, dict):
        return {key: _expand(part, where) for key, part in value.items()}
    if isinstance(value, list):
        return [_expand(part, where) for part in value]
    return VARIABLE.sub(lambda match: _variable(match[1], where), value) if isinstance(value, str) else value


def _variable(name: str, where: str) -> str:
    if name not in os.environ:
        raise ConfigurationError(f"{where}: the environment variable {name} is not set; export {name}=... first")
    return os.environ[name]


def _text(values: Mapping[str, Json], key: str, where: str, *, required: bool = False) -> str:
    value = values.get(key, "")
    if not isinstance(value, str) or (required and not value):
        raise ConfigurationError(f'{where}: {key} is a text; write {key} = "..."')
    return value


def _key(values: Mapping[str, Json], where: str) -> str | None:
    key = _text(values, "api_key", where)
    if not key.isprintable() or key != key.strip():
        raise ConfigurationError(f"{where}: api_key has a line end, or blanks around it; write the key alone")
    return key or None


def _zone(value: Json, where: str) -> timezone:
    found = ZONE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ConfigurationError(f'{where}: zone is an offset from UTC; write zone = "+07:00"')
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)


def _names(values: Mapping[str, Json], key: str, where: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = values.get(key, [])
    if not isinstance(names, list) or not set(map(str, names)) <= set(known):
        raise ConfigurationError(f"{where}: {key} is a list of some of {', '.join(known)}")
    return tuple(names)


def _seconds(value: Json, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 600:
        raise ConfigurationError(f"{where}: timeout is a number of seconds, above 0 and up to 600")
    return float(value)


def _tolerance(value: Json, where: str) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 86400):
        raise ConfigurationError(f"{where}: tolerance is a whole number of seconds, 1 to 86400")
    return value


def _rate(value: Json, where: str) -> float:
    try:
        return requests_a_second(value) if value is not None else 0.0
    except (TypeError, ValueError):
        raise ConfigurationError(
            f'{where}: rate is a number of requests; write rate = "5/s" or rate = "30/m"'
        ) from None
