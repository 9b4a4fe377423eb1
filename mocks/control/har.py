"""Journal entries as an HTTP archive, HAR 1.2, which browsers and proxies open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus

import kontrak
from kontrak.contracts.model import Json
from kontrak.mocks.control import curl

PHRASES = {status.value: status.phrase for status in HTTPStatus}
MEMBERS = ("world", "system", "operation", "verdict", "violations", "fault")
"""The members of an entry that HAR has no place for: each stands there with an underscore, as the format asks."""


def archive(entries: Iterable[Mapping[str, Json]], base_url: str) -> Json:
    """The archive of some entries, in the order given; times are the worlds'."""
    creator = {"name": "kontrak", "version": kontrak.__version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": [_entry(one, base_url) for one in entries]}}


def _entry(entry: Mapping[str, Json], base_url: str) -> Json:
    took = (
        datetime.fromisoformat(entry["answered_at"] or entry["at"]) - datetime.fromisoformat(entry["at"])
    ).total_seconds() * 1000
    own = {f"_{name}": entry[name] for name in MEMBERS if entry[name] is not None}
    return {
        "startedDateTime": entry["at"],
        "time": max(took, 0.0),
        "request": _request(entry, base_url),
        "response": _response(entry),
        "cache": {},
        "timings": {"send": 0, "wait": max(took, 0.0), "receive": 0},
        **own,
    }


def _request(entry: Mapping[str, Json], base_url: str) -> Json:
    headers = entry["headers"] or {}
    posted = {"mimeType": headers.get("content-type", ""), "text": entry["request"]}
    return {
        "method": entry["method"],
        "url": curl.url(entry, base_url),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "queryString": _pairs(entry["query"] or {}),
        "headersSize": -1,
        "bodySize": _size(entry["request"]),
        **({"postData": posted} if entry["request"] else {}),
    }


def _response(entry: Mapping[str, Json]) -> Json:
    headers = entry["answer_headers"] or {}
    text = entry["answer"]
    return {
        "status": entry["status"],
        "statusText": PHRASES.get(entry["status"], ""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers),
        "content": {"size": _size(text), "mimeType": headers.get("content-type", ""), "text": text},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": _size(text),
    }


def _pairs(named: Mapping[str, str]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in named.items()]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
