"""One step of a case: what it writes is worked out and judged first, then written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kontrak.contracts import Violation
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.contracts.process import Process, Step, module_of
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.shape import Schema, fitted, row_schema
from kontrak.mocks.dgi.story import case as cases
from kontrak.mocks.dgi.story import dealing, units, workshop
from kontrak.mocks.dgi.story.case import Case
from kontrak.mocks.dgi.story.scene import Facts, Scene, changed, data, filled, moment
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import periods
from kontrak.mocks.store.periods import Period

INVENT = {**units.INVENT, **dealing.INVENT, **workshop.INVENT}
FOLLOW = {**units.FOLLOW, **dealing.FOLLOW, **workshop.FOLLOW}
NOBODY = ""
Body = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Writes:
    """What a step writes: records by name, those of them that stay drafts, those that are hidden, and the keys of new ones."""

    records: Mapping[str, Body]
    drafts: frozenset[str]
    hidden: tuple[str, ...]
    made: Mapping[str, str]


def perform(turn: Turn, case: Case, step: Step, given: Facts, *, is_judged: bool = True) -> Case | Refusal:
    """Do a step that the case may take, at the turn's time; the case as it then stands, or why it cannot be done.

    `is_judged` has every record held against its schema; what is not given from outside does not need it.
    """
    process = turn.partner.contract.processes[case.process]
    scene = _scene(turn, case, step, given)
    facts = INVENT[step.name](scene) if step.name in INVENT else given
    if isinstance(facts, Refusal):
        return facts
    scene = replace(scene, facts={**scene.facts, **facts})
    writes = _writes(scene, step)
    if isinstance(writes, Refusal):
        return writes
    if is_judged and (broken := tuple(_broken(turn, writes))):
        return Refusal(400, f"The step {step.name} cannot write such records.", broken)
    _write(turn, writes)
    if step.name in FOLLOW:
        FOLLOW[step.name](scene)
    return _moved(scene, process, step, {**case.facts, **facts}, writes)


def hide(turn: Turn, module: str, key: str) -> None:
    """Have reads answer a record no longer; its key stays known."""
    body = ledger.get(turn, module, key)
    if body and all(ledger.is_time(body.get(name)) for name in ledger.TIMES):
        made, last = (int(ledger.instant(body[name]).timestamp()) for name in ledger.TIMES)
        periods.put(turn.connection, turn.place(module), key, Period(NOBODY, made, last))


def _scene(turn: Turn, case: Case, step: Step, given: Facts) -> Scene:
    times = str(case.done.count(step.name))
    random = turn.world.random("dgi", "story", case.process, case.dealer, case.number, step.name, times)
    return Scene(turn, case, {**moment(turn), "dealerId": case.dealer, **case.facts, **given}, given, random)


def _writes(scene: Scene, step: Step) -> Writes | Refusal:
    case, records, made = scene.case, dict[str, Body](), dict[str, str]()
    for name, codes in {**step.makes, **step.drafts}.items():
        body = changed(filled(data("templates")["records"][name], scene.facts), codes)
        key = str(body[_key(scene.turn, name)])
        taken = ledger.get(scene.turn, module_of(name), key)
        if taken is not None and (taken.get(ledger.DEALER) != case.dealer or not case.done):
            return scene.refuse(
                f"{module_of(name)} has a record {key} already.", "a key that is free; start again", key
            )
        made[name] = key
        if taken is None:
            records[name] = body
    for name in dict.fromkeys((*step.changes, *step.shows, *step.adds)):
        if name in case.made:
            before = _before(scene, name)
            if before is None:
                return scene.refuse(
                    f"The record {case.made[name]} of {module_of(name)} is gone.", "a record that is there"
                )
            records[name] = _after(scene, step, name, before)
    drafts = (frozenset(case.drafts) | set(step.drafts)) - set(step.shows)
    return Writes(records, drafts, step.hides, {**case.made, **made})


def _before(scene: Scene, name: str) -> Body | None:
    draft = scene.case.drafts.get(name)
    return draft if draft is not None else ledger.get(scene.turn, module_of(name), scene.case.made[name])


def _after(scene: Scene, step: Step, name: str, before: Body) -> Body:
    more = data("templates")["changes"].get(step.name, {}).get(name, {})
    body = changed(changed(before, step.changes.get(name, {})), filled(more, scene.facts))
    if name in step.adds:
        rows = step.adds[name]
        row = filled(data("templates")["rows"][name][rows], scene.facts)
        body = workshop.summed(module_of(name), {**body, rows: [*(body.get(rows) or ()), row]})
    return body


def _broken(turn: Turn, writes: Writes) -> Iterator[Violation]:
    for name, body in writes.records.items():
        schema = row_schema(turn.partner.contract, module_of(name))
        for violation in SchemaJudge(schema).violations(whole(body, schema)):
            yield replace(violation, pointer=f"/{module_of(name)}{violation.pointer}")


def whole(body: Body, schema: Schema) -> dict[str, Json]:
    """A record with every column of its schema, and nothing cut."""
    columns = schema["properties"]
    rows = {
        name: [whole(row, columns[name]["items"]) for row in value]
        for name, value in body.items()
        if isinstance(value, list) and "items" in columns.get(name, {})
    }
    return {**fitted({}, schema), **body, **rows}


def _write(turn: Turn, writes: Writes) -> None:
    for name, body in writes.records.items():
        if name not in writes.drafts:
            ledger.put(turn, module_of(name), whole(body, row_schema(turn.partner.contract, module_of(name))))
    for name in writes.hidden:
        hide(turn, module_of(name), writes.made[name])


def _moved(scene: Scene, process: Process, step: Step, facts: Facts, writes: Writes) -> Case:
    drafts = {**scene.case.drafts, **writes.records}
    case = replace(
        scene.case,
        key=writes.made.get(process.record) or str(facts[_key(scene.turn, process.record)]),
        state=step.to,
        facts=facts,
        made=writes.made,
        drafts={name: drafts[name] for name in sorted(writes.drafts)},
        done=(*scene.case.done, step.name),
        last=ledger.text(scene.turn.world.now),
    )
    is_ended = not any(case.state in each.origins for each in process.steps)
    cases.keep(scene.turn, case, is_ended=is_ended)
    return case


def _key(turn: Turn, name: str) -> str:
    return turn.partner.contract.collections[module_of(name)].key
