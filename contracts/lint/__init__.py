"""What `load` does not see: names in one file of a contract that another file does not have."""

from __future__ import annotations

from kontrak.contracts.folder import Folder
from kontrak.contracts.lint.beside import beside
from kontrak.contracts.lint.found import Found, Known
from kontrak.contracts.lint.messages import examples, messages, schema_files
from kontrak.contracts.lint.registers import registers
from kontrak.contracts.model import Contract
from kontrak.contracts.places import Places, Problem

__all__ = ["Known", "Problem", "lint"]


def lint(contract: Contract, known: Known | None = None) -> list[Problem]:
    """Every mistake with file, line, pointer, what it is about, and what to do.

    `known` holds the names that tests may use, by their kind (`probe`, `watch`, `property`; of another role than the
    provider's with its name, as in `probe:feed`); a kind that it lacks is not checked, since this package does not know the suite.
    """
    found = [*schema_files(contract), *registers(contract, known or {}), *messages(contract), *beside(contract)]
    if not found:
        found = list(examples(contract))
    places = Places(Folder(contract.folder))
    return list(dict.fromkeys(_placed(contract, places, each) for each in found))


def _placed(contract: Contract, places: Places, found: Found) -> Problem:
    file, line, pointer = places.of(found.file, found.path)
    return Problem(f"{contract.name}/{file}", found.subject, found.text, line, pointer)
