"""How a step is written: a template in one language, and the sentences of a feature file that it matches.

the field "{field}" is "{value}"     a value stands in quotation marks
{n} day(s) pass(es)                  {n} is a whole number; what stands in brackets may be left out
{party} {does} with:                 {party} and {does} are words of `words.yaml`
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pytest_bdd.parsers import StepParser

from kontrak.features.words import words

TOKEN = re.compile(
    r'"\{(?P<quoted>\w+)\}"|\{(?P<bare>\w+)\}|\((?P<optional>[^)]*)\)|(?P<choice>\b[a-z]+(?:/[a-z]+)+\b)'
)
QUOTED = r'"(?P<{}>(?:[^"\\]|\\.)*)"'
UNITS = {
    "en": {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks"},
    "id": {"menit": "minutes", "jam": "hours", "hari": "days", "minggu": "weeks"},
}


class Phrase(StepParser):
    """A template of one language, which pytest-bdd asks whether it matches a step and with what arguments."""

    def __init__(self, template: str, language: str) -> None:
        super().__init__(template)
        self.template, self.language = template, language
        self._pattern = re.compile(_expression(template, language))

    def is_matching(self, name: str) -> bool:
        """Whether a step is written like this."""
        return self._pattern.fullmatch(name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        """The values in a step; None where it is written otherwise."""
        found = self._pattern.fullmatch(name)
        if found is None:
            return None
        return {key: _value(key, text) for key, text in found.groupdict().items() if text is not None}


def _value(key: str, text: str) -> Any:
    if key in ("n", "status"):
        return int(text)
    return re.sub(r"\\(.)", r"\1", text)


def _expression(template: str, language: str) -> str:
    parts, end = [], 0
    for token in TOKEN.finditer(template):
        parts += [re.escape(template[end : token.start()]), _part(token, language)]
        end = token.end()
    return "".join([*parts, re.escape(template[end:])])


def _part(token: re.Match[str], language: str) -> str:
    if token["quoted"]:
        return QUOTED.format(token["quoted"])
    if token["optional"] is not None:
        return f"(?:{_expression(token['optional'], language)})?"
    if token["choice"]:
        return f"(?:{token['choice'].replace('/', '|')})"
    return _words(language)[token["bare"]]


@cache
def _words(language: str) -> dict[str, str]:
    """What a placeholder without quotation marks may be."""
    does = (deed.does for deed in words().deeds if deed.language == language)
    return {
        "n": r"(?P<n>\d{1,9})",
        "status": r"(?P<status>\d{3})",
        "unit": f"(?P<unit>{_any(UNITS[language])})s?",
        "party": f"(?:{_any(words().parties[language])})(?: {QUOTED.format('code')})?",
        "does": f"(?P<does>{_any(does)})",
    }


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
