"""Mistakes in the registers of a contract: requirements, readings, collections, the world, feeds and variants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kontrak.contracts.feed import Feed
from kontrak.contracts.lint.courses import courses
from kontrak.contracts.lint.found import Found, Known, Path
from kontrak.contracts.model import Contract, Json, Level, Requirement, Role

OURS = "kontrak"
STANDARDS = ("RFC", "OWASP")
KINDS = ("probe", "watch", "property", "trail")


def registers(contract: Contract, known: Known) -> Iterator[Found]:
    """Every mistake outside the messages."""
    yield from _requirements(contract, known)
    yield from _readings(contract)
    yield from _collections(contract)
    yield from _world(contract)
    for number, scenario in enumerate(contract.scenarios.values()):
        for problem in _sourced(contract, scenario.source, scenario.level):
            yield Found("scenarios.yaml", (number, problem[0]), scenario.name, problem[1])
    yield from courses(contract)
    for feed in contract.feeds.values():
        yield from _feed(contract, feed)


def _requirements(contract: Contract, known: Known) -> Iterator[Found]:
    for file, entries in _by_file(contract).items():
        for number, entry in enumerate(entries):
            for member, problem in (*_names(contract, entry, known), *_source(contract, entry)):
                yield Found(file, (number, *member), entry.id, problem)
        texts = [(entry.id, f"{entry.text} {entry.test.not_tested}") for entry in entries]
        yield from _mentions(contract, file, texts)
    unclear = [(entry.id, f"{entry.question} {entry.why}") for entry in contract.readings.values()]
    yield from _mentions(contract, "readings.yaml", unclear)


def _by_file(contract: Contract) -> dict[str, list[Requirement]]:
    """The requirements of each file, in its order."""
    found: dict[str, list[Requirement]] = {"requirements.yaml": [], "client.yaml": []}
    for entry in contract.requirements.values():
        found["client.yaml" if entry.roles == (Role.CONSUMER,) else "requirements.yaml"].append(entry)
    return found


def _names(contract: Contract, entry: Requirement, known: Known) -> Iterator[tuple[tuple[str, ...], str]]:
    test = entry.test
    if not entry.id.startswith(f"{contract.system}-"):
        yield ("id",), f"the id belongs to another system; start it with {contract.system}-"
    if entry.reading is not None and entry.reading not in contract.readings:
        yield ("reading",), f"no reading {entry.reading}; add it to readings.yaml or drop it here"
    if test.collection is not None and test.collection not in contract.collections:
        yield ("test", "collection"), f"no collection {test.collection}; name one of contract.yaml"
    for number, id in enumerate(test.breaches):
        if id not in contract.requirements:
            yield ("test", "breaches", str(number)), f"no requirement {id}; name one of requirements.yaml"
    if test.feed is not None and test.feed not in [feed.name for feed in contract.feeds.values()]:
        yield ("test", "feed"), f"no feed {test.feed}; name one of the folder feeds"
    for kind in KINDS:
        name = getattr(test, kind)
        for place in _places(kind, entry):
            if name is not None and place in known and name not in known[place]:
                yield ("test", kind), f"no {kind} {name}; known: {', '.join(sorted(known[place]))}"
    yield from _columns(contract, entry)


def _places(kind: str, entry: Requirement) -> list[str]:
    """Where the names of a kind are known: those of a role other than the provider's under its name, as in `probe:feed`."""
    return [kind if role is Role.PROVIDER else f"{kind}:{role}" for role in entry.roles]


def _columns(contract: Contract, entry: Requirement) -> Iterator[tuple[tuple[str, ...], str]]:
    test = entry.test
    if test.operation is not None and test.operation not in contract.operations:
        yield ("test", "operation"), f"no operation {test.operation}; name one of openapi.yaml"
        return
    operation = contract.operations.get(test.operation or next(iter(contract.operations)))
    properties = operation.request.get("properties", {}) if operation else {}
    for member, columns in (("accept", test.accept), ("refuse", test.refuse), ("with", test.given)):
        for column in columns:
            if column not in properties and not column.startswith("x-"):
                problem = (
                    f"no column {column} in {test.operation}; name one (a column outside the table starts with x-)"
                )
                yield ("test", member, column), problem
    if test.property == "accepts" and operation and operation.accepts != entry.id:
        problem = (
            f"{operation.id} does not say accepts: {entry.id}; its good messages would speak of {operation.accepts}"
        )
        yield ("test", "property"), problem


def _source(contract: Contract, entry: Requirement) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from (((member,), problem) for member, problem in _sourced(contract, entry.source, entry.level))


