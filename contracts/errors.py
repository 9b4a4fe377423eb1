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

    Arguments: the file, what is wrong, where in it (`pointer`, and `line` counted from 1), and what to do next.
    """

    def __init__(self, file: str, problem: str, *, pointer: str = "", line: int | None = None, hint: str = "") -> None:
        self.file, self.problem, self.pointer, self.line, self.hint = file, problem, pointer, line, hint
        advice = f"; {hint}" if hint else ""
        super().__init__(f"{place(file, line, pointer)}: {problem}{advice}")


def place(file: str, line: int | None, pointer: str) -> str:
    """A place in a file, as messages write it: `tpos/readings.yaml:12 at /0/where`."""
    return f"{file}{f':{line}' if line else ''}{f' at {pointer}' if pointer else ''}"


class UnknownPartner(KontrakError):
    """No contract of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        super().__init__(f"unknown partner {name!r}; known: {', '.join(known)}")


class ConfigurationError(KontrakError):
    """A configuration file or an option is wrong; the text says where and what to write."""
