"""The dictionary of fields that analysts ask for: one entry for each field of each message and each feed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kontrak.contracts.additions import Record
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Contract, Json, Operation

NAMES = (
    "system",
    "table",
    "row",
    "interface",
    "message",
    "channel",
    "label",
    "key",
    "column",
    "type",
    "length",
    "format",
    "mandatory",
    "level",
    "source",
)
PRINTED = re.compile(r"(?P<type>.+?)(?:\((?P<length>\d+(?:,\d+)?)\))?(?: (?P<format>(?:YYYY|DD).*))?")
MANDATORY = "M"


def fields(contract: Contract) -> list[dict[str, Any]]:
    """Every field of the contract with its place in the sources.

    `table`, `type`, `length`, `format` and `mandatory` are as printed, and `row` counts from 1; `table` and `row` are null
    where no table of a document has the field. What the tables do not say, the schema does. The fields of an answer belong
    to the message `<operation>.answer`. A field of a feed appears twice, in its staging table and in its file.
    """
    messages = [entry for operation in contract.operations.values() for entry in _messages(contract, operation)]
    feeds = [entry for feed in contract.feeds.values() for entry in _feed(contract, feed)]
    return messages + feeds + [entry for record in contract.records.values() for entry in _record(contract, record)]


def columns(schema: Mapping[str, Json]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Json], bool]]:
    """The columns of a message, nested ones below the one that holds them: path, schema, and whether it is required."""
    required = schema.get("required", ())
    for key, node in schema.get("properties", {}).items():
        yield (key,), node, key in required
        items = node.get("items")
        for part in (node, items if isinstance(items, Mapping) else {}):
            for path, column, needed in columns(part):
                yield (key, *path), column, needed


def printed(node: Mapping[str, Json]) -> tuple[str | None, int | str | None, str | None]:
    """Type, length and format of a column as its table prints them; those of the schema where no table has it."""
    if "x-format" not in node:
        return _type(node), node.get("maxLength"), node.get("format")
    match = PRINTED.fullmatch(node["x-format"])
    length = match["length"] if match else None
    known = int(length) if length and length.isdigit() else length
    return (match["type"] if match else node["x-format"]), known, (match["format"] if match else None)


def source_text(source: Mapping[str, Json]) -> str:
    """A source in one line: document, table (and its part), section or pages, row."""
    table = " ".join(str(source[name]) for name in ("table", "part") if name in source)
    pages = f"p. {source['pages']}" if "pages" in source else None
    row = f"row {source['row']}" if "row" in source else None
    return ", ".join(str(part) for part in (source.get("document"), source.get("section"), table, pages, row) if part)


def _messages(contract: Contract, operation: Operation) -> Iterator[dict[str, Any]]:
    for message, schema in ((operation.id, operation.request), (f"{operation.id}.answer", operation.answer)):
        for path, node, required in columns(schema):
            source = node.get("x-source", {})
            type_, length, form = printed(node)
            yield {
                "system": contract.system,
                "table": source.get("table"),
                "row": source.get("row"),
                "interface": operation.summary,
                "message": message,
                "channel": "rest",
                "label": node.get("x-label", path[-1]),
                "key": path[-1],
                "column": None,
                "type": type_,
                "length": length,
                "format": form,
                "mandatory": _mark(contract, message, node, required=required),
                "level": node.get("x-level", operation.level.value),
                "source": source_text(source),
            }


def _mark(contract: Contract, message: str, node: Mapping[str, Json], *, required: bool) -> str | None:
    """The mark of a mandatory field, or of an optional one, as the partner's tables print it."""
    in_table, answer = "row" in node.get("x-source", {}), message.endswith(".answer")
    if in_table and answer and not contract.marks.answers:
        return None
    if required or node.get("x-mandatory"):
        return MANDATORY
    return contract.marks.optional if in_table and "x-mandatory" not in node else None


def _feed(contract: Contract, feed: Feed) -> Iterator[dict[str, Any]]:
    for message, channel in ((feed.staging, "staging"), (feed.layout, "file")):
        for field in feed.fields:
            yield {
                "system": contract.system,
                "table": feed.table,
                "row": field.row,
                "interface": feed.title,
                "message": message,
                "channel": channel,
                "label": field.label,
                "key": field.key,
                "column": field.column if channel == "staging" else None,
                "type": field.type,
                "length": field.length,
                "format": field.format,
                "mandatory": MANDATORY if field.mandatory else None,
                "level": field.level.value,
                "source": source_text(field.source),
            }


def _record(contract: Contract, record: Record) -> Iterator[dict[str, Any]]:
    """The columns of a file of records, which no table of a document has."""
    for column in record.columns:
        yield {
            "system": contract.system,
            "table": None,
            "row": None,
            "interface": record.title,
            "message": record.name,
            "channel": "file",
            "label": column.title,
            "key": column.name,
            "column": None,
            "type": column.type,
            "length": column.length,
            "format": column.format,
            "mandatory": None,
            "level": record.level.value,
            "source": f"{record.source}, column {column.number}",
        }


def _type(node: Mapping[str, Json]) -> str | None:
    types = node.get("type")
    return " or ".join(types) if isinstance(types, list) else types
