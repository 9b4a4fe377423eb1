"""The paths of a contract: which operations one names, and the values that stand in it."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from kontrak.contracts.model import PARAMETER, Contract, Json, Operation


def path_of(operation: Operation, message: Json) -> str:
    """The path of an operation with the values of a message in it."""
    given = message if isinstance(message, dict) else {}
    return PARAMETER.sub(lambda name: quote(str(given.get(name[1], name[0])), safe=""), operation.path)


def query_of(operation: Operation, message: Json) -> dict[str, Json]:
    """The members of a message that do not stand in the path."""
    given = message.items() if isinstance(message, dict) else ()
    return {name: value for name, value in given if name not in operation.parameters}


class Routes:
    """All paths of a contract; one that is written out goes before one with parameters."""

    def __init__(self, contract: Contract) -> None:
        self._paths = contract.paths()
        self._forms = {path: _form(path) for path in self._paths if PARAMETER.search(path)}

    def at(self, path: str) -> tuple[Operation, ...]:
        """The operations of a path."""
        if path in self._paths:
            return self._paths[path]
        return next((self._paths[template] for template, form in self._forms.items() if form.fullmatch(path)), ())

    def values(self, operation: Operation, path: str) -> dict[str, str]:
        """What stands in a path of an operation for its parameters."""
        form = self._forms.get(operation.path)
        found = form.fullmatch(path) if form else None
        return dict(zip(operation.parameters, map(unquote, found.groups()), strict=True)) if found else {}


def _form(path: str) -> re.Pattern[str]:
    pieces = PARAMETER.split(path)
    return re.compile("".join("([^/]+)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)))
