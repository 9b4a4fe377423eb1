"""Steps about the last answer as a whole, and about its fields."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features import columns
from kontrak.features.cells import ABSENT, strftime
from kontrak.features.compare import described, expect, instant, is_same, number, requirement, told
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.tables import Table, entries
from kontrak.features.world import Sent, World, body_of


@step("then", ("the answer is accepted", "it is accepted"), ("jawabannya diterima", "pesan diterima"))
def accepted(kontrak: World) -> None:
    """The partner takes the message in, and answers in the contract's form."""
    last, exchange = kontrak.answered
    if not last.session.accepted(exchange):
        kontrak.fail(
            "The message is refused.",
            "Pesan ditolak.",
            got=last.session.answered(exchange),
            wanted=kontrak.say("an acceptance", "diterima"),
            requirement=last.operation.accepts,
        )


@step("then", ("the answer is refused", "it is refused"), ("jawabannya ditolak", "pesan ditolak"))
def refused(kontrak: World) -> None:
    """The partner refuses the message."""
    last, exchange = kontrak.answered
    if last.session.accepted(exchange):
        kontrak.fail(
            "The message is accepted.",
            "Pesan diterima.",
            got=last.session.answered(exchange),
            wanted=kontrak.say("a refusal", "ditolak"),
        )


@step(
    "then",
    ('the answer is refused because of "{id}"', 'it is refused because of "{id}"'),
    ('jawabannya ditolak karena "{id}"', 'pesan ditolak karena "{id}"'),
)
def refused_for(kontrak: World, id: str) -> None:
    """The message is refused, and breaks that requirement: the contract says so, or the answer does."""
    last, exchange = kontrak.answered
    if kontrak.requirement(id) is None:
        raise Misused(f"no requirement {id!r}; see `kontrak contracts requirements`")
    if last.session.accepted(exchange):
        kontrak.fail(
            "The message is accepted.",
            "Pesan diterima.",
            got=last.session.answered(exchange),
            wanted=kontrak.say(f"a refusal because of {id}", f"ditolak karena {id}"),
            requirement=id,
        )
    named = set(_requirements_in(body_of(exchange)))
    broken = (
        {found.requirement for found in last.session.violations(last.operation, last.message)}
        if isinstance(last.message, dict)
        else set()
    )
    if id in named | broken or (not named and not broken):
        return
    got = ", ".join(sorted(str(one) for one in named or broken)) or kontrak.say("another reason", "alasan lain")
    kontrak.fail(
        "The message is refused for another reason.",
        "Pesan ditolak karena alasan lain.",
        got=got,
        wanted=id,
        requirement=id,
    )


@step("then", "the answer has the status {status}", "jawabannya berstatus {status}")
def has_status(kontrak: World, status: int) -> None:
    """The HTTP status of the answer."""
    _, exchange = kontrak.answered
    if exchange.response.status != status:
        kontrak.fail(
            "The answer has another status.",
            "Status jawaban berbeda.",
            got=str(exchange.response.status),
            wanted=str(status),
            field="HTTP status",
        )


@step("then", "no answer comes", "tidak ada jawaban")
def nothing_came(kontrak: World) -> None:
    """The connection ends, or the answer breaks off, before a whole answer came."""
    last = kontrak.last
    if last.exchange is not None:
        kontrak.fail(
            "An answer came.",
            "Ada jawaban.",
            got=last.session.answered(last.exchange),
            wanted=kontrak.say("none", "tidak ada"),
        )


@step("then", "the answer has the form of the contract", "bentuk jawaban sesuai kontrak")
def conforms(kontrak: World) -> None:
    """The contract's judge finds nothing wrong with the answer."""
    last, exchange = kontrak.answered
    for found in last.session.judge.answer(last.operation, body_of(exchange)):
        if not found.silent:
            kontrak.fail(
                "The answer breaks the contract.",
                "Jawaban melanggar kontrak.",
                field=found.pointer,
                got=found.seen,
                wanted=found.wanted,
                requirement=found.requirement,
            )


