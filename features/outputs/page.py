"""Living documentation: one HTML file with the scenarios by process, how each ended last, and what requirements they cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kontrak.contracts import Contract, Requirement
from kontrak.features.failure import LABELS
from kontrak.features.outputs.terminal import MARKS
from kontrak.features.outputs.words import words

Record = dict[str, Any]
ORDER = ("failed", "broken", "error", "misused", "skipped", "passed")
OTHER = "-"


@dataclass(frozen=True, slots=True)
class Run:
    """What the page says of the run as a whole: against what (empty: the embedded mock), and when (in the reader's own zone)."""

    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Process:
    """One feature file: a process in the business's words; its scenarios are pairs of an anchor and a record."""

    name: str
    file: str
    description: str
    scenarios: tuple[tuple[str, Record], ...]

    @property
    def outcome(self) -> str:
        """The worst outcome among its scenarios."""
        return worst(record for _, record in self.scenarios)


@dataclass(frozen=True, slots=True)
class Covered:
    """One requirement, and the anchors and records of the scenarios that have its tag."""

    requirement: Requirement
    scenarios: tuple[tuple[str, Record], ...]

    @property
    def outcome(self) -> str:
        """The worst outcome among its scenarios."""
        return worst(record for _, record in self.scenarios)


@dataclass(frozen=True, slots=True)
class System:
    """One partner: its processes, and its requirements with and without a scenario."""

    name: str
    title: str
    processes: tuple[Process, ...]
    covered: tuple[Covered, ...]
    uncovered: tuple[Requirement, ...]


def render(records: Sequence[Record], contracts: Mapping[str, Contract], run: Run, lang: str = "en") -> str:
    """The page, with its fixed words in English (`en`) or Indonesian (`id`)."""
    numbered = [(f"s{number}", record) for number, record in enumerate(records, 1)]
    return (
        _environment()
        .get_template("scenarios.html.jinja")
        .render(
            w=words(lang),
            lang=lang,
            run=run,
            counts=Counter(record["outcome"] for record in records),
            total=len(records),
            outcomes=[outcome for outcome in ORDER if any(record["outcome"] == outcome for record in records)],
            systems=systems(numbered, contracts),
            known={id: one for contract in contracts.values() for id, one in contract.requirements.items()},
            marks=MARKS,
            labels=LABELS,
            style=_style(),
        )
    )


def systems(numbered: Sequence[tuple[str, Record]], contracts: Mapping[str, Contract]) -> list[System]:
    """The partners that have a scenario, each with its processes and its coverage; what belongs to none comes last."""
    by_partner: dict[str, list[tuple[str, Record]]] = {}
    for anchor, record in numbered:
        by_partner.setdefault(partner_of(record, contracts), []).append((anchor, record))
    known = [name for name in contracts if name in by_partner]
    found = [_system(contracts[name], by_partner[name], numbered) for name in known]
    if OTHER in by_partner:
        found.append(System(OTHER, "", _processes(by_partner[OTHER]), (), ()))
    return found


def partner_of(record: Record, contracts: Mapping[str, Contract]) -> str:
    """The partner whose process a scenario belongs to: by its tags, else by the folder of its file."""
    for tag in record["tags"]:
        for name, contract in contracts.items():
            if tag.lower() == name or tag in contract.requirements:
                return name
    folder = Path(record["feature"]["file"]).parent.name
    return folder if folder in contracts else OTHER


def worst(records: Any) -> str:
    """The worst outcome of some records."""
    return min((record["outcome"] for record in records), key=ORDER.index, default="passed")


def _system(contract: Contract, own: list[tuple[str, Record]], numbered: Sequence[tuple[str, Record]]) -> System:
    covered = [
        Covered(one, tuple(pair for pair in numbered if id in pair[1]["tags"]))
        for id, one in contract.requirements.items()
    ]
    return System(
        contract.system,
        contract.title,
        _processes(own),
        tuple(one for one in covered if one.scenarios),
        tuple(one.requirement for one in covered if not one.scenarios),
    )


def _processes(own: list[tuple[str, Record]]) -> tuple[Process, ...]:
    by_file: dict[str, list[tuple[str, Record]]] = {}
    for anchor, record in own:
        by_file.setdefault(record["feature"]["file"], []).append((anchor, record))
    return tuple(
        Process(pairs[0][1]["feature"]["name"], file, pairs[0][1]["feature"]["description"], tuple(pairs))
        for file, pairs in by_file.items()
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kontrak.features.outputs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> Markup:
    """A file of ours as it is: it goes into the page unescaped, so it never holds data."""
    text = (files("kontrak.features.outputs") / "templates" / "scenarios.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - see above
