"""The business's words: who acts and what is done, for each partner and language, from `<partner>/words.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "id")
ANYBODY = {"en": ("the client",), "id": ("klien",)}


@dataclass(frozen=True, slots=True)
class Deed:
    """What one operation is called: `does` is the verb phrase of a step, `noun` what it is named by elsewhere."""

    partner: str
    operation: str
    language: str
    does: str
    noun: str


@dataclass(frozen=True, slots=True)
class Words:
    """All words of all partners; `owners` are the columns that say whose a message is, by partner."""

    deeds: tuple[Deed, ...]
    parties: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, str]

    def doing(self, does: str) -> Deed | None:
        """The deed of a verb phrase."""
        return next((deed for deed in self.deeds if deed.does == does), None)

    def named(self, name: str) -> list[Deed]:
        """The deeds that a noun, a verb phrase or the id of an operation stands for, whatever the case of its letters."""
        wanted = name.lower()
        return [one for one in self.deeds if wanted in (one.noun.lower(), one.does.lower(), one.operation.lower())]


@cache
def words() -> Words:
    """The words of the partners that have any; a partner without is spoken of by the ids of its operations."""
    tables = {folder.name: _table(folder / "words.yaml") for folder in files("kontrak.features").iterdir()}
    known = {name: table for name, table in sorted(tables.items()) if table}
    parties = {
        language: tuple(dict.fromkeys([*(p for t in known.values() for p in t["party"][language]), *ANYBODY[language]]))
        for language in LANGUAGES
    }
    owners = {name: table["owner"] for name, table in known.items() if "owner" in table}
    return Words(tuple(_deeds(known)), parties, owners)


def _table(file: Any) -> Mapping[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _deeds(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Deed]:
    for partner, table in tables.items():
        for operation, texts in table["operations"].items():
            for language in LANGUAGES:
                yield Deed(partner, operation, language, *texts[language])
