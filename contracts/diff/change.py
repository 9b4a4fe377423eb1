"""One change between two versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kontrak.contracts.files import pointer
from kontrak.contracts.model import Json

CLIENT, SERVER = "client", "server"
BOTH = (CLIENT, SERVER)
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """A change: `where` is a JSON pointer, `for_whom` the side that must look at it (`client` or `server`).

    `breaking` says that who kept to the old version on that side may no longer keep to the new one. The pointer is that of
    the new version, or of the old one for what was removed; in a folder, the file stands before it.
    """

    kind: str
    breaking: bool
    for_whom: str
    where: str
    text: str


Path = tuple[str | int, ...]


def breaks(kind: str, whom: str | Iterable[str], path: Path, text: str) -> list[Change]:
    """A breaking change, one entry for each side that it breaks."""
    sides = [whom] if isinstance(whom, str) else whom
    return [Change(kind, breaking=True, for_whom=side, where=pointer(path), text=text) for side in sides]


def note(kind: str, whom: str, path: Path, text: str) -> list[Change]:
    """A change that breaks nobody."""
    return [Change(kind, breaking=False, for_whom=whom, where=pointer(path), text=text)]


def others(
    old: Mapping[str, Json], new: Mapping[str, Json], handled: Iterable[str], path: Path, whom: str
) -> list[Change]:
    """Differences in members that mean nothing to a message: titles, descriptions, examples, extensions."""
    names = [name for name in {**old, **new} if name not in handled]
    return [
        change
        for name in names
        if old.get(name) != new.get(name) or (name in old) != (name in new)
        for change in note("annotation", whom, (*path, name), f"{name}: {_moved(old, new, name)}")
    ]


def shown(value: Json) -> str:
    """A value in one short line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def table(value: Any) -> Mapping[str, Json]:
    """A mapping as it is; nothing in place of anything else, so that no document can break the comparison."""
    return value if isinstance(value, Mapping) else {}


def rows(value: Any) -> list[Json]:
    """A list as it is; an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def _moved(old: Mapping[str, Json], new: Mapping[str, Json], name: str) -> str:
    if name not in old:
        return f"added {shown(new[name])}"
    return f"changed from {shown(old[name])} to {shown(new[name])}" if name in new else f"removed {shown(old[name])}"
