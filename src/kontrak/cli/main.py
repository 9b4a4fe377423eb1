"""The `kontrak` command: the group of all commands, and how they end when the user has to mend something."""

from __future__ import annotations

import sys

import click

from kontrak import __version__
from kontrak.cli.batch import batch
from kontrak.cli.contracts import contracts
from kontrak.cli.dgi import dgi
from kontrak.cli.mock import mock
from kontrak.cli.report import report
from kontrak.cli.staging import staging
from kontrak.cli.verify import verify
from kontrak.contracts.errors import KontrakError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="kontrak %(version)s")
def cli() -> None:
    """Contracts, a simulator and a conformance verdict for TPOS, DGI and PADI integrations.

    Start with `kontrak verify`: it starts the mock, verifies it, and writes a report.
    """


for command in (verify, mock, contracts, report, dgi, batch, staging):
    cli.add_command(command)


def main() -> None:
    """Run the command line; what the user can mend is one line on standard error and exit code 2."""
    try:
        cli()
    except KontrakError as error:
        click.echo(f"kontrak: {error}", err=True)
        sys.exit(2)
