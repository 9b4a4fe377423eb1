"""What the tour can do: ask over HTTP, read over SQL, move the clock, show both in short, and compare."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click
import httpx
from sqlalchemy import create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from kontrak.cli.demo.words import WORDS
from kontrak.contracts import load
from kontrak.contracts.staging import from_table, staging_tables

WIDTH = 80
CLIENT = {"grant_type": "client_credentials", "client_id": "kontrak-dms-1", "client_secret": "kontrak-rahasia-1"}
TOKEN = "/tpos/oauth/token"  # noqa: S105 - a path
HIDDEN = ("access_token", "client_secret", "attachment", "bap")
DULL = ("outletCode", "outlet_code", "franchise", "tanggalPo", "title", "type", "no", "measurementH", "mode")
NOTHING: tuple[Any, ...] = (None, 0, "", [])
LONGEST = 40
Row = dict[str, Any]


class Unexpected(Exception):
    """A step did not give what it should."""


SURPRISES = (Unexpected, httpx.HTTPError, SQLAlchemyError, LookupError, ValueError, TypeError)
"""What a mock that is not as it should be can cause: no answer, no JSON, a member or a row that is not there."""


class Tour:
    """A client of TPOS and a reader of its staging tables; `folder` is the outbox. Close it by `with`."""

    def __init__(self, url: str, database: str, folder: Path, lang: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=30)
        self._engine, self._folder = create_engine(database), folder
        self._words = {name: texts[0 if lang == "en" else 1] for name, texts in WORDS.items()}
        self._contract = load("tpos")
        self._feeds = {feed.name: feed for feed in self._contract.feeds.values()}
        self._tables = staging_tables(self._feeds.values())
        self.found: dict[str, Row] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._client.close()
        self._engine.dispose()

    def head(self, number: int, title: str) -> None:
        """Begin a step."""
        name, _, text = self._words[title].partition(": ")
        click.secho(f"\n{number:2} {name}", bold=True)
        click.echo(click.wrap_text(text, WIDTH - 3, "   ", "   "))

    def tell(self, name: str, fact: str) -> None:
        """Say something of the whole tour."""
        click.echo()
        text = self._words[name].format(fact)
        click.secho(click.wrap_text(text, WIDTH), fg="red" if name == "failed" else "green")

    def login(self) -> Row:
        """Get a token, and send it from now on."""
        _show(f"POST {TOKEN}", CLIENT)
        answer = self._client.post(TOKEN, data=CLIENT)
        body = self._body(answer, 200)
        self._client.headers["authorization"] = f"Bearer {body.get('access_token')}"
        return body

    def post(self, path: str, body: Mapping[str, Any]) -> Row:
        """Send a message of TPOS; its answer has to be a success."""
        _show(f"POST /tpos/v1/{path}", body)
        return self._body(self._client.post(f"/tpos/v1/{path}", json=body), 200)

    def refused(self, path: str, body: Mapping[str, Any], status: int) -> Row:
        """Send a message that has to be refused."""
        _show(f"POST /tpos/v1/{path}", body)
        return self._body(self._client.post(f"/tpos/v1/{path}", json=body), status)

    def wait(self, span: str) -> None:
        """Let time pass, and log in again: a day ends tokens."""
        _show("POST /_kontrak/clock", {"advance": span})
        answer = self._client.post("/_kontrak/clock", json={"advance": span})
        self._body(answer, 200)
        token = self._client.post(TOKEN, data=CLIENT).json()["access_token"]
        self._client.headers["authorization"] = f"Bearer {token}"

    def select(self, feed: str, **wanted: Any) -> list[Row]:
        """The rows of a staging table, as a DMS reads them with its own connection."""
        table, known = self._tables[feed], self._feeds[feed]
        _show(f"SQL  rows of {table.name} with", {known.field(key).column: wanted[key] for key in wanted})
        query = select(table).where(*(table.c[known.field(key).column] == wanted[key] for key in wanted))
        with self._engine.connect() as connection:
            found = [from_table(dict(row), known) for row in connection.execute(query.order_by(table.c.id)).mappings()]
        for row in found:
            _show("  ->", row)
        return found

    def row(self, feed: str, **wanted: Any) -> Row:
        """The only row of a staging table with these values."""
        found = self.select(feed, **wanted)
        self.expect(f"rows of {feed}", len(found), 1)
        return found[0]

    def files(self, feed: str) -> list[str]:
        """The names of a feed's files in the outbox."""
        return sorted(file.name for file in self._folder.glob(f"{self._feeds[feed].layout}_*.txt"))

    def example(self, operation: str) -> Row:
        """A copy of the contract's first example of an operation."""
        return dict(self._contract.operations[operation].examples[0])

    def expect(self, what: str, got: object, wanted: object) -> None:
        """Raise Unexpected if the two differ."""
        if got != wanted:
            raise Unexpected(f"{what}: got {got!r}, wanted {wanted!r}")

    def _body(self, answer: httpx.Response, status: int) -> Row:
        body: Row = answer.json()
        rows = body.get("data", body)
        for row in rows if isinstance(rows, list) else [rows]:
            _show(f"  -> {answer.status_code}", row)
        self.expect("status", answer.status_code, status)
        return body


def _show(what: str, row: Mapping[str, Any]) -> None:
    """What is done, and as many of the values as three lines hold; what says nothing is left out."""
    pieces = [
        f"{name}={_short(name, value)}" for name, value in row.items() if name not in DULL and value not in NOTHING
    ]
    lines = textwrap.wrap(
        " ".join([what, *pieces]),
        WIDTH,
        initial_indent="   ",
        subsequent_indent="        ",
        max_lines=3,
        placeholder=" ...",
        break_long_words=False,
        break_on_hyphens=False,
    )
    click.echo("\n".join(lines))


def _short(name: str, value: Any) -> str:
    """A value without blanks, so that no line ends in the middle of it."""
    if name in HIDDEN:
        return "***"
    if isinstance(value, list):
        return ",".join("/".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in value)
    return str(value).replace(" ", "_")[:LONGEST]
