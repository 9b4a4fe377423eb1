"""What is wrong with a feature file before it is run: each problem with its line and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kontrak.contracts import Contract
from kontrak.contracts.advice import nearest
from kontrak.features.library import STEPS, Step, matching
from kontrak.features.source import FeatureSource, NotGherkin, ScenarioSource, Sentence, read

LIKE = 3
WHEN = {"Jika ": "Ketika", "Bila ": "Ketika"}
Own = Callable[[Sentence], bool]
"""Whether a step is known beside the library: a project may have steps of its own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One place to mend; a `hint` alone does not keep the file from running."""

    file: Path
    line: int
    text: str
    hint: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def lint(file: Path, contracts: Mapping[str, Contract], own: Own = lambda _: False) -> list[Problem]:
    """Everything that is wrong with a file, in the order of its lines."""
    try:
        feature = read(file)
    except NotGherkin as error:
        return [Problem(file, line, text) for line, text in error.problems]
    found = [*_twice(feature), *_tags(feature, contracts), *(p for s in _once(feature) for p in _step(feature, s, own))]
    if not feature.scenarios:
        found.append(Problem(file, 1, "holds no scenario"))
    found += [
        Problem(file, one.line, f"the scenario {one.name!r} has no steps")
        for one in feature.scenarios
        if not one.sentences
    ]
    return sorted(found, key=lambda problem: problem.line)


def like(text: str, language: str) -> list[str]:
    """The templates that are most like a step that is unknown, of its own language first."""
    known = {_plain(p.template): p for one in STEPS for p in one.phrases if p.language == language}
    ranked = difflib.get_close_matches(_plain(text), known, LIKE, 0.4)
    return [known[name].template for name in ranked]


def _plain(text: str) -> str:
    """A step without its values, so that only its words are compared."""
    return re.sub(r'"[^"]*"|\{\w+\}|\d+', "_", text).lower()


def _once(feature: FeatureSource) -> list[Sentence]:
    return list(dict.fromkeys(sentence for scenario in feature.scenarios for sentence in scenario.sentences))


def _step(feature: FeatureSource, sentence: Sentence, own: Own) -> Iterator[Problem]:
    found = matching(sentence.text)
    if len(found) > 1:
        names = " and ".join(repr(one.phrase("en").template) for one in found)
        yield Problem(feature.file, sentence.line, f"{sentence.text!r} is more than one step: {names}")
    elif not found and not own(sentence):
        nearest_ones = "".join(f"\n      {template}" for template in like(sentence.text, feature.language))
        advice = f"; the nearest known:{nearest_ones}" if nearest_ones else "; see `kontrak bdd steps`"
        yield Problem(feature.file, sentence.line, f"unknown step: {sentence.keyword}{sentence.text}{advice}")
    elif found:
        yield from _keyword(feature, sentence, found[0])
        yield from _below(feature, sentence)


def _keyword(feature: FeatureSource, sentence: Sentence, step: Step) -> Iterator[Problem]:
    if sentence.keyword in WHEN and step.kind == "when":
        text = f"{sentence.keyword.strip()} stands for Diketahui (Given) in Gherkin; for what is done write {WHEN[sentence.keyword]}"
        yield Problem(feature.file, sentence.line, text, hint=True)


def _below(feature: FeatureSource, sentence: Sentence) -> Iterator[Problem]:
    """A step that ends in a colon has something below it, and no other has."""
    below = bool(sentence.table or sentence.docstring)
    if sentence.text.endswith(":") != below:
        text = "has a table or text below it, which it does not read" if below else "has no table or text below it"
        yield Problem(feature.file, sentence.line, f"{sentence.text!r} {text}; see `kontrak bdd steps`")


def _twice(feature: FeatureSource) -> Iterator[Problem]:
    first: dict[str, ScenarioSource] = {}
    for scenario in feature.scenarios:
        if (known := first.setdefault(scenario.name, scenario)) is not scenario:
            text = f"the scenario {scenario.name!r} stands in line {known.line} already; give it another name"
            yield Problem(feature.file, scenario.line, text)


def _tags(feature: FeatureSource, contracts: Mapping[str, Contract]) -> Iterator[Problem]:
    """Tags that look like requirements must be requirements."""
    known = [id for contract in contracts.values() for id in contract.requirements]
    systems = "|".join(re.escape(contract.system) for contract in contracts.values())
    for tag, line in feature.tags:
        if tag not in known and re.fullmatch(rf"(?:{systems})-.+", tag, re.IGNORECASE):
            hint = f"; did you mean {' or '.join(nearest(tag, known)[:1])}?" if nearest(tag, known) else ""
            yield Problem(feature.file, line, f"no contract has the requirement {tag}{hint}")
        elif not re.fullmatch(r"[A-Za-z][\w.-]*", tag):
            yield Problem(feature.file, line, f"the tag @{tag} has other characters than letters, digits, - and .")
