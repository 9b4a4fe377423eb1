"""Reads feature files: their scenarios and steps with the lines they stand in, before anything is run."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

HEADER = re.compile(r"^\s*#\s*language\s*:\s*([\w-]+)", re.MULTILINE)
INDONESIAN = re.compile(r"^\s*(Fitur|Skenario|Latar Belakang|Aturan|Diketahui|Ketika)\b", re.MULTILINE)
PLACE = re.compile(r"^\(\d+:\d+\): ")
PARAMETER = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step of a file; `text` is rendered with an example where it stands in an outline."""

    keyword: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] = ()
    docstring: str = ""

    def written(self) -> list[str]:
        """The step as it stands in a file, with what is below it."""
        widths = [max(map(len, column)) for column in zip(*self.table, strict=True)]
        cells = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in self.table]
        below = ['"""', *self.docstring.splitlines(), '"""'] if self.docstring else []
        return [f"{self.keyword}{self.text}", *(f"  | {row} |" for row in cells), *(f"  {line}" for line in below)]


@dataclass(frozen=True, slots=True)
class ScenarioSource:
    """One scenario or outline; `tags` are its own, its rule's, its feature's and its examples'."""

    name: str
    line: int
    tags: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class FeatureSource:
    """One file."""

    file: Path
    language: str
    name: str
    tags: tuple[tuple[str, int], ...]
    scenarios: tuple[ScenarioSource, ...]


class NotGherkin(Exception):
    """A file cannot be read: `problems` are pairs of a line and what is wrong there."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(text for _, text in problems))


def read(file: Path) -> FeatureSource:
    """The scenarios of a file; raises NotGherkin."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotGherkin([(1, f"cannot be read: {error}")]) from None
    try:
        document = Parser().parse(text)
    except CompositeParserException as error:
        raise NotGherkin([_mistake(error.errors[0], text)]) from None  # the others follow from the first
    except Exception as error:  # noqa: BLE001 - an unknown language, which the parser raises bare
        raise NotGherkin([(1, str(error))]) from None
    if not document.get("feature"):
        raise NotGherkin([(1, "holds no feature; begin with Feature: or, after # language: id, with Fitur:")])
    feature = document["feature"]
    if lost := [*_lost(feature, text)]:
        raise NotGherkin(lost)
    return FeatureSource(
        file, feature["language"], feature["name"], tuple(_all_tags(feature)), tuple(_scenarios(feature, (), ()))
    )


@cache
def keywords(language: str) -> tuple[str, ...]:
    """The words with which a step begins in a language, longest first."""
    dialect = Dialect.for_name(language)
    kinds = ("given", "when", "then", "and", "but")
    return tuple(
        sorted({word for kind in kinds for word in getattr(dialect, f"{kind}_keywords")}, key=len, reverse=True)
    )


def sentences(text: str) -> Iterator[str]:
    """What looks like a step in a text that may be no Gherkin: lines that begin with a word for steps, without it."""
    for line in text.splitlines():
        for word in (*keywords("en"), *keywords("id")):
            if line.strip().startswith(word):
                yield line.strip()[len(word) :].strip()
                break


def _mistake(error: Any, text: str) -> tuple[int, str]:
    line, lines = error.location.get("line", 1), text.splitlines()
    if not HEADER.search(text) and INDONESIAN.search(text):
        return 1, "is no English Gherkin; put this in the first line: # language: id"
    for number, written in reversed([*enumerate(lines[:line], 1)]):
        if problem := _misspelt(written, _headings(text)):
            return number, problem
    written = lines[line - 1].strip() if line <= len(lines) else ""
    return line, f"{written!r} cannot stand here ({re.sub(PLACE, '', str(error))})"


def _misspelt(line: str, known: list[str]) -> str:
    """What to write in place of a heading that is not quite one; nothing where a line is no heading at all."""
    heading, colon, _ = line.strip().partition(":")
    near = difflib.get_close_matches(heading, known, 1, 0.8) if colon and heading not in known else []
    return f"{heading!r} is no heading; write {near[0]}: with these very letters" if near else ""


