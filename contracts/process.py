"""Processes: how the records of several modules come about together, step by step, in an order that is data.

A case of a process is in one state at a time. A step leads from one of some states to another one and says what it writes;
`none` is where a case begins, and a state that no step leaves is an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kontrak.contracts.errors import ContractError
from kontrak.contracts.files import line_of
from kontrak.contracts.model import Json, Level

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder

FILE = "processes.yaml"
BEGIN = "none"
Codes = Mapping[str, Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process.

    A record is named by its module, with a word after a point where a case has several of one module (`inv1.settlement`).
    `makes` are new records that reads answer from now on, `drafts` new ones that they do not yet answer, `shows` drafts that
    they answer from now on, `hides` records that they do no longer. `changes` are columns of records that are there already,
    `adds` the list of a record that gains a row. Columns are those whose values a source gives: the codes. A mapping
    below a list stands for each of its rows.

    `when` are facts of the case that must hold, `most` is how often the step may be done; `aside` marks a step that leaves the
    usual way. `odm` is the step's name on the slide.
    """

    name: str
    title: str
    origins: tuple[str, ...]
    to: str
    level: Level
    source: str
    makes: Codes
    drafts: Codes
    changes: Codes
    shows: tuple[str, ...]
    hides: tuple[str, ...]
    adds: Mapping[str, str]
    when: Mapping[str, Json]
    most: int | None
    aside: bool
    odm: str | None


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its steps in the usual order, and the record by whose key a case is named."""

    name: str
    title: str
    flow: str | None
    record: str
    level: Level
    source: str
    steps: tuple[Step, ...]

    @property
    def first(self) -> Step:
        """The step that begins a case."""
        return self.steps[0]

    def step(self, name: str) -> Step | None:
        """The step of that name, None where there is none."""
        return next((step for step in self.steps if step.name == name), None)

    def next(self, state: str, facts: Mapping[str, Json], done: Sequence[str] = ()) -> list[Step]:
        """The steps that a case in this state, with these facts and steps behind it, may take."""
        return [step for step in self.steps if self._may(step, state, facts, done)]

    def usual(self, state: str, facts: Mapping[str, Json], done: Sequence[str]) -> Step | None:
        """The step that usually comes next: one that was not done yet goes first."""
        ways = [step for step in self.next(state, facts, done) if not step.aside]
        return next((step for step in ways if step.name not in done), ways[0] if ways else None)

    @staticmethod
    def _may(step: Step, state: str, facts: Mapping[str, Json], done: Sequence[str]) -> bool:
        is_left = step.most is None or done.count(step.name) < step.most
        return state in step.origins and is_left and all(facts.get(name) == value for name, value in step.when.items())


def load_processes(folder: Folder, collections: Mapping[str, Any]) -> dict[str, Process]:
    """The processes of a partner's folder, by name; raises ContractError."""
    entries = folder.checked(FILE, "processes") if (folder.folder / FILE).is_file() else []
    found: dict[str, Process] = {}
    for number, each in enumerate(map(process, entries)):
        twice = [f"the process {each.name} stands twice; names are unique"] if each.name in found else []
        for mistake in (*twice, *mistakes(each, collections)):
            line = line_of(folder.folder / FILE, [number])
            raise ContractError(f"{folder.folder.name}/{FILE}", f"{each.name}: {mistake}", line=line)
        found[each.name] = each
    return found


def process(entry: Mapping[str, Any]) -> Process:
    """The process that a checked entry of `processes.yaml` describes."""
    return Process(
        **{name: entry[name] for name in ("name", "title", "record", "source")},
        flow=entry.get("flow"),
        level=Level(entry["level"]),
        steps=tuple(map(_step, entry["steps"])),
    )


def module_of(record: str) -> str:
    """The module of a record's name: `inv1.settlement` is of `inv1`."""
    return record.partition(".")[0]


def mistakes(process: Process, collections: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a process that its schema cannot see, as texts that say what to do."""
    names = [step.name for step in process.steps]
    yield from (f"the step {name} stands twice; names are unique" for name in {n for n in names if names.count(n) > 1})
    if process.first.origins != (BEGIN,):
        yield f"the first step {process.first.name} begins no case; it has no `from`"
    reached = {BEGIN, *(step.to for step in process.steps)}
    made: set[str] = set()
    for step in process.steps:
        unknown = [origin for origin in step.origins if origin not in reached]
        yield from (
            f"{step.name} comes from {origin}, to which no step leads; name another state" for origin in unknown
        )
        made |= {*step.makes, *step.drafts}
        for record in (*step.changes, *step.shows, *step.hides, *step.adds):
            if record not in made:
                yield f"{step.name} touches {record}, which no step before it makes; name a record that is made"
    for module in sorted({module_of(record) for record in made} - set(collections)):
        yield f"{module} is no collection; name one of contract.yaml"
    if process.record not in {*process.first.makes, *process.first.drafts} | made:
        yield f"no step makes {process.record}, by which a case is named"


def _step(entry: Mapping[str, Any]) -> Step:
    lists: dict[str, Any] = {name: tuple(entry.get(name, ())) for name in ("shows", "hides")}
    mappings: dict[str, Any] = {name: entry.get(name, {}) for name in ("makes", "drafts", "changes", "adds", "when")}
    return Step(
        name=entry["step"],
        title=entry["title"],
        origins=tuple(entry.get("from", (BEGIN,))),
        to=entry["to"],
        level=Level(entry["level"]),
        source=entry["source"],
        **lists,
        **mappings,
        most=entry.get("most"),
        aside=entry.get("aside", False),
        odm=entry.get("odm"),
    )
