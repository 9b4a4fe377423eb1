"""The values of a contract: frozen, built once by `load`, passed down from there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kontrak.contracts.additions import Addition, Record
    from kontrak.contracts.course import Course
    from kontrak.contracts.feed import Feed
    from kontrak.contracts.machine import Machine
    from kontrak.contracts.mapping import SlideMapping
    from kontrak.contracts.process import Process
    from kontrak.contracts.reading import Reader
    from kontrak.contracts.scenario import Scenario
    from kontrak.contracts.variants import Variant

Json = Any
PARAMETER = re.compile(r"\{([^{}]+)\}")
"""A part of a path that stands for a value."""


class Level(StrEnum):
    """How well a fact is founded; see `docs/levels.md`."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    ASSUMED = "assumed"


class Stage(StrEnum):
    """How far a partner is built: its contract can be read, a mock serves it, a suite gives a verdict on it."""

    CONTRACT = "contract"
    MOCK = "mock"
    VERDICT = "verdict"

    def reaches(self, other: Stage) -> bool:
        """Whether this stage includes the other."""
        return list(Stage).index(self) >= list(Stage).index(other)


class Role(StrEnum):
    """What an implementation is to a partner: it answers, it calls, it writes the partner's batches, or it reads them."""

    PROVIDER = "provider"
    CONSUMER = "consumer"
    FEED = "feed"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Related:
    """How rows of one list belong to rows of another: `list` is the other, `by` maps columns to those that name its rows.

    A related row has the `same` values (column to its column) and keeps the schema `row`; `absent` says that there
    must be none. `asks` maps filters of the first list to the columns of the related row that hold their values.
    """

    list: str
    by: Mapping[str, str]
    same: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    row: Mapping[str, Json] | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """How a requirement is tested: by cases, a probe, a watch, a property, a course, or not at all.

    `accept` and `refuse` map a column to the values that must be accepted or refused in it; `given` sets
    other columns of the message first; `columns` are those that a probe looks at (by default all). `allow` names a
    permission the target's owner has to give; `feed` is the one that it is about. `row` is a schema that each row of a
    list keeps, `related` what rows of a list have to do with those of another.

    Of a client, a `trail` judges the calls it made; `breaches` are the requirements on servers that it tells as its own.
    """

    operation: str | None = None
    accept: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    refuse: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    given: Mapping[str, Json] = field(default_factory=dict)
    probe: str | None = None
    watch: str | None = None
    property: str | None = None
    columns: tuple[str, ...] = ()
    course: str | None = None
    collection: str | None = None
    feed: str | None = None
    allow: str | None = None
    row: Mapping[str, Json] | None = None
    related: Related | None = None
    not_tested: str | None = None
    trail: str | None = None
    breaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One rule, with its level of truth and its source; `roles` are those in which it is judged."""

    id: str
    system: str
    level: Level
    keyword: str
    source: str
    text: str
    test: Test
    reading: str | None = None
    roles: tuple[Role, ...] = (Role.PROVIDER,)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read an unclear place; `waives` are the requirements that do not hold under it."""

    name: str
    text: str
    waives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A reading in Indonesian, for the questions that are sent to the partner; `candidates` by their names."""

    where: str
    question: str
    candidates: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of readings: those in whose id and place the expression is found; its title in two languages."""

    match: re.Pattern[str]
    en: str
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An unclear place of the sources, the ways to read it, and the one chosen."""

    id: str
    where: str
    question: str
    candidates: tuple[Candidate, ...]
    chosen: str
    why: str
    switch: bool = False
    indonesian: Translation | None = None

    def candidate(self, name: str) -> Candidate:
        """The candidate of that name; raises KeyError if there is none."""
        return {candidate.name: candidate for candidate in self.candidates}[name]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes with their labels, as the partner numbers it."""

    name: str
    number: int
    level: Level
    source: str
    codes: Mapping[str, str]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a client can ask: method, path and, where one URL serves many, the body's `member`.

    `request` and `answer` are dereferenced JSON Schemas of the message inside the member and of the 2xx
    answer; `media` is the content type of the body; `statuses` are those of the document's responses, as written there;
    `idempotency` is the header under whose value a request is carried out once; `accepts` is the requirement that a good message is accepted; `addition`
    names what it belongs to where the partner's own document does not have it.
    """

    id: str
    method: str
    path: str
    summary: str
    level: Level
    request: Mapping[str, Json]
    answer: Mapping[str, Json]
    accepts: str | None = None
    member: str | None = None
    secured: bool = True
    media: str = "application/json"
    examples: tuple[Json, ...] = ()
    addition: str | None = None
    statuses: tuple[str, ...] = ()
    idempotency: str | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The members of a message whose values stand in the path."""
        return tuple(PARAMETER.findall(self.path))

    def wrap(self, message: Json) -> Json:
        """The body that carries a message of this operation."""
        return {self.member: message} if self.member else message

    def unwrap(self, body: Json) -> Json:
        """The message that a body of this operation carries."""
        return body[self.member] if self.member else body


