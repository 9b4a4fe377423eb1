"""The values of a step's columns that are only known when it is played."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from kontrak.conformance.errors import Missing
from kontrak.conformance.session import Session
from kontrak.contracts.expression import NotGiven, parse
from kontrak.contracts.model import Json

if TYPE_CHECKING:
    from kontrak.conformance.courses.play import Stage

Token = Mapping[str, Any]
Path = str


def value(session: Session, stage: Stage, given: Json) -> Json:
    """A value as it stands, or what a token means; raises Missing where that is not known.

    Tokens: {"$of": "step.column"} (of the message, or else of the first row answered), {"$row": "step.column", "where": condition}
    (of the first such row), {"$day": "step.column", "plus": days}, {"$record": "collection.column", "length": characters}, with "plus" the greatest of them and so much more,
    {"$records": ...} (all of them), {"$foreign": "collection.column"} (of records of another party).
    """
    if isinstance(given, list):
        return [value(session, stage, one) for one in given]
    if not isinstance(given, dict):
        return given
    for name, make in TOKENS.items():
        if name in given:
            return make(session, stage, given, given[name])
    if any(name.startswith("$") for name in given):
        return given
    return {name: value(session, stage, one) for name, one in given.items()}


def inside(node: Json, path: str) -> Json:
    """The value at a path such as `items/0/qty`; None where there is none."""
    for part in path.split("/"):
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return None
    return node


def _of(_session: Session, stage: Stage, _token: Token, path: str) -> Json:
    name, _, column = path.partition(".")
    played = stage[name]
    found = None if played.missing else played.look(column)
    if found is None:
        raise Missing(played.missing or f"the answer to {name} has no {column}")
    return found


def _row(_session: Session, stage: Stage, token: Token, path: str) -> Json:
    name, _, column = path.partition(".")
    played, where = stage[name], parse(token["where"])
    for row in played.rows:
        try:
            if where.holds(lambda _, column, row=row: row.get(column)):  # type: ignore[misc]
                return row.get(column)
        except NotGiven:
            continue
    raise Missing(played.missing or f"needs a row of {played.step.send} for which {where.text}")


def _day(session: Session, stage: Stage, token: Token, path: str) -> Json:
    text = str(_of(session, stage, token, path))[:8]
    try:
        found = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - the partner's days name no zone
    except ValueError:
        raise Missing(f"{path} is no day: {text}") from None
    return f"{found + timedelta(days=token.get('plus', 0)):%Y%m%d}"


def _records(session: Session, _stage: Stage, token: Token, path: str) -> Json:
    name, _, column = path.partition(".")
    found = [row[column] for row in session.messages.known(name) if column in row]
    if wanted := token.get("length"):
        found = [one for one in found if len(str(one)) == wanted]
    if not found:
        what = f" of {wanted} characters" if wanted else ""
        table = f"[target.{session.contract.name}.records]"
        raise Missing(f"needs a record of {name} with a {column}{what}; add it to {table} of kontrak.toml")
    found = found[: token.get("most")]
    return found[::-1] if token.get("turned") else found


def _record(session: Session, stage: Stage, token: Token, path: str) -> Json:
    found = _records(session, stage, token, path)
    return max(found) + token["plus"] if "plus" in token else found[0]


def _foreign(session: Session, _stage: Stage, _token: Token, path: str) -> Json:
    name, _, column = path.partition(".")
    for row in session.target.foreign.get(name, ()):
        if column in row:
            return row[column]
    table = f"[target.{session.contract.name}.foreign]"
    raise Missing(f'needs records of another party; add to kontrak.toml: {table} {name} = [{{ {column} = "..." }}]')


TOKENS = {"$of": _of, "$row": _row, "$day": _day, "$records": _records, "$record": _record, "$foreign": _foreign}
