"""A message as TPOS understands it where a reading lets it be spelled otherwise (TPOS-R-034, TPOS-R-047, TPOS-R-103)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.mocks.model import Call

SEPARATORS = re.compile(r"[^A-Za-z0-9]", re.ASCII)
FILES = ("attachment", "bap", "cancelReport")
MATERIAL, PARTS, MOST_PARTS = "noMaterial", "noParts", 10


def normalise(call: Call) -> Json:
    """The message, changed as far as the world's readings say."""
    message, readings = call.message, call.judge.readings
    if not isinstance(message, dict):
        return message
    if readings["TPOS-R-034"] == "cut":
        message = _cut(message, call.operation.request)
    if readings["TPOS-R-047"] == "joined":
        message = _joined(message)
    if readings["TPOS-R-103"] == "cut" and isinstance(message.get(PARTS), list):
        message = {**message, PARTS: message[PARTS][:MOST_PARTS]}
    return message


def _cut(value: Json, schema: Schema) -> Json:
    """The value with each text cut to the length of its column; a file that is cut would be none any more."""
    if isinstance(value, dict):
        columns: Mapping[str, Schema] = schema.get("properties", {})
        return {name: one if name in FILES else _cut(one, columns.get(name, {})) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(item, schema.get("items", {})) for item in value]
    return value[: schema.get("maxLength")] if isinstance(value, str) else value


def _joined(message: dict[str, Json]) -> dict[str, Json]:
    """The message with part numbers free of separators."""
    items = message.get("items")
    if isinstance(items, list):
        message = {**message, "items": [_joined(item) if isinstance(item, dict) else item for item in items]}
    if isinstance(number := message.get(MATERIAL), str):
        message = {**message, MATERIAL: SEPARATORS.sub("", number)}
    return message