@dataclass(frozen=True, slots=True)
class States:
    """The states of a record: the column that holds them, and those that may follow each."""

    column: str
    next: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Records that operations create, list, fetch by key, update and delete; without operations it is master data.

    Lists are in the `order` of making, `oldest` or `newest` first, where that is said.
    """

    name: str
    key: str
    create: str | None = None
    list: str | None = None
    delete: str | None = None
    fetch: str | None = None
    update: str | None = None
    order: str | None = None
    states: States | None = None
    duplicates: str | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    imprecise: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """A short name of kontrak.toml for the records of a collection, `foreign` ones where they are another party's.

    `columns` are those that it calls otherwise; `filled` are columns that need not be given: they are the key of the first
    record of a collection.
    """

    collection: str
    foreign: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paging:
    """The names of a list's paging members, and the number of its first page."""

    size: str
    page: str
    first: int
    rows: str
    count: str


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request carries to say who sends it, as the security schemes of the OpenAPI document have it.

    `kind` is `key` (an apiKey scheme), `bearer` (an oauth2 scheme, whose token comes from the path `issuer`) or
    `signature` (three apiKey schemes, marked `x-signature: key`, `token` and `time`); `header` carries the key or the
    token, `token` and `time` the other two of a signature.
    """

    scheme: str
    header: str
    kind: str = "key"
    issuer: str = ""
    token: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose value must be that of a master record: `field` of the record that `via` (or the column) names."""

    property: str
    collection: str
    field: str
    requirement: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A column whose good values lie near the time of sending: so long `before` it, written in a `strftime` format."""

    property: str
    before: timedelta
    format: str


@dataclass(frozen=True, slots=True)
class Window:
    """A list's window of time: the names of its ends, and of the member of the answer that holds the rows.

    A window is `longest` at most, and reaches back `oldest`. Rows carry when they were `made` and `changed`, written in
    the `strftime` format `stamp`; `owner` is the column of the party whose record a row is, which also narrows the list.
    """

    start: str
    end: str
    rows: str
    longest: timedelta
    oldest: timedelta
    made: str
    changed: str
    stamp: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """How the partner's tables mark columns beside M for mandatory: the mark of an optional one, and whether answers have any."""

    optional: str | None = None
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything one partner's folder says.

    `openapi` and `operations` hold the additions too; `variants` are the partner's installations that differ, by name.
    """

    name: str
    system: str
    title: str
    version: str
    summary: str
    folder: Path
    documents: Mapping[str, str]
    openapi: Mapping[str, Json]
    operations: Mapping[str, Operation]
    requirements: Mapping[str, Requirement]
    readings: Mapping[str, Reading]
    codes: Mapping[str, CodeList]
    collections: Mapping[str, Collection]
    credential: Credential | None
    paging: Paging | None
    window: Window | None
    refusal: Mapping[str, Json]
    refused_when: Mapping[str, Json]
    world: Mapping[str, tuple[Mapping[str, Json], ...]]
    digest: str
    stage: Stage = Stage.VERDICT
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    additions: Mapping[str, Addition] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    mapping: SlideMapping | None = None
    marks: Marks = field(default_factory=Marks)
    topics: tuple[Topic, ...] = ()
    short: Mapping[str, Short] = field(default_factory=dict)
    processes: Mapping[str, Process] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)
    machines: Mapping[str, Machine] = field(default_factory=dict)
    reader: Reader | None = None

    def in_role(self, role: Role) -> Contract:
        """The contract with those requirements alone that are judged in a role."""
        return replace(self, requirements={id: one for id, one in self.requirements.items() if role in one.roles})

    def collection_created_by(self, operation: str) -> Collection | None:
        """The collection whose records that operation creates."""
        return next((c for c in self.collections.values() if c.create == operation), None)

    def paths(self) -> Mapping[str, tuple[Operation, ...]]:
        """The operations of each path."""
        found: dict[str, list[Operation]] = {}
        for operation in self.operations.values():
            found.setdefault(operation.path, []).append(operation)
        return {path: tuple(operations) for path, operations in found.items()}
