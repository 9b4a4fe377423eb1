"""`kontrak report`: other views of a report that was written."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from kontrak.conformance.report import html, junit, markdown
from kontrak.conformance.report.terminal import print_report
from kontrak.conformance.report.write import read
from kontrak.contracts.errors import ConfigurationError

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("report_json", type=FILE)
@click.option("--html", "html_file", type=FILE, metavar="FILE", help="Write a self-contained page.")
@click.option("--junit", "junit_file", type=FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("--markdown", "markdown_file", type=FILE, metavar="FILE", help="Write a Markdown summary.")
@click.option(
    "--lang",
    type=click.Choice(["en", "id"]),
    default="en",
    show_default=True,
    help="Language of the page and the summary.",
)
def report(
    report_json: Path, html_file: Path | None, junit_file: Path | None, markdown_file: Path | None, lang: str
) -> None:
    """Rebuild views from REPORT_JSON; with no option, print it."""
    found = read(report_json)
    if html_file:
        _write(html_file, html.render(found, lang=lang))
    if junit_file:
        _write(junit_file, junit.render(found))
    if markdown_file:
        _write(markdown_file, markdown.render(found, lang=lang))
    if not (html_file or junit_file or markdown_file):
        print_report(found, Console())


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {file}")
