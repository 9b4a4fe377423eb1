"""Recorded exchanges as an HTTP archive (HAR 1.2), which browsers and proxies open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from harfile import Content, Creator, HarFile, PostData, Record, Request, Response, Timings

from kontrak import __version__

VERSION = "HTTP/1.1"


def write_har(exchanges: Iterable[Mapping[str, Any]], file: Path) -> int:
    """Write the exchanges as `recorded` reads them, one entry each with its check as comment; how many there were."""
    count = 0
    with file.open("w", encoding="utf-8") as text, HarFile(text, creator=Creator("kontrak", __version__)) as har:
        for count, exchange in enumerate(exchanges, 1):  # noqa: B007 - counted for the caller
            har.add_entry(
                startedDateTime=exchange["started"],
                time=exchange["milliseconds"],
                request=_request(exchange["request"]),
                response=_response(exchange["response"]),
                timings=Timings(send=0, wait=exchange["milliseconds"], receive=0),
                comment=exchange["check"],
            )
    return count


def _request(sent: Mapping[str, Any]) -> Request:
    query = parse_qsl(urlsplit(sent["url"]).query, keep_blank_values=True)
    data = PostData(mimeType=_media(sent["headers"]), text=sent["body"], comment=sent.get("cut"))
    return Request(
        method=sent["method"],
        url=sent["url"],
        httpVersion=VERSION,
        headers=_records(sent["headers"].items()),
        queryString=_records(query),
        postData=data if sent["size"] else None,
        bodySize=sent["size"],
    )


def _response(got: Mapping[str, Any]) -> Response:
    media = _media(got["headers"])
    return Response(
        status=got["status"],
        statusText=HTTPStatus(got["status"]).phrase if got["status"] in set(HTTPStatus) else "",
        httpVersion=VERSION,
        headers=_records(got["headers"].items()),
        content=Content(size=got["size"], mimeType=media, text=got["body"], comment=got.get("cut")),
        redirectURL=str(_header(got["headers"], "location")),
        bodySize=got["size"],
    )


def _records(pairs: Iterable[tuple[str, Any]]) -> list[Record]:
    return [Record(name=name, value=str(value)) for name, value in pairs]


def _media(headers: Mapping[str, Any]) -> str:
    return str(_header(headers, "content-type"))


def _header(headers: Mapping[str, Any], wanted: str) -> Any:
    return next((value for name, value in headers.items() if name.lower() == wanted), "")
