"""`kontrak report`: other views of a report that was written."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from kontrak.conformance.bundle.archive import extract_har, is_bundle, read_report, verify_bundle
from kontrak.conformance.report import html, junit, markdown
from kontrak.conformance.report.terminal import print_report
from kontrak.conformance.report.write import read
from kontrak.contracts.errors import ConfigurationError

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE, metavar="REPORT.json|EVIDENCE.zip")
@click.option("--html", "html_file", type=FILE, metavar="FILE", help="Write a self-contained page.")
@click.option("--junit", "junit_file", type=FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("--markdown", "markdown_file", type=FILE, metavar="FILE", help="Write a Markdown summary.")
@click.option("--har", "har_file", type=FILE, metavar="FILE", help="Write the exchanges of a bundle (HAR 1.2).")
@click.option("--verify", is_flag=True, help="Find any change to a bundle; exit code 1 if there is one.")
@click.option(
    "--lang",
    type=click.Choice(["en", "id"]),
    default="en",
    show_default=True,
    help="Language of the page and the summary.",
)
def report(
    file: Path,
    html_file: Path | None,
    junit_file: Path | None,
    markdown_file: Path | None,
    har_file: Path | None,
    verify: bool,
    lang: str,
) -> None:
    """Rebuild views from a report.json or an evidence bundle; with no option, print the report."""
    bundle = is_bundle(file)
    if (verify or har_file) and not bundle:
        raise ConfigurationError(f"{file}: no evidence bundle; `kontrak verify --evidence FILE.zip` writes one")
    if verify:
        _verify(file)
    if har_file:
        extract_har(file, har_file)
        click.echo(f"wrote {har_file}")
    if verify or (har_file and not (html_file or junit_file or markdown_file)):
        return
    found = read_report(file) if bundle else read(file)
    if html_file:
        _write(html_file, html.render(found, lang=lang))
    if junit_file:
        _write(junit_file, junit.render(found))
    if markdown_file:
        _write(markdown_file, markdown.render(found, lang=lang))
    if not (html_file or junit_file or markdown_file):
        print_report(found, Console())


def _verify(bundle: Path) -> None:
    """Say whether a bundle is as it was written, and end with 1 if it is not."""
    problems = verify_bundle(bundle)
    for problem in problems:
        click.echo(f"changed: {problem}")
    if problems:
        sys.exit(1)
    click.echo(f"unchanged: {bundle}")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {file}")
