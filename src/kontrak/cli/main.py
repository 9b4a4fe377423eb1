"""The `kontrak` command: the group of all commands, and how they end when the user has to mend something."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from kontrak import __version__
from kontrak.contracts.errors import KontrakError

COMMANDS = ("batch", "bdd", "contracts", "demo", "dgi", "mock", "report", "staging", "verify")


class Commands(click.Group):
    """Commands that are imported when they are used, so that none waits for what another needs.

    Each is a function of its own name in `kontrak.cli.<name>`.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All names."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kontrak.cli.{name}"), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="kontrak %(version)s")
def cli() -> None:
    """Contracts, a simulator and a conformance verdict for TPOS, DGI and PADI integrations.

    Start with `kontrak verify`: it starts the mock, verifies it, and writes a report.
    """


def main() -> None:
    """Run the command line; what the user can mend is one line on standard error and exit code 2."""
    try:
        cli()
    except KontrakError as error:
        click.echo(f"kontrak: {error}", err=True)
        sys.exit(2)
