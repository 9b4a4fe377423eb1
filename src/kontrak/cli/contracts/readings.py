"""`kontrak contracts readings`: what the sources leave open, as a list or as questions to the partner."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kontrak.cli.contracts.chosen import chosen
from kontrak.cli.contracts.lists import partner_argument
from kontrak.cli.contracts.printing import as_json, blocks, matching, search
from kontrak.conformance.answers import read_answers
from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.answer import Answers
from kontrak.contracts.questions import document


@click.command()
@partner_argument
@as_json
@search
@click.option("--questions", is_flag=True, help="The open ones as a Markdown document to send to the partner.")
@click.option(
    "--lang", type=click.Choice(["en", "id"]), default="en", show_default=True, help="Language of the questions."
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A kontrak.toml with the partner's answers; what they settle is no longer asked.",
)
def readings(partner: str | None, plain: bool, search: str, questions: bool, lang: str, config: Path | None) -> None:
    """The unclear places of the sources, how they can be read, and how we read them."""
    if questions and (plain or search):
        raise ConfigurationError("--questions makes one document; leave out --json and --search")
    contracts = chosen(partner)
    answers = read_answers(config, {contract.name: contract for contract in contracts}) if config else {}
    if questions:
        click.echo(document(contracts, answers, lang), nl=False)
        return
    found = [entry for contract in contracts for entry in _entries(contract, answers.get(contract.name, {}))]
    blocks(matching(found, search), _reading, plain=plain)


def _entries(contract: Contract, answers: Answers) -> list[dict[str, Any]]:
    return [
        {**asdict(reading), "answer": asdict(answers[id]) if id in answers else None}
        for id, reading in contract.readings.items()
    ]


def _reading(entry: dict[str, Any]) -> tuple[str, list[str]]:
    """A reading as a head line and the lines below it; the choice is marked."""
    answer = entry["answer"]
    taken = answer["candidate"] if answer else entry["chosen"]
    candidates = [
        f"{'*' if candidate['name'] == taken else ' '} {candidate['name']}: {candidate['text']}"
        for candidate in entry["candidates"]
    ]
    told = [f"answered by {answer['by']}"] if answer else [f"why: {entry['why']}"]
    return f"{entry['id']}  {entry['where']}", [entry["question"], *candidates, *told]