def _lost(node: Mapping[str, Any], text: str) -> Iterator[tuple[int, str]]:
    """Steps and misspelt headings that Gherkin takes for a description, so that they would never be run."""
    lines, language = text.splitlines(), HEADER.search(text)
    words = tuple(word for word in keywords(language[1] if language else "en") if word.strip() != "*")
    for number in range(node["location"]["line"] + 1, node["location"]["line"] + 1 + _height(node)):
        written = lines[number - 1].strip()
        if problem := _misspelt(written, _headings(text)):
            yield number, problem
            return
        if written.startswith(words):
            yield number, f"{written!r} stands in a description, and would never be run; is a heading missing above it?"
            return
    for child in (*node.get("children", ()), *node.get("examples", ())):
        for part in (child.get("scenario"), child.get("rule"), child.get("background"), child):
            if part and "location" in part:
                yield from _lost(part, text)


def _height(node: Mapping[str, Any]) -> int:
    """How many lines the description of a part has, with the empty ones around it."""
    after = [child["location"]["line"] for child in _parts(node)]
    end = min(after, default=node["location"]["line"] + 1 + node.get("description", "").count("\n") + 1)
    return end - node["location"]["line"] - 1 if node.get("description") else 0


def _parts(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What stands below a part, whatever it is."""
    for child in (*node.get("children", ()), *node.get("steps", ()), *node.get("examples", ())):
        yield from (part for part in (child, *child.values()) if isinstance(part, dict) and "location" in part)


def _headings(text: str) -> list[str]:
    """The words that begin a part of a file, in its language."""
    found = HEADER.search(text)
    dialect = Dialect.for_name(found[1] if found else "en")
    parts = ("feature", "background", "rule", "scenario", "scenario_outline", "examples")
    return [word for part in parts for word in getattr(dialect, f"{part}_keywords", ())]


def _all_tags(node: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for tag in node.get("tags", ()):
        yield tag["name"].removeprefix("@"), tag["location"]["line"]
    for child in (*node.get("children", ()), *node.get("examples", ())):
        for part in (child.get("scenario"), child.get("rule"), child if "tableHeader" in child else None):
            yield from _all_tags(part) if part else ()


def _names(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in node.get("tags", ()))


def _scenarios(
    node: Mapping[str, Any], tags: tuple[str, ...], background: tuple[Mapping[str, Any], ...]
) -> Iterator[ScenarioSource]:
    """The scenarios of a feature or a rule, with the steps of the backgrounds above them."""
    tags = (*tags, *_names(node))
    for child in node["children"]:
        if "background" in child:
            background = (*background, *child["background"]["steps"])
        elif "rule" in child:
            yield from _scenarios(child["rule"], tags, background)
        else:
            scenario = child["scenario"]
            named = [name for example in scenario["examples"] for name in _names(example)]
            steps = tuple(_rendered(scenario, (*background, *scenario["steps"])))
            all_tags = tuple(dict.fromkeys((*tags, *_names(scenario), *named)))
            yield ScenarioSource(scenario["name"], scenario["location"]["line"], all_tags, steps)


def _rendered(scenario: Mapping[str, Any], steps: tuple[Mapping[str, Any], ...]) -> Iterator[Sentence]:
    """Every step, of an outline with the values of each example, none twice."""
    found: dict[Sentence, None] = {}
    for values in _examples(scenario) or [{}]:
        for step in steps:
            text = PARAMETER.sub(lambda name, known=values: known.get(name[1], name[0]), step["text"])  # type: ignore[misc]
            table = tuple(
                tuple(cell["value"] for cell in row["cells"]) for row in step.get("dataTable", {}).get("rows", ())
            )
            docstring = step.get("docString", {}).get("content", "")
            found.setdefault(Sentence(step["keyword"], text, step["location"]["line"], table, docstring))
    yield from found


def _examples(scenario: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        dict(
            zip(
                (cell["value"] for cell in table["tableHeader"]["cells"]),
                (c["value"] for c in row["cells"]),
                strict=True,
            )
        )
        for table in scenario["examples"]
        if "tableHeader" in table
        for row in table.get("tableBody", ())
    ]
