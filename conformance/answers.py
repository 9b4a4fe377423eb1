"""The tables `[target.<partner>.answers]` of a kontrak.toml: what the partner answered to our readings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kontrak.conformance.toml import target_tables
from kontrak.contracts.advice import nearest
from kontrak.contracts.answer import Answer
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Contract, Json

MEMBERS = {"candidate", "by"}


def read_answers(file: Path, contracts: Mapping[str, Contract]) -> dict[str, dict[str, Answer]]:
    """The answers in a kontrak.toml by partner and reading; nothing else of the file is looked at.

    Raises ConfigurationError with what to mend. Partners that are not in `contracts` are left out.
    """
    tables = target_tables(file)
    return {
        name: checked_answers(table.get("answers", {}), f"{file}: [target.{name}]", contracts[name])
        for name, table in tables.items()
        if name in contracts and isinstance(table, dict)
    }


def checked_answers(table: Json, where: str, contract: Contract) -> dict[str, Answer]:
    """Answers to readings that the contract has; raises ConfigurationError."""
    if not isinstance(table, dict):
        raise ConfigurationError(f"{where}: answers is a table; write {line('READING', 'CANDIDATE')}")
    return {id: _answer(id, entry, f"{where} answers: {id}", contract) for id, entry in table.items()}


def line(reading: str, candidate: str) -> str:
    """The line of a kontrak.toml that records an answer."""
    return f'{reading} = {{ candidate = "{candidate}", by = "Name, mail of 2026-12-01" }}'


def _answer(id: str, entry: Json, where: str, contract: Contract) -> Answer:
    if id not in contract.readings:
        like = nearest(id, contract.readings)
        hint = f"did you mean {like[0]}? " if like else ""
        raise ConfigurationError(f"{where}: no such reading; {hint}see `kontrak contracts readings {contract.name}`")
    reading = contract.readings[id]
    names = [candidate.name for candidate in reading.candidates]
    example = f"write {line(id, reading.chosen)}"
    if not isinstance(entry, dict) or set(entry) - MEMBERS:
        raise ConfigurationError(f"{where}: an answer has candidate and by, nothing else; {example}")
    if entry.get("candidate") not in names:
        problem = f"cannot be read as {entry['candidate']!r}" if "candidate" in entry else "has no candidate"
        raise ConfigurationError(f"{where} {problem}; candidates: {', '.join(names)}; {example}")
    by = entry.get("by")
    if not isinstance(by, str) or not by.strip():
        raise ConfigurationError(f"{where} has no by: who answered and when; {example}")
    return Answer(id, entry["candidate"], by.strip())