@step("then", "the answer is the same as before", "jawabannya sama seperti sebelumnya")
def same_as_before(kontrak: World) -> None:
    """The last two answers have one status and one body."""
    _, exchange = kontrak.answered
    before = kontrak.sent[-2].exchange if len(kontrak.sent) > 1 else None
    if before is None:
        raise Misused("there is no answer before this one")
    first, second = ((one.response.status, one.response.text) for one in (before, exchange))
    if first != second:
        kontrak.fail(
            "The answers differ.",
            "Jawabannya berbeda.",
            got=f"HTTP {second[0]} {second[1]}",
            wanted=f"HTTP {first[0]} {first[1]}",
        )


@step("then", 'the answer says "{text}"', 'jawabannya berbunyi "{text}"')
def says(kontrak: World, text: str) -> None:
    """The text stands somewhere in the answer, whatever the case of its letters."""
    last, exchange = kontrak.answered
    wanted = kontrak.text(text)
    if wanted.lower() not in exchange.response.text.lower():
        kontrak.fail(
            "The answer does not say it.",
            "Jawaban tidak berbunyi demikian.",
            got=last.session.answered(exchange),
            wanted=wanted,
        )


@step("then", 'the header "{name}" is "{value}"', 'header "{name}" adalah "{value}"')
def header(kontrak: World, name: str, value: str) -> None:
    """A header of the answer."""
    _, exchange = kontrak.answered
    got = {key.lower(): text for key, text in exchange.response.headers.items()}.get(name.lower(), ABSENT)
    if not is_same(got, wanted := kontrak.value(value)):
        kontrak.fail(
            "The header has another value.",
            "Isi header berbeda.",
            field=name,
            got=told(got, kontrak.language),
            wanted=told(wanted, kontrak.language),
        )


@step(
    "then", 'the field "{field}" is "{value}"', ('kolom "{field}" adalah "{value}"', 'kolom "{field}" berisi "{value}"')
)
def field_is(kontrak: World, field: str, value: str) -> None:
    """A field of the answer has that value; in an answer with one row, a field of the row."""
    body, path, node = _field(kontrak, field)
    expect(kontrak, body, path, node, value)


@step("then", "the answer holds:", "jawabannya berisi:")
def fields_are(kontrak: World, datatable: Table) -> None:
    """Each field of the table has its value in the answer."""
    body, schema = _body(kontrak)
    for path, node, text in entries(datatable, schema):
        expect(kontrak, body, path, node, text)


@step("then", 'the field "{field}" is not "{value}"', 'kolom "{field}" bukan "{value}"')
def field_is_not(kontrak: World, field: str, value: str) -> None:
    """A field of the answer has another value than that."""
    body, path, node = _field(kontrak, field)
    there, got = columns.value_at(body, path)
    if is_same(got if there else ABSENT, kontrak.value(value, node)):
        kontrak.fail(
            "The field has that very value.",
            "Isi kolom justru itu.",
            field=described(path, node),
            got=told(got, kontrak.language),
            wanted=kontrak.say(f"another than {value}", f"selain {value}"),
            requirement=requirement(node),
        )


@step("then", 'the field "{field}" is empty', 'kolom "{field}" kosong')
def field_is_empty(kontrak: World, field: str) -> None:
    """A field of the answer is not there, null, blank or an empty list."""
    body, path, node = _field(kontrak, field)
    _, got = columns.value_at(body, path)
    if got not in (None, "", [], {}):
        kontrak.fail(
            "The field is filled.",
            "Kolom terisi.",
            field=described(path, node),
            got=told(got),
            wanted=kontrak.say("nothing in it", "tanpa isi"),
            requirement=requirement(node),
        )


