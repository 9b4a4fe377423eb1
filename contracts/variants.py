"""How one main dealer differs from the contract: what was seen, and the same as terms that a simulator can apply.

A variant is a file of `variants/` below a partner's folder. Each difference carries its level and its source, and either the
terms to apply or the reason why there is nothing to apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kontrak.contracts.model import Json, Level

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder

FOLDER = "variants"
NOTHING = "nothing"
Spellings = Mapping[str, Mapping[str, str]]
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class OperationChange:
    """What is different in one operation; a column in nested rows is `list.column`.

    `filters` and `renamed` lead from the contract's name to the one here, `spellings` from a column by the contract's code
    to the text here; `more_codes` stand beside the contract's list, `own_codes` in its place.
    """

    path: str | None = None
    offered: bool = True
    refused_status: int | None = None
    refused_message: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    more_filters: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    spellings: Spellings = field(default_factory=dict)
    more_codes: Values = field(default_factory=dict)
    own_codes: Values = field(default_factory=dict)

    def columns(self) -> Iterator[str]:
        """The columns of the contract that the change names."""
        yield from (*self.optional, *self.renamed, *self.missing, *self.spellings, *self.more_codes, *self.own_codes)


@dataclass(frozen=True, slots=True)
class AdditionChange:
    """What is different in one addition: the names of its headers, the side of its clock, its refusals."""

    headers: Mapping[str, str] = field(default_factory=dict)
    skew: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Apply:
    """The terms of a variant; what is None or empty is as in the contract.

    `path` holds `{prefix}` (any path), `{version}`, `{module}` and `{operation}`; `window_days` counts days of 24 hours;
    `age_limit` says whether records older than 30 days are left out.
    """

    path: str | None = None
    versions: tuple[str, ...] = ()
    token: str | None = None
    skew: str | None = None
    window_days: int | None = None
    age_limit: bool = True
    message: str | None = None
    no_match_status: int | None = None
    main_dealer: str | None = None
    operations: Mapping[str, OperationChange] = field(default_factory=dict)
    additions: Mapping[str, AdditionChange] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    waives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words, with its evidence; `not_applied` says why it has no terms."""

    what: str
    base: str
    here: str
    level: Level
    evidence: str
    source: str
    apply: Apply | None = None
    not_applied: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One main dealer: its differences, and their terms together.

    `known` is the best evidence there is: `nothing`, `path`, `clients`, `system` or `server`.
    """

    name: str
    title: str
    known: str
    level: Level
    source: str
    differences: tuple[Difference, ...]
    apply: Apply
    note: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known; if not, it is the contract under another name."""
        return self.known != NOTHING


def load_variants(folder: Folder) -> Mapping[str, Variant]:
    """The variants of a partner's folder by name; none where it has no `variants/`.

    Raises ContractError with file, line and pointer where a file breaks its schema, is named otherwise than its content, or
    holds two differences that say different things of one term.
    """
    files = sorted((folder.folder / FOLDER).glob("*.yaml"))
    return {file.stem: _variant(folder, f"{FOLDER}/{file.name}", file.stem) for file in files}


def _variant(folder: Folder, name: str, stem: str) -> Variant:
    raw = folder.checked(name, "variant")
    if raw["name"] != stem:
        problem = f"the variant {raw['name']} stands in the file of {stem}; rename one of them"
        raise folder.broken(name, ["name"], problem)
    return Variant(
        name=raw["name"],
        title=raw["title"],
        known=raw["known"],
        level=Level(raw["level"]),
        source=raw["source"],
        differences=tuple(_difference(entry) for entry in raw["differences"]),
        apply=_apply(_together(folder, name, raw["differences"])),
        note=raw.get("note"),
    )


def _difference(raw: Mapping[str, Json]) -> Difference:
    terms = _apply(raw["apply"]) if "apply" in raw else None
    return Difference(**{**raw, "level": Level(raw["level"]), "apply": terms})


def _together(folder: Folder, name: str, differences: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    total: dict[str, Json] = {}
    for number, entry in enumerate(differences):
        if (clash := _add(total, entry.get("apply", {}))) is not None:
            term = ".".join(clash)
            problem = f"{term} is given twice with different values; keep one of them"
            raise folder.broken(name, ["differences", number, "apply", *clash], problem)
    return total


def _add(total: dict[str, Json], more: Mapping[str, Json]) -> list[str] | None:
    """Put terms into others, lists together; the place of the first one that stands there with another value."""
    for key, value in more.items():
        if isinstance(value, dict):
            if (clash := _add(total.setdefault(key, {}), value)) is not None:
                return [key, *clash]
        elif isinstance(value, list):
            total[key] = list(dict.fromkeys([*total.get(key, ()), *value]))
        elif total.setdefault(key, value) != value:
            return [key]
    return None


def _apply(raw: Mapping[str, Json]) -> Apply:
    terms = {key: _frozen(value) for key, value in raw.items()}
    terms["operations"] = {
        id: OperationChange(**{key: _frozen(value) for key, value in change.items()})
        for id, change in raw.get("operations", {}).items()
    }
    terms["additions"] = {name: AdditionChange(**change) for name, change in raw.get("additions", {}).items()}
    return Apply(**terms)


def _frozen(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(value) if isinstance(value, list) else value
