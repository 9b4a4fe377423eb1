"""`kontrak contracts`: what the partners say, in a terminal or as JSON."""

from __future__ import annotations

import click

from kontrak.cli.contracts.checks import diff, export, lint
from kontrak.cli.contracts.lists import fields, list_contracts, operations, requirements
from kontrak.cli.contracts.readings import readings
from kontrak.cli.contracts.show import show

__all__ = ["contracts"]


@click.group()
def contracts() -> None:
    """Show the contracts: requirements, readings, operations, feeds and fields, with their sources."""


for command in (list_contracts, show, requirements, readings, operations, fields, export, lint, diff):
    contracts.add_command(command)
