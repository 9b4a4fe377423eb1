"""Reads the journal of a running mock, page by page."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx

from kontrak.conformance.errors import OutOfTime, Trouble
from kontrak.contracts import ConfigurationError

PAGE = 1000
TOKEN = "KONTRAK_CONTROL_TOKEN"  # noqa: S105 - the name of a variable
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def journal(base_url: str, world: str, deadline: float | None = None) -> list[dict[str, Any]]:
    """The entries of a world, in any order; `deadline` is on the monotonic clock.

    A control interface that has a token is given the one of KONTRAK_CONTROL_TOKEN. Raises ConfigurationError where there is
    no mock, or none that lets us read; Trouble where nothing answers; OutOfTime.
    """
    if not NAME.fullmatch(world):
        raise ConfigurationError(f"--world {world!r} is no name of a world; write letters, digits, _ and -, 64 at most")
    token = os.environ.get(TOKEN)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(timeout=30, headers=headers, follow_redirects=False) as client:
        return list(_entries(client, base_url, world, deadline))


def _entries(client: httpx.Client, base_url: str, world: str, deadline: float | None) -> Iterator[dict[str, Any]]:
    before: int | None = None
    while True:
        if deadline is not None and time.monotonic() > deadline:
            raise OutOfTime("the time given with --max-time was spent while the journal was read")
        page = _page(client, f"{base_url}/w/{world}/_kontrak/journal", before)
        yield from page["entries"]
        before = page.get("next")
        if not before:
            return


def _page(client: httpx.Client, url: str, before: int | None) -> dict[str, Any]:
    asked = {"limit": PAGE} | ({} if before is None else {"before": before})
    try:
        answer = client.get(url, params=asked)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble(f"no answer from {url}: {error or type(error).__name__}") from None
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise ConfigurationError(f"{url} asks for the token of the control interface; set {TOKEN}")
    try:
        page = answer.json() if answer.status_code == httpx.codes.OK else None
    except ValueError:
        page = None
    if not isinstance(page, dict) or not isinstance(page.get("entries"), list):
        problem = f"{url} answers {answer.status_code} and no journal"
        raise ConfigurationError(f"{problem}; --target is the URL of a `kontrak mock`, without /w/NAME")
    return page
