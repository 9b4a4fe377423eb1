"""Where something of a contract stands in its files: file, line and JSON pointer, references followed on the way."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kontrak.contracts.errors import place
from kontrak.contracts.files import line_of, pointer
from kontrak.contracts.folder import Folder
from kontrak.contracts.model import Json, Operation
from kontrak.contracts.schema import follow

Tokens = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a contract: what (`subject` is an id or a name), in words that end with what to do, and where."""

    file: str
    subject: str
    text: str
    line: int | None = None
    pointer: str = ""

    def __str__(self) -> str:
        return f"{place(self.file, self.line, self.pointer)}: {self.subject}: {self.text}"


class Places:
    """Finds places in the files of one folder."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def of(self, file: str, tokens: Tokens) -> tuple[str, int | None, str]:
        """File, line and pointer of the value at the end of a path that starts in a file and follows its references."""
        path: list[str | int] = []
        node = self.folder.read(file)
        for token in (*tokens, None):
            while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str):
                file, path, node = self._target(file, ref)
            if token is None or not _has(node, token):
                break
            node, path = node[token], [*path, token]
        return file, line_of(self.folder.folder / file, path), pointer(path)

    def _target(self, file: str, ref: str) -> tuple[str, list[str | int], Json]:
        name, _, fragment = ref.partition("#")
        other = posixpath.normpath(posixpath.join(posixpath.dirname(file), name)) if name else file
        tokens: list[str | int] = [token.replace("~1", "/").replace("~0", "~") for token in fragment.split("/")[1:]]
        return other, tokens, follow(self.folder.read(other), fragment)


def path_to(schema: Json, part: Json) -> list[str | int] | None:
    """The path from a value to a part of it, which is found by identity."""
    if schema is part:
        return []
    for token, child in _members(schema):
        if (rest := path_to(child, part)) is not None:
            return [token, *rest]
    return None


def message_path(openapi: Json, operation: Operation, part: str) -> list[str | int]:
    """The path in an OpenAPI document to the schema of an operation's `request` or `answer`."""
    raw = openapi["paths"][operation.path][operation.method.lower()]
    here: list[str | int] = ["paths", operation.path, operation.method.lower()]
    if operation.member:
        return [*here, "x-operations", operation.member, part]
    schema: list[str | int] = ["content", "application/json", "schema"]
    if part == "request":
        return [*here, "requestBody", *schema]
    code = next((code for code in raw["responses"] if str(code).startswith("2")), "default")
    return [*here, "responses", code, *schema]


def _members(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _has(node: Json, token: str | int) -> bool:
    if isinstance(node, list):
        return isinstance(token, int) and token < len(node)
    return isinstance(node, dict) and token in node
