"""Cucumber JSON as cucumber-jvm writes it, which other tools read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]
STATUS = {
    "passed": "passed",
    "failed": "failed",
    "skipped": "skipped",
    "undone": "skipped",
    "misused": "failed",
    "error": "failed",
    "broken": "failed",
}


def cucumber(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The features with their scenarios, in the order in which they were run."""
    features: dict[str, dict[str, Any]] = {}
    for record in records:
        feature = record["feature"]
        entry = features.setdefault(
            feature["file"],
            {
                "uri": feature["file"],
                "id": _id(feature["name"]),
                "keyword": feature["keyword"],
                "name": feature["name"],
                "line": feature["line"],
                "description": feature["description"],
                "tags": [_located(name, feature["line"]) for name in feature["tags"]],
                "elements": [],
            },
        )
        entry["elements"].append(_element(record, entry["id"]))
    return list(features.values())


def _element(record: Record, feature: str) -> dict[str, Any]:
    name = record["name"] + (f" [{record['example']}]" if record["example"] else "")
    return {
        "type": "scenario",
        "id": f"{feature};{_id(name)}",
        "keyword": record["keyword"],
        "name": name,
        "line": record["line"],
        "description": record["description"],
        "tags": [{"name": f"@{name}"} for name in record["tags"]],
        "steps": [_step(step, record) for step in record["steps"]],
    }


def _step(step: dict[str, Any], record: Record) -> dict[str, Any]:
    result: dict[str, Any] = {"status": STATUS[step["status"]], "duration": round(step["seconds"] * 1_000_000_000)}
    if step["status"] not in ("passed", "undone"):
        facts = [f"{label}: {text}" for label, text in record["facts"]]
        result["error_message"] = "\n".join([record["reason"], *facts])
    entry: dict[str, Any] = {
        "keyword": f"{step['keyword']} ",
        "name": step["text"],
        "line": step["line"],
        "match": {"location": f"{record['feature']['file']}:{step['line']}"},
        "result": result,
    }
    if step["table"]:
        entry["rows"] = [{"cells": row} for row in step["table"]]
    if step["docstring"]:
        entry["doc_string"] = {"value": step["docstring"], "content_type": "", "line": step["line"] + 1}
    return entry


def _located(name: str, line: int) -> dict[str, Any]:
    """A tag of a feature, which in this form says where it stands; we know the line of the feature below it."""
    return {"name": f"@{name}", "type": "Tag", "location": {"line": max(line - 1, 1), "column": 1}}


def _id(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower()).strip("-")
