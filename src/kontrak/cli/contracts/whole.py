"""One thing of a contract, whole: everything that the contract's files say about it, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from kontrak.contracts import Contract, Operation, Reading, Requirement
from kontrak.contracts.additions import Record
from kontrak.contracts.feed import Feed
from kontrak.contracts.fields import columns, printed, source_text
from kontrak.contracts.model import CodeList, Json, Level
from kontrak.contracts.places import message_path
from kontrak.contracts.scenario import Scenario
from kontrak.contracts.schema import follow, nodes, references
from kontrak.contracts.variants import Variant
from kontrak.contracts.words import conditions, how_tested, rules

Entry = dict[str, Any]
id_of = id
"""Of an object: below, `id` is that of a requirement."""


def overview(contract: Contract) -> Entry:
    """A partner: its documents, operations and feeds, and how many requirements there are of each level."""
    counted = Counter(entry.level for entry in contract.requirements.values())
    untested = Counter(entry.level for entry in contract.requirements.values() if entry.test.not_tested)
    return {
        "kind": "partner",
        "partner": contract.name,
        "title": contract.title,
        "version": contract.version,
        "stage": contract.stage.value,
        "summary": contract.summary,
        "documents": dict(contract.documents),
        "operations": [_line(operation) for operation in contract.operations.values()],
        "feeds": [
            {
                "table": feed.table,
                "staging": feed.staging,
                "layout": feed.layout,
                "fields": len(feed.fields),
                "width": feed.width,
            }
            for feed in contract.feeds.values()
        ],
        "requirements": [
            {"level": level.value, "requirements": counted[level], "not_tested": untested[level]} for level in Level
        ],
        "readings": {
            "all": len(contract.readings),
            "that can be switched": sum(reading.switch for reading in contract.readings.values()),
        },
        "codes": list(contract.codes),
        "variants": list(contract.variants),
        "records": list(contract.records),
        "scenarios": list(contract.scenarios),
        "sha256": contract.digest,
    }


def requirement(contract: Contract, entry: Requirement) -> Entry:
    """A requirement with its reading, its test, and the columns and operations whose rules name it."""
    reading = contract.readings.get(entry.reading or "")
    return {
        "kind": "requirement",
        "partner": contract.name,
        "id": entry.id,
        "level": entry.level.value,
        "keyword": entry.keyword,
        "text": entry.text,
        "source": entry.source,
        "reading": _short(reading) if reading else None,
        "tested": how_tested(entry),
        "columns": list(_ruled(contract, entry.id)),
        "operations": [operation.id for operation in contract.operations.values() if operation.accepts == entry.id],
        "waived_by": [
            f"{reading.id} = {candidate.name}"
            for reading in contract.readings.values()
            for candidate in reading.candidates
            if entry.id in candidate.waives
        ],
    }


def reading(contract: Contract, entry: Reading) -> Entry:
    """A reading with what rests on it."""
    return {
        "kind": "reading",
        "partner": contract.name,
        **asdict(entry),
        "requirements": [each.id for each in contract.requirements.values() if each.reading == entry.id],
        "columns": [
            {"message": message, "key": ".".join(path), "source": source_text(node.get("x-source", {}))}
            for message, path, node, _needed in _columns(contract)
            if node.get("x-reading") == entry.id
        ],
        "fields": [
            {"message": feed.staging, "key": field.key, "source": source_text(field.source)}
            for feed in contract.feeds.values()
            for field in feed.fields
            if field.reading == entry.id
        ],
    }


def operation(contract: Contract, entry: Operation) -> Entry:
    """An operation with its messages column by column, its conditional rules in words, and its examples."""
    raw = _raw(contract, entry)
    return {
        "kind": "operation",
        "partner": contract.name,
        **_line(entry),
        "member": entry.member,
        "description": raw.get("description"),
        "source": source_text(raw.get("x-source", {})) or None,
        "reading": raw.get("x-reading"),
        "secured": entry.secured,
        "accepts": entry.accepts,
        "request": [_column(*each) for each in columns(entry.request)],
        "request_rules": list(conditions(entry.request)),
        "answer": [_column(*each) for each in columns(entry.answer)],
        "answer_rules": list(conditions(entry.answer)),
        "examples": list(entry.examples),
    }


def feed(contract: Contract, entry: Feed) -> Entry:
    """A feed: its staging table and its record, field by field."""
    return {
        "kind": "feed",
        "partner": contract.name,
        "name": entry.name,
        "title": entry.title,
        "table": entry.table,
        "staging": entry.staging,
        "layout": entry.layout,
        "source": source_text(entry.source),
        "reading": entry.reading,
        "key": list(entry.key),
        "key_level": entry.key_level.value,
        "key_reading": entry.key_reading,
        "width": entry.width,
        "fields": [
            {**asdict(field), "level": field.level.value, "source": source_text(field.source)} for field in entry.fields
        ],
    }


def codes(contract: Contract, entry: CodeList) -> Entry:
    """A code list, and the columns that use it."""
    used = [
        f"{message}: {'.'.join(path)}"
        for message, path, node, _needed in _columns(contract)
        if any(part.get("x-code-list") == entry.name for part in nodes(node))
    ]
    return {"kind": "code list", "partner": contract.name, **asdict(entry), "level": entry.level.value, "columns": used}


def variant(contract: Contract, entry: Variant) -> Entry:
    """What is known of one installation beside the contract."""
    return {"kind": "variant", "partner": contract.name, **asdict(entry), "level": entry.level.value}


def record(contract: Contract, entry: Record) -> Entry:
    """A file of records: how it is written, and its columns."""
    return {"kind": "file of records", "partner": contract.name, **asdict(entry), "level": entry.level.value}


def scenario(contract: Contract, entry: Scenario) -> Entry:
    """The calls of a complete client: what each sends, takes over and follows, and whether it is needed."""
    steps = [
        {
            "step": step.name,
            "calls": " or ".join(step.operations),
            "needed": "no" if step.optional else "if " + " and ".join(step.when) if step.when else "yes",
            "after": ", ".join(step.after),
            "sends": ", ".join(step.sent.values()),
            "takes": ", ".join(step.sent[fact] for fact in step.takes),
        }
        for step in entry.steps
    ]
    return {"kind": "scenario", "partner": contract.name, **asdict(entry), "level": entry.level.value, "steps": steps}


def _line(entry: Operation) -> Entry:
    return {
        "operation": entry.id,
        "method": entry.method,
        "path": entry.path,
        "level": entry.level.value,
        "summary": entry.summary,
    }


def _raw(contract: Contract, entry: Operation) -> Mapping[str, Json]:
    """The operation as it stands in the OpenAPI document."""
    tokens = message_path(contract.openapi, entry, "request")
    depth = 5 if entry.member else 3
    pointer = "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in tokens[:depth])
    raw: Mapping[str, Json] = follow(contract.openapi, pointer)
    return raw


def _column(path: tuple[str, ...], node: Mapping[str, Json], required: bool) -> Entry:
    type_, length, form = printed(node)
    return {
        "key": ".".join(path),
        "label": node.get("x-label"),
        "title": node.get("title"),
        "type": type_,
        "length": length,
        "format": form,
        "mandatory": required,
        "marked": required or bool(node.get("x-mandatory")),
        "level": node.get("x-level"),
        "source": source_text(node.get("x-source", {})),
        "place": _place(node.get("x-source", {})),
        "rules": rules(node),
        "requirements": dict(node.get("x-requirements", {})),
        "reading": node.get("x-reading"),
        "schema": dict(node),
    }


def _place(source: Mapping[str, Json]) -> str:
    """Table and row alone, where there is one."""
    if "table" not in source or "row" not in source:
        return str(source.get("document", ""))
    return f"{source['table']} {source['row']}"


def _columns(contract: Contract) -> Iterator[tuple[str, tuple[str, ...], Mapping[str, Json], bool]]:
    for each in contract.operations.values():
        for message, schema in ((each.id, each.request), (f"{each.id}.answer", each.answer)):
            for path, node, needed in columns(schema):
                yield message, path, node, needed


def _ruled(contract: Contract, id: str) -> Iterator[Entry]:
    """The columns whose rules name a requirement: by a keyword, under a condition, or by comparison with master data."""
    for each in contract.operations.values():
        for message, schema in ((each.id, each.request), (f"{each.id}.answer", each.answer)):
            sources = {path[-1]: source_text(node.get("x-source", {})) for path, node, _needed in columns(schema)}
            found = _keywords(schema, id)
            found += [(entry.property, ["reference"]) for entry in references(schema) if entry.requirement == id]
            for key, named in found:
                yield {"message": message, "key": key, "rules": named, "source": sources.get(key, "")}


def _keywords(schema: Mapping[str, Json], id: str) -> list[tuple[str, list[str]]]:
    parts = nodes(schema)
    keys = {id_of(node): key for part in parts for key, node in part.get("properties", {}).items()}
    ruled = ((node, [rule for rule, name in node.get("x-requirements", {}).items() if name == id]) for node in parts)
    return [(keys.get(id_of(node), "(message)"), named) for node, named in ruled if named]


def _short(entry: Reading) -> Entry:
    return {
        "id": entry.id,
        "question": entry.question,
        "chosen": entry.chosen,
        "text": entry.candidate(entry.chosen).text,
    }
