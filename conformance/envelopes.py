"""Reads answers that carry the right content in another envelope."""

from __future__ import annotations

from kontrak.contracts.model import Json, Operation

KINDS = {"array": list, "object": dict}


def contracted(operation: Operation, body: Json) -> Json:
    """The body in the contract's envelope, where the contract has a single member for all content.

    A bare array or object is as good as one in that member, and so is one in another member alone of its kind. That
    it stands elsewhere is one breach of one rule; its rows are judged all the same.
    """
    name, kind = _member(operation)
    if kind is None or (isinstance(body, dict) and name in body):
        return body
    if isinstance(body, list):
        return {name: body} if kind is list else body
    found = [value for value in body.values() if isinstance(value, kind)] if isinstance(body, dict) else []
    if len(found) == 1:
        return {name: found[0]}
    inner = operation.answer["properties"][name].get("properties", {})
    return {name: body} if kind is dict and isinstance(body, dict) and set(body) & set(inner) else body


def _member(operation: Operation) -> tuple[str, type | None]:
    """The single member that carries all content, and its type; no type where there is no such member."""
    required = operation.answer.get("required", ())
    if len(required) != 1:
        return "", None
    node = operation.answer.get("properties", {}).get(required[0], {})
    return required[0], KINDS.get(str(node.get("type")))
