"""The report as one HTML file that needs nothing else: no network, and JavaScript only for comfort."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kontrak.conformance.report import body, outline
from kontrak.conformance.report.characters import visible
from kontrak.conformance.report.words import number, words
from kontrak.conformance.verdict import Outcome, Report
from kontrak.contracts.model import Level

TEMPLATE = "report.html.jinja"
FIRST = 1_500
MOST = 100_000
KEPT = 10


def render(report: Report, lang: str = "en") -> str:
    """The page, with its fixed words in English (`en`) or Indonesian (`id`)."""
    script = _source("report.js")
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            **_outlined(visible(report)),
            w=words(lang),
            lang=lang,
            number=partial(number, lang=lang),
            style=_source("report.css"),
            script=script,
            script_hash=_digest(script),
            limits={"first": FIRST, "most": MOST, "failures": KEPT},
        )
    )


def _outlined(report: Report) -> Mapping[str, Any]:
    chosen = partial(outline.with_outcome, report)
    return {
        "report": report,
        "systems": outline.systems(report),
        "findings": chosen(*outline.FINDINGS),
        "untested": outline.by_reason(chosen(Outcome.NOT_TESTED)),
        "inapplicable": outline.by_reason(chosen(Outcome.NOT_APPLICABLE)),
        "outcomes": [outcome.value for outcome in outline.ORDER],
        "levels": [level.value for level in Level],
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kontrak.conformance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(pretty=body.pretty, headline=outline.headline)
    environment.globals.update(
        facts=outline.facts, sentence=outline.sentence, uses_environment=outline.uses_environment
    )
    return environment


def _source(name: str) -> Markup:
    """A file of ours as it is: it goes into the page unescaped, so it never holds data."""
    text = (files("kontrak.conformance.report") / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - see above


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
