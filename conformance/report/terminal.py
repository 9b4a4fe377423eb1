"""The report on a terminal: the verdict, the totals, and what is wrong, in 80 columns."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from kontrak.conformance.report.characters import one_line, shortened, visible
from kontrak.conformance.report.outline import (
    ORDER,
    failures,
    headline,
    left_behind,
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

STYLES = {
    Verdict.CONFORMANT: "bold green",
    Verdict.NONCONFORMANT: "bold red",
    Verdict.INCONCLUSIVE: "bold yellow",
    Outcome.FAIL: "red",
    Outcome.ERROR: "magenta",
    Outcome.WARN: "yellow",
}
LONGEST = 600
LONGEST_CURL = 20_000
FAILURES = 1


def print_report(report: Report, console: Console, lang: str = "en") -> None:
    """Print the report; what was not tested is only counted, with the hint how to see it."""
    report, w = visible(report), words(lang)
    for outcome in (Outcome.FAIL, Outcome.ERROR):
        for result in with_outcome(report, outcome):
            _print_finding(console, result, w)
    warnings = with_outcome(report, Outcome.WARN)
    for result in warnings:
        _print_warning(console, result, w)
    if warnings:
        _print(console)
    _print_end(report, console, w, lang)


def _print_finding(console: Console, result: RequirementResult, w: Words) -> None:
    _print(console, (f"{w[result.verdict]} ", STYLES[result.verdict]), (one_line(result.id), "bold"))
    _print(console, one_line(result.text, LONGEST), indent=2)
    _print(
        console,
        (f"{w['source']}: {one_line(result.source)} ({result.keyword}, {_level(result, w)})", "dim"),
        indent=2,
    )
    found = [failure for _, failure in failures(result)]
    if not found:
        _print(console, one_line(headline(result), LONGEST), indent=2)
    for failure in found[:FAILURES]:
        _print_failure(console, failure, w)
    if len(found) > FAILURES:
        _print(console, (w["more_failures"].format(n=len(found) - FAILURES), "dim"), indent=2)
    _print(console)


def _print_failure(console: Console, failure: Failure, w: Words) -> None:
    width = max(len(w["got"]), len(w["wanted"])) + 2
    _print(console, one_line(failure.message, LONGEST), indent=2)
    for name, text in (("got", failure.got), ("wanted", failure.wanted)):
        _print(console, (f"{w[name]}:".ljust(width), "bold"), shortened(text, LONGEST), indent=4)
    if 0 < len(failure.curl) <= LONGEST_CURL:
        # The command has to be copied in one piece: no wrapping, no indent, no styles.
        line = _printable(failure.curl, console)
        console.print(line, soft_wrap=True, markup=False, highlight=False, emoji=False)


def _print_warning(console: Console, result: RequirementResult, w: Words) -> None:
    said = f"{one_line(result.id, 40)} {one_line(headline(result) or result.text)}"
    room = max(console.width - len(w["warn"]) - 1, 20)
    _print(console, (f"{w['warn']} ", STYLES[Outcome.WARN]), shortened(said, room))


def _print_end(report: Report, console: Console, w: Words, lang: str) -> None:
    counts = ((w[f"{outcome}_plural"], report.totals.get(outcome, 0)) for outcome in ORDER)
    _print(console, (w[report.verdict].upper(), STYLES[report.verdict]))
    _print(console, sentence(report, w))
    _print(console, " · ".join(f"{label} {number(count, lang)}" for label, count in counts if count))
    if report.totals.get(Outcome.NOT_TESTED, 0):
        _print(console, (w["hint_untested"].format(section=w["untested"]), "dim"))
    if count := left_behind(report):
        _print(console, w["left_behind"].format(n=number(count, lang)))
    if uses_environment(report):
        _print(console, (w["environment"], "dim"))


def _print(console: Console, *parts: str | tuple[str, str], indent: int = 0) -> None:
    """Print data as it is: a `Text` has no markup, so that brackets in it are only brackets."""
    pieces = [Text(_printable(part, console)) if isinstance(part, str) else _styled(part, console) for part in parts]
    for line in Text.assemble(*pieces).wrap(console, max(console.width - indent, 20)):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True, highlight=False)


def _styled(part: tuple[str, str], console: Console) -> Text:
    return Text(_printable(part[0], console), style=part[1])


def _printable(text: str, console: Console) -> str:
    return text.encode(console.encoding, "replace").decode(console.encoding)


def _level(result: RequirementResult, w: Words) -> str:
    return w.get(result.level, result.level)
