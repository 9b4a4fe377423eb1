"""How a reader is verified: the `reader` of a target in kontrak.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kontrak.conformance.hooks import LONGEST
from kontrak.conformance.staging.configured import check_feeds, check_texts, database, names, only
from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json
from kontrak.contracts.staging import Names

TEXTS = ("database", "prefix", "schema", "run", "answers_database", "account", "batch", "time", "order")
KEYS = (*TEXTS, "tables", "columns", "answers", "only", "seconds")
EXAMPLE = 'reader = { database = "postgresql://user@host/database", run = "command" }'
ANSWER = 'answers = { invoice = "SELECT ... or a view", etd = { command = "..." } }'
WAYS = ("view", "query", "command")
NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
SELECT = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask what is known of a feed: of a view, by a query, or of a command that prints it.

    `columns` are those called otherwise than in the contract; False where nothing is kept of a field.
    """

    view: str = ""
    query: str = ""
    command: str = ""
    columns: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reads:
    """A database with staging tables, the command that makes the DMS read them once, and how to ask what it knows.

    `answers_database` is where it is asked. In a table `batch` tells batches apart, `time` says when a row was written, and
    rows are written in the `order`. `account` is the one that reads. `only` are the feeds that it reads; `seconds` bound
    one run. For a reader in process `run` may be a function, which raises `process.Failed`.
    """

    database: str
    run: str | Callable[[], None]
    answers: Mapping[str, Question] = field(default_factory=dict)
    answers_database: str = ""
    names: Names = field(default_factory=Names)
    batch: str = "batch_id"
    time: str = "created_at"
    order: str = "id"
    account: str = ""
    only: tuple[str, ...] = ()
    seconds: float = LONGEST

    def feeds(self, contract: Contract) -> dict[str, Feed]:
        """The feeds that the DMS reads, by name."""
        return {feed.name: feed for feed in contract.feeds.values() if not self.only or feed.name in self.only}


def read_reads(table: Json, where: str, contract: Contract) -> Reads | None:
    """The `reader` of a target; raises ConfigurationError with what to write."""
    if table is None:
        return None
    place = f"{where}: reader"
    if not isinstance(table, dict):
        raise ConfigurationError(f"{place} is a table; write {EXAMPLE}")
    if contract.reader is None:
        raise ConfigurationError(f"{where}: {contract.name} has no staging tables to read; drop reader")
    if unknown := sorted(set(table) - set(KEYS)):
        raise ConfigurationError(
            f"{where}: unknown keys {', '.join(unknown)} in reader; known: {', '.join(sorted(KEYS))}"
        )
    check_texts(table, TEXTS, place)
    for key, what in (("database", "where the tables are"), ("run", "how to make the DMS read once")):
        if not table.get(key):
            raise ConfigurationError(f"{place} does not say {what}; write {EXAMPLE}")
    own = {name: table[name] for name in ("account", "batch", "time", "order") if name in table}
    return Reads(
        database=database(table, "database", place),
        run=table["run"],
        answers=_answers(table.get("answers", {}), f"{place}.answers", contract),
        answers_database=database(table, "answers_database", place) or table["database"],
        names=names(table, place, contract),
        only=only(table, place, contract),
        seconds=_seconds(table.get("seconds", LONGEST), place),
        **own,
    )


def _answers(table: Json, place: str, contract: Contract) -> dict[str, Question]:
    if not isinstance(table, dict):
        raise ConfigurationError(f"{place} is a table of feeds; write {ANSWER}")
    check_feeds(table, place, contract)
    feeds = {feed.name: feed for feed in contract.feeds.values()}
    return {name: _question(entry, f"{place}.{name}", feeds[name]) for name, entry in table.items()}


def _question(entry: Json, place: str, feed: Feed) -> Question:
    if isinstance(entry, str):
        return _checked(Question(query=entry) if SELECT.match(entry) else Question(view=entry), place)
    wanted = f"write one of {', '.join(WAYS)}, and columns where some are called otherwise"
    if not isinstance(entry, dict) or set(entry) - {*WAYS, "columns"} or len(set(entry) & set(WAYS)) != 1:
        raise ConfigurationError(f"{place} is a SELECT, the name of a view, or a table; {wanted}")
    check_texts(entry, WAYS, place)
    return _checked(Question(**{**entry, "columns": _columns(entry.get("columns", {}), place, feed)}), place)


def _checked(question: Question, place: str) -> Question:
    if question.query:
        if not SELECT.match(question.query) or ";" in question.query.strip().rstrip(";"):
            raise ConfigurationError(f"{place} is no single SELECT; only questions are sent; write one SELECT")
    elif not question.command and not NAME.fullmatch(question.view):
        problem = f"{question.view[:40]!r} is neither a SELECT nor the name of a view"
        raise ConfigurationError(f'{place}: {problem}; write "SELECT ...", "my_view", or {{ command = "..." }}')
    return question


def _columns(table: Json, place: str, feed: Feed) -> dict[str, str | bool]:
    keys = [entry.key for entry in feed.fields]
    known = isinstance(table, dict) and all(key in keys for key in table)
    if not known or not all((isinstance(name, str) and name) or name is False for name in table.values()):
        wanted = f'write key = "COLUMN", or key = false where nothing is kept, with keys among {", ".join(keys)}'
        raise ConfigurationError(f"{place}.columns: {wanted}")
    if dropped := [key for key in feed.key if table.get(key) is False]:
        raise ConfigurationError(f"{place}.columns: {dropped[0]} tells rows apart; name the column that has it")
    return dict(table)


def _seconds(value: Json, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_SECONDS:
        raise ConfigurationError(
            f"{place}.seconds bounds one run of the DMS: above 0, up to {MOST_SECONDS}; write seconds = 60"
        )
    return float(value)
