"""Which targets a command line asks for: a configuration, a URL, or the embedded mock."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from kontrak.conformance.config import PERMISSIONS, Target, checked_url, read_targets
from kontrak.conformance.consumer.journal import TOKEN
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.logins import Group, OAuth
from kontrak.contracts import Contract, UnknownPartner
from kontrak.contracts.errors import ConfigurationError

TOLD = 2
REALM = 'realm="kontrak control"'
Credentials = Mapping[str, Mapping[str, Any]]


@contextmanager
def chosen_targets(
    contracts: Mapping[str, Contract],
    partners: tuple[str, ...],
    url: str | None,
    config: Path | None,
    *,
    ask: bool = True,
    servers: int = 1,
) -> Iterator[list[Target]]:
    """The targets to verify, of the partners named, or of all; the embedded mock lives as long as the context.

    It has so many `servers`, one for each worker: they are the same but for their data.
    Unless `ask`, a target of a URL is not asked whether it is a kontrak mock.
    Raises UnknownPartner and ConfigurationError.
    """
    for name in partners:
        if name not in contracts:
            raise UnknownPartner(name, list(contracts))
    wanted = partners or tuple(contracts)
    if config is not None:
        yield _configured(read_targets(config, contracts), partners, config)
    elif url is not None:
        base_url = checked_url(url)
        credentials = credentials_of(base_url) if ask else None
        about = "a kontrak mock" if credentials else "no configuration; records of the documents' own examples"
        yield [
            _in_a_world(contracts[name], base_url, f"verify-{name}", about)
            if credentials and contracts[name].courses and "/w/" not in base_url
            else mock_target(contracts[name], base_url, credentials, about)
            for name in wanted
        ]
    else:
        from kontrak.mocks.adapters.child import running_mocks  # noqa: PLC0415 - only this branch needs the mock

        with running_mocks(servers) as urls:
            credentials = credentials_of(urls[0])
            targets = [mock_target(contracts[name], urls[0], credentials, "the embedded mock") for name in wanted]
            yield [replace(target, worlds=tuple(f"{url}/w/{{world}}" for url in urls)) for target in targets]


def _in_a_world(contract: Contract, mock: str, world: str, about: str) -> Target:
    """A mock's world of the partner's own: courses move its clock, and for nobody else."""
    base_url = f"{mock}/w/{world}"
    return mock_target(contract, base_url, credentials_of(base_url), f"{about}, world {world}")


def _configured(targets: dict[str, Target], partners: tuple[str, ...], config: Path) -> list[Target]:
    if missing := [name for name in partners if name not in targets]:
        raise ConfigurationError(f"{config}: no table [target.{missing[0]}]")
    chosen = [targets[name] for name in partners or tuple(targets)]
    for target in chosen:
        if not target.base_url:
            has, role = (
                ("feeds", "its feeds with --role feed") if target.feeds else ("a reader", "it with --role reader")
            )
            problem = f"[target.{target.partner}] has {has} and no base_url"
            raise ConfigurationError(f"{config}: {problem}; add base_url, or verify {role}")
    return chosen


def mock_target(contract: Contract, base_url: str, credentials: Credentials | None, about: str) -> Target:
    """A target as a kontrak mock tells of it by its credentials; without them, what the contract's own examples need."""
    known = (credentials or {}).get(contract.name, {})
    header = contract.credential.header if contract.credential else ""
    groups = _groups(known)
    return Target(
        partner=contract.name,
        base_url=base_url,
        api_key=known.get(header),
        auth=_auth(known),
        groups=groups,
        hooks=_clock(base_url) if credentials else Hooks(),
        records=_visible(contract, known),
        foreign=_foreign(contract, known),
        allow=PERMISSIONS if credentials else (),
        about=about,
        tolerance=known.get("tolerance"),
    )


def _clock(base_url: str) -> Hooks:
    return Hooks(advance=f"{base_url}/_kontrak/clock?advance=PT{{hours}}H", token=control_token() or "")


def _auth(known: Mapping[str, Any]) -> OAuth | None:
    """The first client among the credentials that a kontrak mock tells."""
    for client in known.get("clients", ()):
        return OAuth("client_credentials", client_id=client["client_id"], client_secret=client["client_secret"])
    return None


def _groups(known: Mapping[str, Any]) -> tuple[Group, ...]:
    """The dealer groups among the credentials that a kontrak mock tells, those that may push first."""
    groups = sorted(known.get("groups", {}).values(), key=lambda group: not group["mayPush"])
    return tuple(
        Group(group["key"], group["secret"], tuple(group["dealers"]), group["mayPush"], group.get("limit", 0))
        for group in groups
    )


def _visible(contract: Contract, known: Mapping[str, Any]) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The contract's own records, those alone that the first client or group sees.

    Of those not all are told: a push may take a record out of the lists, and lists are compared too.
    """
    if contract.window is not None and (groups := _groups(known)):
        owner, seen, most = contract.window.owner, groups[0].dealers, TOLD
    elif clients := known.get("clients"):
        owner, seen, most = contract.collections["outlets"].key, clients[0]["outlets"][:1], None
    else:
        return contract.world
    return {
        name: tuple(row for row in rows if owner not in row or row[owner] in seen)[:most]
        for name, rows in contract.world.items()
    }


def _foreign(contract: Contract, known: Mapping[str, Any]) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The contract's own records that the first client does not see, because they are of another outlet."""
    clients = known.get("clients")
    if not clients:
        return {}
    owner, own = contract.collections["outlets"].key, clients[0]["outlets"]
    return {
        name: tuple(row for row in rows if owner in row and row[owner] not in own)
        for name, rows in contract.world.items()
    }


def credentials_of(base_url: str) -> Credentials | None:
    """The credentials that a kontrak mock tells of itself; None where the target is something else.

    Raises ConfigurationError for a mock whose control interface asks for a token that is not given.
    """
    try:
        answer = _told(base_url)
        body = answer.json() if answer.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
    return body if isinstance(body, dict) and all(isinstance(entry, dict) for entry in body.values()) else None


def control_token() -> str | None:
    """The token of control interfaces, from the environment."""
    return os.environ.get(TOKEN) or None


def _told(base_url: str) -> httpx.Response:
    """What a server tells of its credentials; only one that asks as a kontrak mock does is sent the token."""
    url, token = f"{base_url}/_kontrak/credentials", control_token()
    answer = httpx.get(url, timeout=5)
    if answer.status_code != httpx.codes.UNAUTHORIZED or REALM not in answer.headers.get("www-authenticate", ""):
        return answer
    if token is not None:
        answer = httpx.get(url, timeout=5, headers={"authorization": f"Bearer {token}"})
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        problem = "has another token" if token else "asks for its token"
        raise ConfigurationError(f"the control interface of the mock at {base_url} {problem}; set {TOKEN}")
    return answer
