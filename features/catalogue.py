"""The catalogue of the steps: how each is written, what it does, and an example that is known to run."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kontrak.features import steps as _steps  # noqa: F401 - fills the library
from kontrak.features.library import GROUPS, STEPS, Step
from kontrak.features.phrase import Phrase
from kontrak.features.source import Sentence, read
from kontrak.features.words import LANGUAGES, words

EXAMPLES = Path(__file__).parent / "examples"
KEYWORDS = {
    "en": {"given": "Given", "when": "When", "then": "Then"},
    "id": {"given": "Diketahui", "when": "Ketika", "then": "Maka"},
}
CHAPTERS = {
    "world": ("The world", "Dunia"),
    "login": ("Who talks", "Siapa yang berbicara"),
    "sending": ("Messages", "Pesan"),
    "answer": ("The answer", "Jawaban"),
    "rows": ("Lists", "Daftar"),
    "clock": ("The clock", "Jam"),
    "partner": ("What the partner does", "Tindakan mitra"),
    "feeds": ("Feeds", "Feed"),
    "faults": ("Faults", "Gangguan"),
    "dgi": ("Main dealers of DGI", "Main dealer DGI"),
    "verdict": ("Verdicts", "Putusan"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: `phrases` are its templates and `examples` their uses, line by line, both by language."""

    step: str
    kind: str
    chapter: str
    about: str
    phrases: Mapping[str, list[str]]
    examples: Mapping[str, list[list[str]]]

    def as_json(self) -> dict[str, Any]:
        """The entry for other programs."""
        return asdict(self)


def catalogue(sought: Sequence[str] = ()) -> list[Entry]:
    """Every step that has all the words in its phrases, description or name, in the order of the chapters."""
    ordered = sorted(STEPS, key=lambda one: GROUPS.index(one.group))
    entries = [_entry(one) for one in ordered]
    return [entry for entry in entries if all(word.lower() in str(entry).lower() for word in sought)]


def page(entries: Sequence[Entry], language: str) -> Iterator[str]:
    """The catalogue as text of 80 columns: each step with what it does, and its examples below it."""
    chapter = ""
    for entry in entries:
        if entry.chapter != chapter:
            chapter = entry.chapter
            yield from ("", CHAPTERS[chapter][language == "id"].upper())
        yield ""
        yield from (f"{KEYWORDS[language][entry.kind]} {phrase}" for phrase in entry.phrases[language])
        yield from textwrap.wrap(entry.about, 76, initial_indent="    ", subsequent_indent="    ")
        for example in entry.examples[language]:
            yield from (f"      {line}" for line in example)
    if any("{does}" in phrase for entry in entries for phrase in entry.phrases[language]):
        yield from _placeholders(language)


def uses(phrase: Phrase) -> Iterator[Sentence]:
    """The steps of the examples that are written like that."""
    return (sentence for sentence in _sentences(phrase.language) if phrase.is_matching(sentence.text))


def _entry(step: Step) -> Entry:
    of = {language: [phrase for phrase in step.phrases if phrase.language == language] for language in LANGUAGES}
    found = {language: [next(uses(phrase), None) for phrase in phrases] for language, phrases in of.items()}
    keywords = {language: f"{KEYWORDS[language][step.kind]} " for language in LANGUAGES}
    return Entry(
        step=step.name,
        kind=step.kind,
        chapter=step.group,
        about=step.about,
        phrases={language: [phrase.template for phrase in phrases] for language, phrases in of.items()},
        examples={
            language: [replace(one, keyword=keywords[language]).written() for one in written if one]
            for language, written in found.items()
        },
    )


@cache
def _sentences(language: str) -> tuple[Sentence, ...]:
    feature = read(EXAMPLES / f"{language}.feature")
    return tuple(sentence for scenario in feature.scenarios for sentence in scenario.sentences)


def _placeholders(language: str) -> Iterator[str]:
    """The words that may stand for {party} and {does}."""
    yield ""
    yield from textwrap.wrap(f"{{party}}: {', '.join(words().parties[language])}", 80, subsequent_indent="    ")
    yield "{does}:"
    yield from (f"    {deed.does}  ({deed.operation})" for deed in words().deeds if deed.language == language)
