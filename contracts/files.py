"""Contract files, read strictly: what is broken is a ContractError with file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from kontrak.contracts.errors import ContractError
from kontrak.contracts.model import Json
from kontrak.contracts.positions import line_in_json, repeated_member

SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


TEXT = "tag:yaml.org,2002:str"


class Loader(SafeLoader):  # type: ignore[misc] # its base is C where libyaml is there
    """A safe loader of what JSON can say; it refuses what YAML takes in silence.

    That is a key that stands twice, one that is no text, and a merge of mappings. It builds values straight from the
    nodes, in two thirds of the time that PyYAML's constructor takes.
    """

    def value(self) -> Json:
        """The one document of the text; raises ConstructorError for what is refused."""
        node = self.get_single_node()
        return None if node is None else self._plain(node, {})

    def _plain(self, node: Any, known: dict[int, Json]) -> Json:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == TEXT else self.construct_object(node)
        if id(node) not in known:
            if isinstance(node, yaml.SequenceNode):
                known[id(node)] = [self._plain(item, known) for item in node.value]
            else:
                known[id(node)] = self._mapping(node, known)
        return known[id(node)]

    def _mapping(self, node: Any, known: dict[int, Json]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for key, value in node.value:
            if key.tag != TEXT:
                problem = f"the key {key.value} is no text; quote keys such as on, yes and 1"
            elif key.value in found:
                problem = f"the key {key.value} stands twice"
            else:
                found[key.value] = self._plain(value, known)
                continue
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        return found


def parse(file: Path, name: str) -> Json:
    """A YAML or JSON file, parsed; `name` is what errors call it."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = f"add it, or correct the name in the file that asks for {file.name}"
        raise ContractError(name, "the file is missing", hint=hint) from None
    except OSError as error:
        raise ContractError(
            name, f"cannot be read: {error.strerror}", hint="make it a file that you may read"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ContractError(name, f"not UTF-8: byte {error.start}", line=line, hint="save it as UTF-8") from None
    return _json(text, name) if file.suffix == ".json" else _yaml(text, name)


def _json(text: str, name: str) -> Json:
    try:
        return json.loads(text, object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        hint = "mend a comma, quote or bracket there or just before"
        raise ContractError(name, f"not JSON: {error.msg}", line=error.lineno, hint=hint) from None
    except RecursionError:
        raise ContractError(name, "nested too deeply", hint="make it flatter") from None
    except KeyError as error:
        _name, path, line = repeated_member(text) or ("", [], None)
        problem = f"{error} stands twice in one object"
        raise ContractError(name, problem, pointer=pointer(path), line=line, hint="drop one of them") from None


def _yaml(text: str, name: str) -> Json:
    hint = "mend the indentation, a quote or a bracket there or just before"
    try:
        return Loader(text).value()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContractError(
            name, f"not YAML: {error.problem}", line=mark.line + 1 if mark else None, hint=hint
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"not YAML: the character {error.character!r} is not allowed"
        raise ContractError(name, problem, line=line, hint="delete it") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ContractError(name, f"not YAML: {' '.join(str(error).split())}", hint=hint) from None


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer of a path."""
    return "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in path)


def line_of(file: Path, path: Sequence[str | int]) -> int | None:
    """The line of a value in a file, or of the last value on the way that is there; only errors pay for it."""
    text = file.read_text(encoding="utf-8")
    return line_in_json(text, path) if file.suffix == ".json" else _line_in_yaml(text, path)


def _line_in_yaml(text: str, path: Sequence[str | int]) -> int | None:
    """Found by composing the file again. A member's line is that of its name, as in an editor's search."""
    node = yaml.compose(text, Loader)
    line = node.start_mark.line if node else None
    for token in path:
        if isinstance(node, yaml.MappingNode):
            key, node = next(((key, value) for key, value in node.value if key.value == str(token)), (None, None))
            line = key.start_mark.line if key else line
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(token)]
            line = node.start_mark.line
    return None if line is None else line + 1


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        raise KeyError(next(name for name in names if names.count(name) > 1))
    return members
