"""The report as a Markdown summary, fit for `$GITHUB_STEP_SUMMARY` (at most 1 MiB) or a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kontrak.conformance.report.characters import one_line, visible
from kontrak.conformance.report.outline import (
    ORDER,
    by_reason,
    facts,
    failures,
    headline,
    sentence,
    uses_environment,
    with_outcome,
)
from kontrak.conformance.report.words import number, words
from kontrak.conformance.verdict import (
    Failure,
    Outcome,
    Report,
    RequirementResult,
    Verdict,
)

Words = Mapping[str, str]

MARKS = {Verdict.CONFORMANT: "✅", Verdict.NONCONFORMANT: "❌", Verdict.INCONCLUSIVE: "❔"}
# An underscore inside a word is no emphasis, so that column names stay readable in the raw text.
SPECIAL = re.compile(r"([\\`*\[\]<>|~&$]|(?<![^\W_])_|_(?![^\W_])|^[-+#=]|(?<=^\d)[.)](?= ))")
TICKS = re.compile("`+")
LONGEST = 300
LONGEST_CURL = 4_000
REQUIREMENTS = 60
FAILURES = 3
ROWS = 200


def render(report: Report, lang: str = "en") -> str:
    """The verdict, the totals, each failure with its curl line, the warnings, and what was not tested."""
    report, w = visible(report), words(lang)
    lines = [f"## {MARKS[report.verdict]} {w['title']}: {w[report.verdict]}", "", sentence(report, w), ""]
    lines += [f"- {_text(label)}: {_text(value)}" for label, value in facts(report, w)]
    lines += ["", *_totals(report, w, lang)]
    for outcome in (Outcome.FAIL, Outcome.ERROR):
        lines += _findings(with_outcome(report, outcome), w[f"{outcome}_plural"], w)
    lines += _table(with_outcome(report, Outcome.WARN), w["warn_plural"], w)
    lines += _untested(with_outcome(report, Outcome.NOT_TESTED), w)
    if uses_environment(report):
        lines += [_text(w["environment"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _totals(report: Report, w: Words, lang: str) -> Iterator[str]:
    yield f"| {w['outcome']} | {w['count']} |"
    yield "|---|---:|"
    for outcome in ORDER:
        yield f"| {w[f'{outcome}_plural']} | {number(report.totals.get(outcome, 0), lang)} |"
    yield ""


def _findings(results: tuple[RequirementResult, ...], title: str, w: Words) -> Iterator[str]:
    if results:
        yield from (f"### {title}", "")
    for result in results[:REQUIREMENTS]:
        found = [failure for _, failure in failures(result)]
        yield from (
            f"**{_text(result.id)}** {_text(result.text)}  ",
            f"{w['source']}: {_text(result.source)}",
            "",
        )
        if not found:
            yield from (f"- {_text(headline(result))}", "")
        for failure in found[:FAILURES]:
            yield from _failure(failure, w)
        yield from _more(len(found) - FAILURES, w)
    yield from _more(len(results) - REQUIREMENTS, w)


def _failure(failure: Failure, w: Words) -> Iterator[str]:
    yield f"- {_text(failure.message)}"
    yield f"  - {w['got']}: {code(failure.got)}"
    yield f"  - {w['wanted']}: {code(failure.wanted)}"
    yield ""
    if 0 < len(failure.curl) <= LONGEST_CURL:
        fence = "`" * max(3, _longest_ticks(failure.curl) + 1)
        lines = (
            "<details><summary>curl</summary>",
            "",
            f"{fence}sh",
            *failure.curl.splitlines(),
            fence,
            "</details>",
        )
        yield from (f"  {line}".rstrip() for line in lines)
        yield ""


def _table(results: tuple[RequirementResult, ...], title: str, w: Words) -> Iterator[str]:
    if not results:
        return
    yield from (f"### {title}", "", f"| {w['requirement']} | {w['reason']} |", "|---|---|")
    for result in results[:ROWS]:
        yield f"| {_text(result.id)} {_text(result.text)} | {_text(headline(result))} |"
    yield ""
    yield from _more(len(results) - ROWS, w)


def _untested(results: Iterable[RequirementResult], w: Words) -> Iterator[str]:
    grouped = list(by_reason(results).items())
    if not grouped:
        return
    yield from (f"### {w['untested']}", "", w["untested_intro"], "")
    yield from (f"| {w['reason']} | {w['requirements']} |", "|---|---|")
    for reason, members in grouped[:ROWS]:
        ids = ", ".join(_text(result.id, 60) for result in members[:ROWS])
        more = f", … ({len(members)})" if len(members) > ROWS else ""
        yield f"| {_text(reason or w['no_reason'])} | {ids}{more} |"
    yield ""
    yield from _more(len(grouped) - ROWS, w)


def _more(count: int, w: Words) -> Iterator[str]:
    if count > 0:
        yield from (_text(w["more_failures"].format(n=count)), "")


def code(text: str) -> str:
    """The text as a code span on one line, whatever backticks it has."""
    line = one_line(text, LONGEST)
    fence = "`" * (_longest_ticks(line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{space}{line}{space}{fence}"


def _text(text: str, limit: int = LONGEST) -> str:
    """The text on one line with nothing in it that Markdown reads."""
    return SPECIAL.sub(r"\\\1", one_line(text, limit))


def _longest_ticks(text: str) -> int:
    return max(map(len, TICKS.findall(text)), default=0)
