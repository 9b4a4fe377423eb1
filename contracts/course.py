"""The courses of a partner: messages one after the other, some time apart, and what must hold between their answers.

They are data (`courses.yaml`): what a suite sends and asks, how far the clock goes on between, and rules over the rows that
were answered. A rule speaks about one requirement; the requirement names its course.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeVar

from kontrak.contracts.errors import ContractError
from kontrak.contracts.expression import Expression, parse
from kontrak.contracts.files import line_of
from kontrak.contracts.model import Json

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder

FILE = "courses.yaml"
Found = TypeVar("Found")
THINGS = ("sent", "other")
"""What a condition may name beside the steps: the message that was answered, and the row that a row was joined with."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a message (`send`), or the clock that goes on by `advance` hours.

    `given` are columns with values or tokens; `like` is a step whose message is sent again, with `given` over it; `together` is how
    often it is sent at one moment; `credential` is none or unknown where it is sent without a good one; `may` says that a refusal is right too.
    """

    name: str
    send: str = ""
    given: Mapping[str, Json] = field(default_factory=dict)
    like: str | None = None
    together: int = 1
    credential: str | None = None
    may: bool = False
    advance: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """Rows to lay beside the rows of a rule: of the steps `steps`, where the columns `by` (own: theirs) are the same."""

    steps: tuple[str, ...]
    by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of the rows of some steps; exactly one of `each`, `never`, `rows`, `answer`, `says`, `sums`, `matched`, `numbered`.

    `where` chooses rows; `join` lays other rows beside them; `under` are readings without which it does not count; `beside` is a step that must have been accepted; it holds of itself
    where the step `unless_refused` was refused, and says nothing unless the steps `when` have a row for which `there` holds.
    In a machine it counts from `after` hours on, since the record was made.
    """

    requirement: str
    text: str
    steps: tuple[str, ...]
    where: Expression | None = None
    join: Join | None = None
    under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless_refused: str | None = None
    beside: str | None = None
    when: tuple[str, ...] = ()
    there: Expression | None = None
    each: Expression | None = None
    never: Expression | None = None
    rows: str | None = None
    answer: str | None = None
    says: str | None = None
    sums: Mapping[str, str] = field(default_factory=dict)
    matched: bool = False
    numbered: str | None = None
    after: int = 0

    def named(self) -> set[str]:
        """The steps that it looks at."""
        things = {
            name
            for part in (self.where, self.each, self.never, self.there)
            if part is not None
            for name in part.things()
        }
        joined = self.join.steps if self.join else ()
        twin = (self.beside,) if self.beside else ()
        return {*self.steps, *joined, *twin, *self.when, *(things - {*THINGS})}


@dataclass(frozen=True, slots=True)
class Course:
    """A course by name: its steps in order, and its rules; `number` is its place in the file, from 0."""

    name: str
    title: str
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    number: int = 0

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that its rules speak about."""
        return tuple(dict.fromkeys(rule.requirement for rule in self.rules))


def load_courses(folder: Folder) -> dict[str, Course]:
    """The courses of a partner's folder, by name; raises ContractError."""
    return {found.name: replace(found, number=number) for number, found in load(folder, "steps", course)}


def load(folder: Folder, member: str, read: Callable[[Mapping[str, Any]], Found]) -> Iterator[tuple[int, Found]]:
    """What `read` makes of each entry of `courses.yaml` that has a member, with its place; raises ContractError."""
    for number, entry in enumerate(folder.entries("courses")):
        if member not in entry:
            continue
        try:
            yield number, read(entry)
        except ValueError as error:
            line = line_of(folder.folder / FILE, [number])
            raise ContractError(f"{folder.folder.name}/{FILE}", f"{entry['name']}: {error}", line=line) from None


def course(entry: Mapping[str, Any]) -> Course:
    """The course that a checked entry of `courses.yaml` describes; raises ValueError with what is wrong."""
    steps = tuple(step for number, one in enumerate(entry["steps"]) for step in steps_of(number, one))
    names = [step.name for step in steps]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two steps are called {', '.join(twice)}; names are unique")
    if any("after" in rule for rule in entry["rules"]):
        raise ValueError("after is for machines; the steps of a course say themselves how much time passes")
    return Course(entry["name"], entry["title"], steps, tuple(rule_of(one, names) for one in entry["rules"]))


def steps_of(number: int, entry: Mapping[str, Any]) -> Iterator[Step]:
    """The steps of an entry: one, or one for each step that it is `about`."""
    if "advance" in entry:
        yield Step(f"advance-{number}", advance=entry["advance"])
        return
    plain = {"given": entry.get("with", {}), **{k: v for k, v in entry.items() if k not in ("as", "with", "about")}}
    for subject in entry.get("about", (None,)):
        if subject is None:
            yield Step(entry["as"], **plain)
            continue
        given = json.loads(json.dumps(plain["given"]).replace('"about.', f'"{subject}.'))
        yield Step(f"{entry['as']}_{subject}", **{**plain, "given": given})


def rule_of(entry: Mapping[str, Any], names: Sequence[str]) -> Rule:
    """The rule that a checked entry describes, among steps of these names; raises ValueError with what is wrong."""
    given = {
        key: entry[key]
        for key in ("requirement", "text", "rows", "answer", "says", "sums", "matched", "numbered", "after")
        if key in entry
    }
    given |= {key: parse(entry[key]) for key in ("where", "each", "never", "there") if key in entry}
    beside = Join(_named(entry["with"], names), entry["by"]) if "with" in entry else None
    rule = Rule(
        **given,
        steps=_named(entry["of"], names),
        join=beside,
        under={reading: tuple(candidates) for reading, candidates in entry.get("under", {}).items()},
        unless_refused=entry.get("unless_refused"),
        beside=entry.get("beside"),
        when=_named(entry["when"], names) if "when" in entry else (),
    )
    if unknown := sorted(rule.named() - {*names}):
        raise ValueError(f"{rule.requirement} names {', '.join(unknown)}, which is no step")
    return rule


def _named(patterns: str | Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The steps that some names mean, in which * stands for anything."""
    wanted = [patterns] if isinstance(patterns, str) else list(patterns)
    found = tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in wanted))
    missing = [pattern for pattern in wanted if not any(fnmatchcase(name, pattern) for name in names)]
    if missing:
        raise ValueError(f"no step is called {', '.join(missing)}")
    return found
