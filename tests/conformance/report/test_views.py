import io
import re
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from kontrak.conformance.report import html, junit, markdown, terminal
from kontrak.conformance.report.words import CATALOGUE
from kontrak.conformance.report.write import read, to_json, write
from kontrak.conformance.verdict import Report, Verdict


def on_a_terminal(report: Report) -> str:
    file = io.StringIO()
    terminal.print_report(report, Console(file=file, width=80))
    return file.getvalue()


VIEWS = {
    "html": html.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "terminal": on_a_terminal,
    "json": to_json,
}
HOSTILE = {
    "markup": "</script><img src=x onerror=alert(1)>&lt;&#0;]]>",
    "control characters": "".join(map(chr, range(0xA0))),
    "what XML forbids": "a\x00b\x0b\ufffe\uffff",
    "pipes": "a | b || `c` ``d`` |",
    "rich markup": "[bold]x[/] [/nothing]",
    "terminal escapes": "\x1b[2J\x1b]8;;http://x\x07",
    "lone surrogates": "a\ud800b\udfffc",
    "reading order": "\u202eabc\u2066",
    "line ends": "\r\n\n\r\u2028\x85",
    "templates": "{{ 7 }}{% raw %}{0}{x!r}%s%(a)s$x",
    "nothing": "",
    "spaces": "   ",
    "deep JSON": "[" * 100_000,
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_data_breaks_a_view(view, text, hostile):
    shown = VIEWS[view](hostile(text))
    shown.encode()
    if view != "json":
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ufffe]", shown)


@pytest.mark.parametrize("view", VIEWS)
def test_a_megabyte_in_every_field_breaks_no_view(view, hostile):
    VIEWS[view](hostile('{"a": "' + "é<|" * 350_000 + '"}'))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_junit_is_well_formed_whatever_the_data(text, hostile):
    ET.fromstring(junit.render(hostile(text)).encode())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_data_is_written_and_read(text, hostile, tmp_path):
    assert read(write(hostile(text), tmp_path)["report.json"]).totals == hostile(text).totals


def test_an_empty_report_has_every_view():
    empty = Report(Verdict.INCONCLUSIVE, {}, {}, {}, ())
    for view in VIEWS.values():
        assert view(empty)


def test_the_languages_have_the_same_words():
    places = {
        lang: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words.items()}
        for lang, words in CATALOGUE.items()
    }
    assert places["en"] == places["id"]


def test_the_catalogue_is_frozen():
    with pytest.raises(TypeError):
        CATALOGUE["en"]["title"] = "x"
