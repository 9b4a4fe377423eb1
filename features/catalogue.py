"""The catalogue of the steps: what can be written, and an example of each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from kontrak.features import steps as _steps  # noqa: F401 - fills the library
from kontrak.features.library import GROUPS, STEPS
from kontrak.features.words import LANGUAGES, words

KEYWORDS = {
    "en": {"given": "Given", "when": "When", "then": "Then"},
    "id": {"given": "Diketahui", "when": "Ketika", "then": "Maka"},
}


def catalogue(sought: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every step whose phrases or description have all the words in them, in the order of the chapters."""
    ordered = sorted(STEPS, key=lambda one: GROUPS.index(one.group))
    entries = [
        {
            "step": one.name,
            "kind": one.kind,
            "chapter": one.group,
            "phrases": {lang: [p.template for p in one.phrases if p.language == lang] for lang in LANGUAGES},
            "about": one.about,
        }
        for one in ordered
    ]
    return [entry for entry in entries if all(word.lower() in str(entry).lower() for word in sought)]


def page(entries: Sequence[dict[str, Any]], language: str) -> Iterator[str]:
    """The catalogue as text of 80 columns."""
    chapter = ""
    for entry in entries:
        if entry["chapter"] != chapter:
            chapter = entry["chapter"]
            yield f"\n{chapter}"
        for phrase in entry["phrases"][language]:
            yield f"  {KEYWORDS[language][entry['kind']]} {phrase}"
        yield from textwrap.wrap(entry["about"], 78, initial_indent="      ", subsequent_indent="      ")
    if any("{does}" in phrase for entry in entries for phrase in entry["phrases"][language]):
        yield ""
        yield f"{{party}}: {', '.join(words().parties[language])}"
        yield "{does}:"
        yield from (f"  {deed.does}  ({deed.operation})" for deed in words().deeds if deed.language == language)