@step("then", 'the field "{field}" is filled', 'kolom "{field}" terisi')
def field_is_filled(kontrak: World, field: str) -> None:
    """A field of the answer has some value."""
    body, path, node = _field(kontrak, field)
    there, got = columns.value_at(body, path)
    if got in (None, "", [], {}):
        kontrak.fail(
            "The field is empty.",
            "Kolom kosong.",
            field=described(path, node),
            got=told(got if there else ABSENT, kontrak.language),
            wanted=kontrak.say("a value", "sebuah nilai"),
            requirement=requirement(node),
        )


@step("then", 'the field "{field}" is at least "{value}"', 'kolom "{field}" paling sedikit "{value}"')
def field_at_least(kontrak: World, field: str, value: str) -> None:
    """A number or time of the answer is that or more."""
    _compared(kontrak, field, value, 1)


@step("then", 'the field "{field}" is at most "{value}"', 'kolom "{field}" paling banyak "{value}"')
def field_at_most(kontrak: World, field: str, value: str) -> None:
    """A number or time of the answer is that or less."""
    _compared(kontrak, field, value, -1)


@step("then", 'the field "{field}" is remembered as "{name}"', 'kolom "{field}" diingat sebagai "{name}"')
def field_remembered(kontrak: World, field: str, name: str) -> None:
    """Keep a field of the answer under a name, by which later steps use it: {name}."""
    body, path, node = _field(kontrak, field)
    there, got = columns.value_at(body, path)
    if not there:
        kontrak.fail(
            "The field is not there.",
            "Kolom itu tidak ada.",
            field=described(path, node),
            got=kontrak.say("nothing", "tidak ada"),
            wanted=kontrak.say("a value", "sebuah nilai"),
        )
    kontrak.names[name] = got


def _compared(world: World, field: str, value: str, sign: int) -> None:
    body, path, node = _field(world, field)
    _, got = columns.value_at(body, path)
    wanted, form = world.value(value, node), strftime(node)
    first, second = (instant(got, form), instant(wanted, form)) if form else (number(got), number(wanted))
    if second is None:
        raise Misused(f"{value!r} is neither a number nor a time of this field")
    if first is None or (first < second if sign > 0 else first > second):  # type: ignore[operator]
        bound = world.say("at least", "paling sedikit") if sign > 0 else world.say("at most", "paling banyak")
        world.fail(
            "The field is out of bounds.",
            "Isi kolom di luar batas.",
            field=described(path, node),
            got=told(got, world.language),
            wanted=f"{bound} {told(wanted)}",
            requirement=requirement(node),
        )


def _field(world: World, field: str) -> tuple[Json, columns.Path, Schema]:
    body, schema = _body(world)
    return body, *columns.place(schema, world.text(field))


def _body(world: World) -> tuple[Json, Schema]:
    """What the fields of the last answer stand in: the row of an answer with one row, its object, or the whole."""
    last, exchange = world.answered
    body = body_of(exchange)
    if body is None:
        world.fail("The answer is no JSON.", "Jawaban bukan JSON.", got=last.session.answered(exchange), wanted="JSON")
    return inner(last, body) if last.session.accepted(exchange) else (body, {})


def inner(last: Sent, body: Json) -> tuple[Json, Schema]:
    """The part of an answer that has its fields, and the schema of that part."""
    schema = last.operation.answer
    data, node = (
        (body.get("data"), schema.get("properties", {}).get("data", {})) if isinstance(body, dict) else (None, {})
    )
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], dict):
        return {**body, **data[0]}, {
            "properties": {**schema.get("properties", {}), **node.get("items", {}).get("properties", {})}
        }
    if isinstance(data, dict):
        return {**body, **data}, {"properties": {**schema.get("properties", {}), **node.get("properties", {})}}
    return body, schema


def _requirements_in(body: Json) -> Iterator[str]:
    """The requirements that a refusal of a kontrak mock names."""
    if isinstance(body, dict):
        for key, part in body.items():
            if key == "requirement" and isinstance(part, str):
                yield part
            yield from _requirements_in(part)
    elif isinstance(body, list):
        for part in body:
            yield from _requirements_in(part)
