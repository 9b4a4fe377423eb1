"""Steps about what the partner does of its own accord: the control interface of the mock plays its part."""

from __future__ import annotations

from typing import Any

from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.features import tables
from kontrak.features.cells import ABSENT
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.steps.rows import seek
from kontrak.features.tables import Table
from kontrak.features.world import World

NEEDS = "a mock that plays the partner"


@step(
    "when",
    ('TAM performs "{action}"', 'TAM performs "{action}" with:'),
    ('TAM melakukan "{action}"', 'TAM melakukan "{action}" dengan:'),
)
def tam(kontrak: World, action: str, datatable: Table | None = None) -> None:
    """Let TAM act: replenish, cancel, deny, change-etd, judge, schedule (see docs/mock-tpos.md)."""
    _act(kontrak, "tpos", action, datatable)


@step(
    "when",
    (
        'the process "{process}" starts at the dealer "{dealer}"',
        'the process "{process}" starts at the dealer "{dealer}" with:',
    ),
    ('proses "{process}" dimulai di dealer "{dealer}"', 'proses "{process}" dimulai di dealer "{dealer}" dengan:'),
)
def starts(kontrak: World, process: str, dealer: str, datatable: Table | None = None) -> None:
    """Begin a case at a dealer; its key is remembered under the name of the process and as {case}."""
    told = kontrak.steer(
        "POST",
        "dgi/start",
        {"process": process, "dealerId": kontrak.text(dealer), "with": _columns(kontrak, datatable)},
        NEEDS,
    )
    _keep(kontrak, process, told)


@step(
    "when",
    (
        'the process "{process}" goes on',
        'the process "{process}" goes on with "{name}"',
        'the process "{process}" goes on with "{name}" where:',
    ),
    (
        'proses "{process}" berlanjut',
        'proses "{process}" berlanjut dengan "{name}"',
        'proses "{process}" berlanjut dengan "{name}" di mana:',
    ),
)
def goes_on(kontrak: World, process: str, name: str = "", datatable: Table | None = None) -> None:
    """Do the usual next step of a case, or the one that is named."""
    body: dict[str, Any] = {"process": process, "key": kontrak.lookup(process), "with": _columns(kontrak, datatable)}
    if name:
        body["step"] = name
    _keep(kontrak, process, kontrak.steer("POST", "dgi/step", body, NEEDS))


@step("then", 'the view "{view}" holds a row with:', 'tampilan "{view}" berisi baris dengan:')
def views(kontrak: World, view: str, datatable: Table) -> None:
    """Some row of what the mock shows beside its records has every value of the table."""
    told = kontrak.steer("GET", f"{view}?limit=1000", why="a mock that shows it")
    rows = next((part for part in told.values() if isinstance(part, list)), None) if isinstance(told, dict) else told
    if rows is None:
        raise Misused(f"the view {view} is no list: {shown(told)}")
    seek(kontrak, rows, list(tables.entries(datatable, {})), view)


def _act(world: World, partner: str, action: str, table: Table | None) -> None:
    told = world.steer("POST", f"{partner}/{action}", _columns(world, table), NEEDS)
    for name, value in told.items() if isinstance(told, dict) else ():
        world.names[name] = value


def _columns(world: World, table: Table | None) -> dict[str, Json]:
    """What a table of two columns says; a number is one unless it stands in quotation marks."""
    body: dict[str, Json] = {}
    for path, _, text in tables.entries(table, {}) if table else ():
        value = world.value(
            text, {"type": ["array", "object", "boolean"]} if not _is_count(text) else {"type": "integer"}
        )
        if value is not ABSENT:
            body[str(path[0])] = value
    return body


def _is_count(text: str) -> bool:
    """Whether a text is meant as a number: codes begin with a zero or have more digits."""
    return text.isdecimal() and len(text) < 6 and (text == "0" or not text.startswith("0"))


def _keep(world: World, process: str, told: Json) -> None:
    world.names[process] = world.names["case"] = told["key"]
    for record, known in told.get("records", {}).items():
        world.names[record] = known["key"] if isinstance(known, dict) else known
