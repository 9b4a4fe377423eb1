"""The files of a report: written all at once or not at all, and read back only if they are a report."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from kontrak.conformance.report import html, junit, markdown
from kontrak.conformance.report.characters import encodable, one_line
from kontrak.conformance.verdict import Report
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

SCHEMA_FILE = "report.schema.json"
HINT = "`kontrak verify --report-dir DIR` writes DIR/report.json"


def write(report: Report, folder: Path, lang: str = "en") -> dict[str, Path]:
    """Write report.json, report.html, junit.xml and summary.md into the folder; their paths by name."""
    contents = {
        "report.json": to_json(report),
        "report.html": html.render(report, lang),
        "junit.xml": junit.render(report),
        "summary.md": markdown.render(report, lang),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        _replace(folder / name, text)
    return {name: folder / name for name in contents}


def to_json(report: Report) -> str:
    """The text of report.json: strict JSON that any tool reads."""
    return json.dumps(encodable(report).to_json(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read(path: Path) -> Report:
    """The report in that file; raises ConfigurationError with what to do if there is none."""
    try:
        return parsed(path.read_bytes(), str(path))
    except OSError as error:
        raise ConfigurationError(f"{path}: no report to read: {error.strerror}; {HINT}") from None


def parsed(data: bytes, where: str) -> Report:
    """The report in these bytes, which were read from `where`; raises ConfigurationError if they are none."""
    value = _json(data, where)
    error = next(_schema().iter_errors(value), None)
    if error is not None:
        place = "".join(f"/{part}" for part in error.instance_path) or "/"
        raise ConfigurationError(f"{where}: not a kontrak report: at {place}: {one_line(error.message, 200)}; {HINT}")
    return Report.from_json(value)


def _json(data: bytes, where: str) -> Json:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{where}: not JSON: {error}; {HINT}") from None


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@cache
def _schema() -> Any:
    text = (files("kontrak.conformance.report") / SCHEMA_FILE).read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))