def _sourced(contract: Contract, source: str, level: Level) -> Iterator[tuple[str, str]]:
    first = re.split(r"[ ,;]", source, maxsplit=1)[0]
    if first not in (*contract.documents, OURS, *STANDARDS):
        yield "source", f"source {first} is unknown; name a document of contract.yaml, an RFC or OWASP"
    elif first in (OURS, *STANDARDS) and level is not Level.ASSUMED:
        yield "level", f"level {level}, but no document says it; make it assumed"


def _mentions(contract: Contract, file: str, texts: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Ids that stand in prose."""
    ids = {*contract.requirements, *contract.readings}
    pattern = re.compile(rf"\b{contract.system}-(?:[A-Z][A-Z0-9]*-)+[0-9]{{2,3}}\b")
    for number, (subject, text) in enumerate(texts):
        for name in pattern.findall(text):
            if name not in ids:
                yield Found(file, (number,), subject, f"the text names {name}, which does not exist; correct it")


def _readings(contract: Contract) -> Iterator[Found]:
    for number, reading in enumerate(contract.readings.values()):
        names = [candidate.name for candidate in reading.candidates]
        if reading.chosen not in names:
            problem = f"{reading.chosen} is chosen but no candidate; choose one of {', '.join(names)}"
            yield Found("readings.yaml", (number, "chosen"), reading.id, problem)
        if reading.indonesian is not None and set(reading.indonesian.candidates) != set(names):
            problem = f"the Indonesian candidates are not {', '.join(names)}; translate each of them"
            yield Found("readings.yaml", (number, "indonesian", "candidates"), reading.id, problem)
        for candidate in reading.candidates:
            for waived in (name for name in candidate.waives if name not in contract.requirements):
                problem = f"{candidate.name} waives {waived}, which does not exist; correct it"
                yield Found("readings.yaml", (number, "candidates", candidate.name), reading.id, problem)


def _collections(contract: Contract) -> Iterator[Found]:
    for entry in contract.collections.values():
        here = ("collections", entry.name)
        for role in ("create", "list", "delete", "fetch", "update"):
            name = getattr(entry, role)
            if name is not None and name not in contract.operations:
                problem = f"no operation {name} to {role}; name one of openapi.yaml"
                yield Found("contract.yaml", (*here, role), entry.name, problem)
        create = contract.operations.get(entry.create or "")
        if create is not None and entry.key not in create.request.get("properties", {}):
            problem = f"{create.id} has no column {entry.key}; name its key"
            yield Found("contract.yaml", (*here, "key"), entry.name, problem)
        if entry.duplicates is not None and entry.duplicates not in contract.readings:
            problem = f"no reading {entry.duplicates}; add it to readings.yaml or drop duplicates"
            yield Found("contract.yaml", (*here, "duplicates"), entry.name, problem)


def _world(contract: Contract) -> Iterator[Found]:
    for name, rows in contract.world.items():
        if name not in contract.collections:
            yield Found("world.yaml", (name,), name, f"{name} is no collection; name one of contract.yaml")
            continue
        yield from _records(name, contract.collections[name].key, rows)


def _records(name: str, key: str, rows: Iterable[Mapping[str, Json]]) -> Iterator[Found]:
    seen = set()
    for number, row in enumerate(rows):
        if key not in row:
            yield Found("world.yaml", (name, number), name, f"a record has no {key}; give it its key")
        elif str(row[key]) in seen:
            yield Found("world.yaml", (name, number, key), name, f"two records have the same {key}; drop one")
        seen.add(str(row.get(key)))


def _feed(contract: Contract, feed: Feed) -> Iterator[Found]:
    file = f"feeds/{feed.name}.yaml"
    places: list[tuple[Path, Mapping[str, Json], str | None]] = [(("source",), feed.source, feed.key_reading)]
    places += [(("fields", number), field.source, field.reading) for number, field in enumerate(feed.fields)]
    for here, source, reading in places:
        if source["document"] not in contract.documents:
            problem = f"source {source['document']} is unknown; name a document of contract.yaml"
            yield Found(file, here, feed.name, problem)
        if reading is not None and reading not in contract.readings:
            yield Found(file, here, feed.name, f"no reading {reading}; add it to readings.yaml")
    named: list[tuple[str, Path, str]] = [(file, ("requirements", part), id) for part, id in feed.requirements.items()]
    named += [(file, ("rules", number), rule.requirement) for number, rule in enumerate(feed.rules)]
    named += [(file, ("references", number), one.requirement) for number, one in enumerate(feed.references)]
    named += [(file, ("sums", number), one.requirement) for number, one in enumerate(feed.sums)]
    if feed.changes is not None:
        named += [(file, ("changes", part), getattr(feed.changes, part)) for part in ("written", "moved")]
    named += [("layout.yaml", ("requirements", part), id) for part, id in feed.form.requirements.items()]
    for where, place, id in named:
        if id not in contract.requirements:
            yield Found(where, place, feed.name, f"no requirement {id}; add it to requirements.yaml or correct it")
