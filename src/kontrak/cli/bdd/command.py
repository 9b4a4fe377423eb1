"""The options of `kontrak bdd`, and of its catalogue `kontrak bdd steps`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kontrak.contracts.errors import ConfigurationError


class WithCatalogue(click.Group):
    """A command that runs whatever paths it is given, and knows one word beside them: steps."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take everything but the two commands for paths and options of `run`."""
        return super().parse_args(ctx, args if args and args[0] in self.commands else ["run", *args])


class OfGroup(click.Context):
    """The context of `run`, which is called by the name of its group."""

    @property
    def command_path(self) -> str:
        """How the command is written."""
        return self.parent.command_path if self.parent else super().command_path


class Run(click.Command):
    """The command that needs no name."""

    context_class = OfGroup


@click.group(cls=WithCatalogue)
def bdd() -> None:
    """Run feature files with the step library, or print its catalogue."""


@bdd.command(cls=Run)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--target", metavar="URL", help="The implementation to run against; without it, the embedded mock.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A kontrak.toml that describes the targets.",
)
@click.option(
    "--tags", metavar="EXPRESSION", help='Only scenarios with these tags: "TPOS-PO-004 or dgi and not lambat".'
)
@click.option("-k", "named", metavar="WORDS", help="Only scenarios with these words in their name.")
@click.option(
    "-n", "workers", type=click.IntRange(0, 64), default=0, show_default=True, help="Processes that run them."
)
@click.option(
    "--report-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("kontrak-bdd"),
    show_default=True,
    help="Where scenarios.html, cucumber.json and junit.xml go.",
)
@click.option(
    "--lang", type=click.Choice(["en", "id"]), default="en", show_default=True, help="Language of the HTML page."
)
@click.option("--dry-run", is_flag=True, help="Only check the files and list their scenarios.")
@click.option("--brief", is_flag=True, help="One line for each scenario that passed.")
@click.option("--quiet", is_flag=True, help="Only what did not pass, and the last line.")
def run(
    paths: tuple[Path, ...],
    target: str | None,
    config: Path | None,
    tags: str | None,
    named: str | None,
    workers: int,
    report_dir: Path,
    lang: str,
    dry_run: bool,
    brief: bool,
    quiet: bool,
) -> None:
    """Run the feature files in PATH...

    `kontrak bdd steps [WORD]...` prints the steps that they can be written with.

    Exit codes: 0 every scenario passed, 1 some failed, 2 a file or option is wrong, 3 inconclusive: nothing was tested,
    or the target did not answer.
    """
    from kontrak.cli.bdd.run import Asked, execute  # noqa: PLC0415 - pytest is slow to import

    if target and config:
        raise ConfigurationError("--target and --config exclude each other; write base_url into the configuration")
    if not paths:
        raise ConfigurationError("name a feature file or a folder of them, such as: kontrak bdd features/")
    detail = "quiet" if quiet else "brief" if brief else "full"
    asked = Asked(paths, target, config, tags, named, workers, report_dir, lang, detail, dry_run=dry_run)
    sys.exit(execute(asked))


@bdd.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--lang", type=click.Choice(["en", "id"]), default="id", show_default=True, help="Language of the steps.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def steps(words: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Print the steps, those alone that have every WORD in them."""
    from kontrak.features.catalogue import catalogue, page  # noqa: PLC0415 - as above

    found = catalogue(words)
    if as_json:
        click.echo(json.dumps([entry.as_json() for entry in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(page(found, lang)))
    if not found:
        sys.exit(1)
