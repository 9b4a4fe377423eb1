"""Steps that send messages."""

from __future__ import annotations

import copy
import json

from kontrak.conformance.session import Session
from kontrak.contracts import Operation
from kontrak.contracts.model import Json
from kontrak.features import columns, tables
from kontrak.features.cells import ABSENT
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.tables import Table
from kontrak.features.words import words
from kontrak.features.world import World


@step("when", ("{party} {does}", "{party} {does} with:"), ("{party} {does}", "{party} {does} dengan:"))
def sends(
    kontrak: World, does: str, code: str = "", datatable: Table | None = None, docstring: str | None = None
) -> None:
    """Send a good message in which the fields of the table have other values; a text below it is the whole message."""
    deed = words().doing(does)
    if deed is None:
        raise Misused(f"nobody does {does!r}")
    session, operation = kontrak.operation(deed.operation)
    message = _message(kontrak, session, operation, docstring)
    _name_owner(message, session, operation, kontrak.text(code))
    _change(kontrak, message, operation, datatable)
    kontrak.send(session, operation, message)


@step(
    "when",
    ('{party} {does} like the example "{example}"', '{party} {does} like the example "{example}" with:'),
    ('{party} {does} seperti contoh "{example}"', '{party} {does} seperti contoh "{example}" dengan:'),
)
def sends_example(kontrak: World, does: str, example: str, code: str = "", datatable: Table | None = None) -> None:
    """Send one of the contract's examples by the name of its file, with a key of its own and the table's changes."""
    deed = words().doing(does)
    session, operation = kontrak.operation(deed.operation if deed else does)
    file = session.contract.folder / "examples" / f"{example}.json"
    if not file.is_file():
        names = sorted(path.stem for path in file.parent.glob("*.json"))
        raise Misused(f"no example {example!r}; known: {', '.join(names)}")
    message = kontrak.good(operation, session, json.loads(file.read_text("utf-8")))
    _name_owner(message, session, operation, kontrak.text(code))
    _change(kontrak, message, operation, datatable)
    kontrak.send(session, operation, message)


@step(
    "when",
    ("{party} {does} with nothing but:",),
    ("{party} {does} hanya dengan:",),
)
def sends_only(kontrak: World, does: str, datatable: Table, code: str = "") -> None:
    """Send a message that has the fields of the table and no others."""
    deed = words().doing(does)
    session, operation = kontrak.operation(deed.operation if deed else does)
    message: Json = {}
    _name_owner(message, session, operation, kontrak.text(code))
    _change(kontrak, message, operation, datatable)
    kontrak.send(session, operation, message)


@step(
    "when",
    (
        'the operation "{operation}" is called',
        'the operation "{operation}" is called with the example changed as follows:',
    ),
    ('operasi "{operation}" dipanggil', 'operasi "{operation}" dipanggil dengan contoh yang diubah berikut:'),
)
def calls(kontrak: World, operation: str, datatable: Table | None = None) -> None:
    """Send the example of an operation that is named by its id or its noun, with the table's changes."""
    session, found = kontrak.operation(operation)
    message = kontrak.good(found, session)
    _change(kontrak, message, found, datatable)
    kontrak.send(session, found, message)


@step(
    "when",
    'the operation "{operation}" is called with the body:',
    'operasi "{operation}" dipanggil dengan isi:',
)
def calls_raw(kontrak: World, operation: str, docstring: str) -> None:
    """Send a text as it is, JSON or not."""
    session, found = kontrak.operation(operation)
    kontrak.send(session, found, None, raw=docstring.encode())


@step(
    "when",
    'the operation "{operation}" is called with the method "{method}"',
    'operasi "{operation}" dipanggil dengan metode "{method}"',
)
def calls_method(kontrak: World, operation: str, method: str) -> None:
    """Send the example under another method of HTTP."""
    session, found = kontrak.operation(operation)
    kontrak.send(session, found, kontrak.good(found, session), method=method.upper())


@step(
    "when",
    'the operation "{operation}" is called with the headers:',
    'operasi "{operation}" dipanggil dengan header:',
)
def calls_headers(kontrak: World, operation: str, datatable: Table) -> None:
    """Send the example with other headers; (none) leaves one out."""
    session, found = kontrak.operation(operation)
    headers = kontrak.headers(session, found)
    for name, text in datatable:
        value = kontrak.value(text)
        headers.pop(name, None)
        if value is not ABSENT:
            headers[name] = str(value)
    message = kontrak.good(found, session)
    kontrak.send(session, found, message, raw=json.dumps(found.wrap(message)).encode(), headers=headers)


@step("given", ('a "{operation}" with:', 'an "{operation}" with:'), 'sebuah "{operation}" dengan:')
def drafts(kontrak: World, operation: str, datatable: Table | None = None) -> None:
    """Prepare a good message with the table's changes; a later step sends it."""
    session, found = kontrak.operation(operation)
    message = kontrak.good(found, session)
    _change(kontrak, message, found, datatable)
    kontrak.draft = (found.id, message)


@step("given", 'its "{field}" are:', 'baris "{field}" adalah:')
def drafts_rows(kontrak: World, field: str, datatable: Table) -> None:
    """Give the prepared message the rows of the table, whose first line names the fields."""
    found, message = _draft(kontrak)
    path, node = columns.place(found.request, field)
    lines = []
    for entries in tables.rows(datatable, node.get("items", {})):
        line: Json = {}
        for place, column, text in entries:
            if text and (value := kontrak.value(text, column)) is not ABSENT:
                columns.put(line, place, value)
        lines.append(line)
    columns.put(message, path, lines)


@step("when", "{party} sends it", "{party} mengirimnya")
def sends_draft(kontrak: World, code: str = "") -> None:
    """Send the prepared message."""
    found, message = _draft(kontrak)
    session, operation = kontrak.operation(found.id)
    _name_owner(message, session, operation, kontrak.text(code))
    kontrak.send(session, operation, message)


@step("when", "the same message is sent again", "pesan yang sama dikirim lagi")
def again(kontrak: World) -> None:
    """Send the last message once more."""
    last = kontrak.last
    kontrak.send(last.session, last.operation, last.message, raw=last.raw)


@step("when", "the same message is sent again with:", "pesan yang sama dikirim lagi dengan:")
def again_changed(kontrak: World, datatable: Table) -> None:
    """Send the last message once more with the table's changes; its key stays."""
    last = kontrak.last
    message = copy.deepcopy(last.message)
    _change(kontrak, message, last.operation, datatable)
    kontrak.send(last.session, last.operation, message)


def _message(world: World, session: Session, operation: Operation, text: str | None) -> Json:
    if text is None:
        return world.good(operation, session)
    try:
        return json.loads(text)
    except ValueError as error:
        raise Misused(f"the text below the step is no JSON: {error}") from None


def _name_owner(message: Json, session: Session, operation: Operation, code: str) -> None:
    owner = words().owners.get(session.contract.name)
    if code and owner in operation.request.get("properties", {}):
        message[owner] = code


def _change(world: World, message: Json, operation: Operation, table: Table | None) -> None:
    if table:
        tables.change(message, table, operation.request, world.value)


def _draft(world: World) -> tuple[Operation, Json]:
    if world.draft is None:
        raise Misused('nothing is prepared: begin with a step such as: Given a "purchase order" with:')
    id, message = world.draft
    return world.operation(id)[1], message
