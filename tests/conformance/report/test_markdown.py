import re

import pytest

from kontrak.conformance.report.markdown import code, render


def table_rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def test_the_summary_begins_with_the_verdict(report):
    assert render(report).startswith("## ❌ Conformance report: Not conformant\n\n1 of 6 requirements failed.\n")


def test_the_totals_are_a_table(report):
    assert "| Failed | 1 |" in table_rows(render(report))


def test_a_failure_has_id_message_got_wanted_and_curl(report):
    text = render(report)
    assert "**PADI-API-002** The rule number 2." in text
    assert '- got: `HTTP 200, status "success"`' in text
    assert "<details><summary>curl</summary>\n\n  ```sh\n  curl -sS -X POST" in text


def test_what_was_not_tested_is_grouped_by_reason(report):
    assert "| the reason of not_tested | PADI-API-004 |" in table_rows(render(report))


def test_an_indonesian_summary(report):
    assert "Laporan kesesuaian: Tidak sesuai" in render(report, lang="id")
    assert "### Yang tidak diuji" in render(report, lang="id")


def test_pipes_and_line_ends_do_not_break_a_table(hostile):
    rows = table_rows(render(hostile("a | b\n| c ||\r\n`d|")))
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


@pytest.mark.parametrize("text", ["plain", "`", "a`b", "``a`", "```", "", "a|b"])
def test_a_code_span_holds_any_backticks(text):
    span = code(text)
    fence = re.match("`+", span)[0]
    inside = span[len(fence) : -len(fence)]
    assert span.endswith(fence)
    assert fence not in re.findall("`+", inside)
    assert inside.strip(" ") == text


def test_a_fence_is_longer_than_the_backticks_in_a_curl_line(hostile):
    assert "````sh" in render(hostile("curl ``` x"))


def test_no_data_becomes_html(hostile):
    text = render(hostile("<img src=x onerror=alert(1)>"))
    outside = re.sub(r"`[^`]*`|```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)<img", outside)


def test_the_summary_fits_what_github_takes(hostile):
    assert len(render(hostile("é|`" * 350_000)).encode()) < 1_000_000
