"""Steering the story: cases driven step by step, and the story that stands still or goes on.

`POST /_kontrak/dgi/start` with `{"process": "dealing", "dealerId": "99101", "with": {...}}` begins a case, `step` with
`{"process": "dealing", "key": "...", "step": "order", "with": {...}}` takes it on, `story` with `{"mode": "still"}` stops the
story, and `GET /_kontrak/dgi/processes?process=dealing&limit=100` shows where everything stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kontrak.contracts import Violation
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.contracts.process import Process, Step
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.story import case as cases
from kontrak.mocks.dgi.story import teller
from kontrak.mocks.dgi.story.case import Case
from kontrak.mocks.dgi.story.scene import data
from kontrak.mocks.dgi.story.step import perform
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import records
from kontrak.mocks.world import WIB

MODES = ("still", "running")
MOST = 1000
LIMIT = "100"
TEXT = {"type": "string", "minLength": 1, "maxLength": 100}
START = {
    "type": "object",
    "required": ["process", "dealerId"],
    "properties": {"process": TEXT, "dealerId": TEXT, "with": {"type": "object"}},
}
STEP = {
    "type": "object",
    "required": ["process", "key"],
    "properties": {"process": TEXT, "key": TEXT, "step": TEXT, "with": {"type": "object"}},
}
STORY = {"type": "object", "required": ["mode"], "properties": {"mode": {"enum": list(MODES)}}}


def start(turn: Turn, body: Json) -> Json | Refusal:
    """Begin a case of a process at a dealer, with its first step."""
    process = _asked(turn, body, START)
    if isinstance(process, Refusal):
        return process
    dealer, place = body["dealerId"], turn.place("dealer")
    if not records.find(turn.connection, [(place, dealer)]):
        known = ", ".join(record.key for record in records.page(turn.connection, place, MOST))
        return _refused(404, f"There is no dealer {dealer}.", "/dealerId", dealer, f"one of {known}")
    state = teller.load(turn)
    number = f"{turn.world.now.astimezone(WIB):%y%m}K{state.count + 1:04}"
    done = _done(turn, process, Case(process.name, dealer, number), process.first, body.get("with", {}))
    if isinstance(done, Case):
        teller.save(turn, teller.counted(state))
    return done if isinstance(done, Refusal) else _shown(turn, done)


def step(turn: Turn, body: Json) -> Json | Refusal:
    """Do a step of a case: the one that is named, or the usual next one."""
    process = _asked(turn, body, STEP)
    if isinstance(process, Refusal):
        return process
    case = cases.find(turn, process.name, body["key"])
    if case is None:
        known = ", ".join(each.key for each in cases.running(turn, process.name, 20)) or "none is running: start one"
        return _refused(404, f"{process.name} has no case {body['key']}.", "/key", body["key"], f"a case: {known}")
    wanted = _wanted(process, case, body.get("step"))
    if isinstance(wanted, Refusal):
        return wanted
    if case.last and turn.world.now < ledger.instant(case.last):
        title = "The clock of the world stands before the latest step of this case."
        return _refused(409, title, "", ledger.text(turn.world.now), f"a time not before {case.last}")
    done = _done(turn, process, case, wanted, body.get("with", {}))
    return done if isinstance(done, Refusal) else _shown(turn, done)


def story(turn: Turn, body: Json) -> Json | Refusal:
    """Have the story stand still or go on."""
    broken = _broken(body, STORY)
    if broken:
        return Refusal(400, "This is no mode of the story.", broken)
    teller.lock(turn)
    (teller.stop if body["mode"] == "still" else teller.go_on)(turn)
    return _mode(turn)


def processes(turn: Turn, query: Json) -> Json | Refusal:
    """The processes with their steps, and where each running case stands."""
    known, limit = turn.partner.contract.processes, query.get("limit", LIMIT)
    if not (limit.isascii() and limit.isdigit() and len(limit) <= len(str(MOST)) and 1 <= int(limit) <= MOST):
        return _refused(400, "limit is not a number of this kind.", "", limit, f"1 to {MOST}")
    wanted = query.get("process")
    if wanted is not None and wanted not in known:
        return _unknown(turn, wanted)
    chosen = [process for name, process in known.items() if wanted in (None, name)]
    running = [case for process in chosen for case in cases.running(turn, process.name, int(limit))]
    return {
        "story": _mode(turn),
        "processes": {process.name: _described(turn, process) for process in chosen},
        "cases": [_shown(turn, case) for case in running],
    }


def _asked(turn: Turn, body: Json, form: Mapping[str, Json]) -> Process | Refusal:
    """The process that a good message names."""
    broken = _broken(body, form)
    if broken:
        wanted = ", ".join(form["properties"])
        return Refusal(400, f"The message is not one of this action; its members are {wanted}.", broken)
    teller.lock(turn)
    return turn.partner.contract.processes.get(body["process"]) or _unknown(turn, body["process"])


def _broken(body: Json, form: Mapping[str, Json]) -> tuple[Violation, ...]:
    known = form["properties"]
    strange = [name for name in body if name not in known] if isinstance(body, dict) else []
    unknown = [Violation(None, "control", f"/{name}", body[name], f"one of {', '.join(known)}") for name in strange]
    return (*SchemaJudge(form).violations(body), *unknown)


def _unknown(turn: Turn, name: Json) -> Refusal:
    known = ", ".join(turn.partner.contract.processes)
    return _refused(404, f"There is no process {name}.", "/process", name, f"one of {known}")


def _wanted(process: Process, case: Case, name: str | None) -> Step | Refusal:
    """The step to do, if the case may take it."""
    allowed = process.next(case.state, case.facts, case.done)
    names = ", ".join(each.name for each in allowed) or f"none: the case has ended as {case.state}"
    found = process.step(name) if name else process.usual(case.state, case.facts, case.done)
    if name and found is None:
        known = ", ".join(each.name for each in process.steps)
        return _refused(404, f"{process.name} has no step {name}.", "/step", name, f"one of {known}; now: {names}")
    if found is None or found not in allowed:
        title = f"The case {case.key} is {case.state}: it cannot {name or 'go on'} now."
        return _refused(409, title, "/step", name, f"one of: {names}")
    return found


def _done(turn: Turn, process: Process, case: Case, wanted: Step, given: Any) -> Case | Refusal:
    """The case after a step with what was given for it."""
    may: dict[str, Json] = data("templates")["given"].get(wanted.name, {})
    broken = _broken(given, {"type": "object", "properties": may})
    if broken:
        named = ", ".join(may) or "nothing"
        placed = tuple(Violation(None, each.rule, f"/with{each.pointer}", each.got, each.wanted) for each in broken)
        return Refusal(400, f"{process.name}: the step {wanted.name} takes {named}.", placed)
    return perform(turn, case, wanted, given)


def _refused(status: int, title: str, pointer: str, got: Json, wanted: str) -> Refusal:
    return Refusal(status, title, (Violation(None, "control", pointer, got, wanted),))


def _mode(turn: Turn) -> Json:
    state = teller.load(turn)
    return {"mode": "still" if state.stopped else "running", "next": None if state.stopped else state.next.isoformat()}


def _shown(turn: Turn, case: Case) -> Json:
    process = turn.partner.contract.processes[case.process]
    usual = process.usual(case.state, case.facts, case.done)
    return {
        "process": case.process,
        "key": case.key,
        "dealerId": case.dealer,
        "state": case.state,
        "done": list(case.done),
        "last": case.last,
        "next": [step.name for step in process.next(case.state, case.facts, case.done)],
        "usual": usual.name if usual else None,
        "records": {name: {"key": key, "isDraft": name in case.drafts} for name, key in case.made.items()},
    }


def _described(turn: Turn, process: Process) -> Json:
    counts = {name: cases.count(turn, process.name, is_ended=name == "ended") for name in ("running", "ended")}
    return {
        "title": process.title,
        "level": process.level,
        "source": process.source,
        **counts,
        "steps": [_step(step) for step in process.steps],
    }


def _step(step: Step) -> Json:
    return {
        "step": step.name,
        "title": step.title,
        "odm": step.odm,
        "from": list(step.origins),
        "to": step.to,
        "when": dict(step.when),
        "with": data("templates")["given"].get(step.name, {}),
        "level": step.level,
        "source": step.source,
    }


ACTIONS = {"start": start, "step": step, "story": story}
VIEWS = {"processes": processes}
