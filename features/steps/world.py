"""Steps about the world in which a scenario takes place."""

from __future__ import annotations

import json

from kontrak.conformance.errors import Missing
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Collection, Json
from kontrak.features import tables
from kontrak.features.cells import ABSENT
from kontrak.features.compare import expect
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.tables import Table
from kontrak.features.world import World

RECORDS = "a mock that shows its records"


@step("given", "the mock world is new", "dunia simulator masih baru")
def new_world(kontrak: World) -> None:
    """Begin with an untouched world; each scenario does anyhow, a real target is set back by its hook `reset`."""
    if kontrak.place.control:
        kontrak.steer("POST", "reset")
        kontrak.time_moved()
        return
    raise Missing("needs a world of its own, which this target does not have; drop the step, or run against the mock")


@step("given", 'the reading "{reading}" is "{candidate}"', 'bacaan "{reading}" adalah "{candidate}"')
def switched(kontrak: World, reading: str, candidate: str) -> None:
    """Read an unclear place of the sources in another way; a target follows it if its kontrak.toml says so."""
    contract = next((one for one in kontrak.stage.contracts.values() if reading in one.readings), None)
    if contract is None:
        raise Misused(f"no reading {reading!r}; see `kontrak contracts readings`")
    if kontrak.place.control:
        kontrak.steer("PUT", "readings", {reading: candidate})
        return
    target = kontrak.session(contract.name).target
    if target.readings.get(reading, contract.readings[reading].chosen) != candidate:
        line = f'[target.{contract.name}] readings = {{ {reading} = "{candidate}" }}'
        raise Missing(f"the target is not said to read {reading} as {candidate}; add to kontrak.toml: {line}")


@step("given", 'the main dealer is "{variant}"', 'main dealer adalah "{variant}"')
def variant(kontrak: World, variant: str) -> None:
    """Let the mock of DGI play one main dealer's installation."""
    known = kontrak.contract("dgi").variants
    if variant.lower() not in known:
        raise Misused(f"no main dealer {variant!r}; known: {', '.join(known)}")
    kontrak.steer("PUT", "variant", {"dgi": variant.lower()}, "a mock that plays variants")
    kontrak.variant = known[variant.lower()]


@step("given", 'the "{collection}" "{key}" exists( with:)', '"{collection}" "{key}" sudah ada( dengan:)')
def record(kontrak: World, collection: str, key: str, datatable: Table | None = None) -> None:
    """Put a master record into the world; a real target must be said to have it."""
    partner, found = _collection(kontrak, collection)
    key = kontrak.text(key)
    if kontrak.place.control:
        old: dict[str, Json] = next(
            (
                r["body"]
                for r in kontrak.steer("GET", f"records/{partner}/{collection}?limit=1000")["records"]
                if r["key"] == key
            ),
            {},
        )
        body = {**old, found.key: key}
        if datatable:
            tables.change(body, datatable, {}, kontrak.value)
        kontrak.steer("PUT", f"records/{partner}/{collection}/{key}", body)
        session = kontrak.session(partner)
        session.messages.records[collection] = [*session.messages.records.get(collection, []), body]
        return
    if kontrak.session(partner).messages.lookup(collection, key) is None:
        line = f'records.{collection} = [{{ {found.key} = "{key}" }}]'
        raise Missing(f"the target is not said to have it; add to kontrak.toml: [target.{partner}] {line}")


@step("then", 'the "{collection}" "{key}" is stored( with:)', '"{collection}" "{key}" tersimpan( dengan:)')
def stored(kontrak: World, collection: str, key: str, datatable: Table | None = None) -> None:
    """Look into the world's records; only a mock shows them."""
    partner, found = _collection(kontrak, collection)
    key = kontrak.text(key)
    rows = kontrak.steer("GET", f"records/{partner}/{collection}?limit=1000", why=RECORDS)["records"]
    body = next((row["body"] for row in rows if key in (row["key"], row["body"].get(found.key))), None)
    if body is None:
        kontrak.fail(
            "The record is not there.",
            "Data itu tidak ada.",
            got=kontrak.say(f"{len(rows)} others", f"{len(rows)} yang lain"),
            wanted=key,
            field=collection,
            answer=False,
        )
    for path, node, text in tables.entries(datatable, {}) if datatable else ():
        expect(kontrak, body, path, node, text)


@step("given", '"{value}" is remembered as "{name}"', '"{value}" diingat sebagai "{name}"')
def remembered(kontrak: World, value: str, name: str) -> None:
    """Give a value a name, by which later steps use it: {name}."""
    found = kontrak.value(value)
    kontrak.names[name] = None if found is ABSENT else found


@step("then", 'the mock was called {n} time(s) for "{operation}"', 'simulator dipanggil {n} kali untuk "{operation}"')
def counted(kontrak: World, n: int, operation: str) -> None:
    """Count the calls of an operation in the mock's journal."""
    _, called = kontrak.operation(operation)
    told = kontrak.steer("GET", f"journal?limit=1&operation={called.id}", why="a mock that keeps a journal")
    if told["count"] != n:
        kontrak.fail(
            "The number of calls is another.",
            "Jumlah panggilan berbeda.",
            got=shown(told["count"]),
            wanted=json.dumps(n),
            field=called.id,
            answer=False,
        )


def _collection(world: World, name: str) -> tuple[str, Collection]:
    contracts = world.stage.contracts
    for partner, contract in contracts.items():
        if name in contract.collections:
            return partner, contract.collections[name]
    known = [collection for contract in contracts.values() for collection in contract.collections]
    raise Misused(f"no collection {name!r}; known: {', '.join(known)}")
