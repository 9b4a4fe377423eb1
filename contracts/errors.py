"""Misuse of kontrak: what a user of the tool can mend.

    KontrakError
    ├── ContractError       a contract file is missing, broken or contradicts another
    ├── UnknownPartner      no contract of that name
    └── ConfigurationError  kontrak.toml or an option is wrong

Findings about the thing under test are values (`kontrak.conformance.verdict`), never these exceptions.
"""

from __future__ import annotations


class KontrakError(Exception):
    """Something the user of kontrak can mend; the command line prints it and exits 2."""


class ContractError(KontrakError):
    """A contract file is broken.

    Arguments: the file, what is wrong, and where in it (`pointer`, or `line` counted from 1).
    """

    def __init__(self, file: str, problem: str, *, pointer: str = "", line: int | None = None) -> None:
        self.file, self.problem, self.pointer, self.line = file, problem, pointer, line
        place = f"{file}:{line}" if line else file
        where = f" at {pointer}" if pointer else ""
        super().__init__(f"{place}{where}: {problem}")


class UnknownPartner(KontrakError):
    """No contract of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        super().__init__(f"unknown partner {name!r}; known: {', '.join(known)}")


class ConfigurationError(KontrakError):
    """A configuration file or an option is wrong; the text says where and what to write."""
