import io

import pytest
from rich.console import Console

from kontrak.conformance.report.terminal import print_report


def printed(report, width=80, **options) -> str:
    file = io.StringIO()
    print_report(report, Console(file=file, width=width), **options)
    return file.getvalue()


def test_the_verdict_and_the_totals_are_printed(report):
    text = printed(report)
    assert "NOT CONFORMANT\n1 of 6 requirements failed.\nFailed 1 · Errors 1 · Warnings 1 · Not tested 1" in text


def test_a_failure_is_a_block(report):
    text = printed(report)
    for part in (
        "Failed PADI-API-002",
        "Source: 002, row 8 (MUST, documented)",
        'got:    HTTP 200, status "success"',
    ):
        assert part in text


def test_a_warning_takes_one_line(report):
    assert "Warning PADI-TRX-003 kategori_umkm was accepted\n" in printed(report)


def test_there_is_a_hint_how_to_see_what_was_not_tested(report, conformant):
    assert "of report.html" in printed(report)
    assert "kontrak report" not in printed(conformant)


def test_all_but_the_curl_line_fits_80_columns(report, hostile):
    for text in (printed(report), printed(hostile("word " * 60)), printed(report, lang="id")):
        assert all(len(line) <= 80 for line in text.splitlines() if not line.startswith(("curl", "word")))


def test_the_curl_line_is_one_line(hostile):
    curl = "curl https://padi.example/" + "a b" * 200
    assert curl in printed(hostile(curl)).splitlines()


def test_nothing_is_coloured_when_piped(report):
    assert "\x1b" not in printed(report)


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/]", "[link=http://x]y[/link]", ":smile:", "\\[bold]"])
def test_rich_markup_in_data_is_only_text(text, hostile):
    assert text in printed(hostile(text))


def test_terminal_escapes_in_data_do_nothing(hostile):
    text = printed(hostile("\x1b[31mred\x1b]0;title\x07\r\x9b2J"))
    assert "␛[31mred" in text
    assert not set(text) & {"\x1b", "\x07", "\r", "\x9b"}


def test_a_narrow_character_set_is_no_obstacle(report):
    raw = io.BytesIO()
    print_report(report, Console(file=io.TextIOWrapper(raw, encoding="ascii"), width=80), lang="id")
