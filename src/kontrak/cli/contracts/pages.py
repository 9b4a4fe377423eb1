"""The text of one thing of a contract, as `kontrak contracts show` prints it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from kontrak.cli.contracts.printing import folded, head, table

Entry = Mapping[str, Any]


def show(entry: Entry) -> None:
    """Print an entry by its kind."""
    PAGES[entry["kind"]](entry)


def _overview(entry: Entry) -> None:
    head(f"{entry['partner']}  {entry['title']}, version {entry['version']}, stage {entry['stage']}")
    folded(entry["summary"])
    _part("documents", (f"{name}: {text}" for name, text in entry["documents"].items()))
    _table("operations", entry["operations"], ("operation", "method", "path", "level"), whole=("operation", "level"))
    _table("feeds", entry["feeds"], ("table", "staging", "layout", "fields", "width"))
    _table("requirements", entry["requirements"], ("level", "requirements", "not_tested"))
    _part("readings", [", ".join(f"{name}: {count}" for name, count in entry["readings"].items())])
    _part("code lists", [", ".join(entry["codes"])] if entry["codes"] else [])
    _part("files of records", [", ".join(entry["records"])] if entry["records"] else [])
    _part("variants", [", ".join(entry["variants"])] if entry["variants"] else [])
    _part("scenarios of clients", [", ".join(entry["scenarios"])] if entry["scenarios"] else [])
    click.echo(f"\nshow any of these by its name: kontrak contracts show {_example(entry)}")


def _example(entry: Entry) -> str:
    return str(entry["operations"][0]["operation"] if entry["operations"] else "NAME")


def _requirement(entry: Entry) -> None:
    head(f"{entry['id']}  {entry['level']}, {entry['keyword']}")
    folded(entry["text"])
    folded(f"source: {entry['source']}")
    if reading := entry["reading"]:
        folded(f"reading: {reading['id']} {reading['question']}")
        folded(f"we take {reading['chosen']}: {reading['text']}", 4)
    _part("tested", entry["tested"])
    _table("columns with this rule", _joined(entry["columns"], "rules"), ("message", "key", "rules", "source"))
    _part("good messages of", entry["operations"])
    _part("does not hold under", entry["waived_by"])


def _reading(entry: Entry) -> None:
    head(f"{entry['id']}  {entry['where']}")
    folded(entry["question"])
    for candidate in entry["candidates"]:
        mark = "*" if candidate["name"] == entry["chosen"] else " "
        waived = f" (waives {', '.join(candidate['waives'])})" if candidate["waives"] else ""
        folded(f"{mark} {candidate['name']}: {candidate['text']}{waived}")
    folded(f"why: {entry['why']}")
    folded("can be switched" if entry["switch"] else "cannot be switched")
    _part("requirements that rest on it", [", ".join(entry["requirements"])] if entry["requirements"] else [])
    _table("columns that rest on it", [*entry["columns"], *entry["fields"]], ("message", "key", "source"))


def _operation(entry: Entry) -> None:
    head(f"{entry['operation']}  {entry['method']} {entry['path']}")
    folded(f"{entry['summary']} {entry['description'] or ''}".strip())
    facts = (
        f"level {entry['level']}",
        f"source: {entry['source']}" if entry["source"] else "",
        f"reading {entry['reading']}" if entry["reading"] else "",
        "with credentials" if entry["secured"] else "without credentials",
        f"the body's one member is {entry['member']}" if entry["member"] else "",
        f"good messages: {entry['accepts']}" if entry["accepts"] else "",
    )
    folded("; ".join(fact for fact in facts if fact))
    for part in ("request", "answer"):
        _columns(part, entry[part])
        _part(f"rules of the {part}", (_rule(rule) for rule in entry[f"{part}_rules"]))
    for number, example in enumerate(entry["examples"], start=1):
        head(f"\nexample {number}")
        click.echo(json.dumps(example, indent=2, ensure_ascii=False))


def _columns(part: str, columns: list[Entry]) -> None:
    """The columns of a message; (M) is printed as mandatory, but a reading or a condition frees it."""
    rows = [
        {
            "key": _indented(column["key"]),
            "type": _typed(column),
            "m": "M" if column["mandatory"] else "(M)" if column["marked"] else "",
            "level": column["level"],
            "source": column["place"],
        }
        for column in columns
    ]
    _table(part, rows, ("key", "type", "m", "level", "source"), whole=("key", "level"))
    _part(f"columns of the {part}", (_ruled(column) for column in columns))


def _ruled(column: Entry) -> str:
    told = "; ".join(column["rules"]) or "no rule but its type"
    reading = f"; reading {column['reading']}" if column["reading"] else ""
    ids = ", ".join(dict.fromkeys(column["requirements"].values()))
    return f"{column['key']}: {told}{reading}{f' [{ids}]' if ids else ''}"


def _indented(key: str) -> str:
    """The last part of a path, further in the deeper it is: the column that holds it stands above."""
    return " " * key.count(".") + key.rpartition(".")[2]


def _typed(column: Entry) -> str:
    length = f"({column['length']})" if column["length"] is not None else ""
    return f"{column['type'] or ''}{length}{' ' + column['format'] if column['format'] else ''}"


def _rule(rule: Entry) -> str:
    where = f"in {rule['in']}: " if rule["in"] else ""
    ids = f" [{', '.join(rule['requirements'])}]" if rule["requirements"] else ""
    return f"{where}where {rule['when']}: {rule['then']}{ids}"


def _feed(entry: Entry) -> None:
    head(f"{entry['name']}  {entry['title']} ({entry['table']})")
    folded(f"source: {entry['source']}" + (f"; reading {entry['reading']}" if entry["reading"] else ""))
    folded(f"staging table {entry['staging']}; file layout {entry['layout']}, {entry['width']} characters a record")
    read = f"; reading {entry['key_reading']}" if entry["key_reading"] else ""
    folded(f"key, {entry['key_level']}{read}: {', '.join(entry['key'])}")
    rows = [
        {
            **field,
            "type": _typed(field),
            "m": "M" if field["mandatory"] else "",
            "at": f"{field['start'] + 1}-{field['start'] + field['width']}",
        }
        for field in entry["fields"]
    ]
    _table("fields", rows, ("row", "column", "type", "m", "at", "width", "level", "reading"), whole=("column",))


def _codes(entry: Entry) -> None:
    head(f"{entry['name']}  code list {entry['number']} of {entry['partner']}")
    folded(f"level {entry['level']}; source: {entry['source']}")
    if entry["assumed"]:
        folded(f"assumed among them: {', '.join(entry['assumed'])}")
    _table("codes", [{"code": code, "label": label} for code, label in entry["codes"].items()], ("code", "label"))
    _part("used by", entry["columns"])


def _variant(entry: Entry) -> None:
    head(f"{entry['name']}  {entry['title']}, a variant of {entry['partner']}")
    folded(f"level {entry['level']}; source: {entry['source']}")
    if entry["note"]:
        folded(entry["note"])
    _table("differences", entry["differences"], ("what", "base", "here"))


def _record(entry: Entry) -> None:
    head(f"{entry['name']}  {entry['title']}")
    folded(
        f"level {entry['level']}; source: {entry['source']}"
        + (f"; reading {entry['reading']}" if entry["reading"] else "")
    )
    file = entry["file"]
    folded(f"file {file['name']}, separated by {file['separator']}; assumed: {', '.join(file['assumed']) or 'nothing'}")
    _table(
        "columns", entry["columns"], ("number", "name", "title", "type", "length", "format", "codes"), whole=("name",)
    )


def _scenario(entry: Entry) -> None:
    head(f"{entry['name']}  {entry['title']}")
    folded(f"level {entry['level']}; source: {entry['source']}; requirement {entry['requirement']}")
    folded(f"a case begins with an accepted call of the step {entry['begins']}")
    _table("steps", entry["steps"], ("step", "calls", "needed", "after", "sends", "takes"), whole=("step",))


def _part(title: str, lines: Iterable[str]) -> None:
    """A head and the lines below it, nothing where there is no line."""
    for number, line in enumerate(lines):
        if number == 0:
            head(f"\n{title}")
        folded(line)


def _table(title: str, rows: list[Any], columns: tuple[str, ...], whole: tuple[str, ...] = ()) -> None:
    if rows:
        head(f"\n{title}")
        table(rows, columns, whole=whole, indent=2)


def _joined(rows: list[Entry], column: str) -> list[Entry]:
    return [{**row, column: ", ".join(row[column])} for row in rows]


PAGES: Mapping[str, Callable[[Entry], None]] = {
    "partner": _overview,
    "requirement": _requirement,
    "reading": _reading,
    "operation": _operation,
    "feed": _feed,
    "code list": _codes,
    "variant": _variant,
    "file of records": _record,
    "scenario": _scenario,
}
