"""Contract files, read strictly: what is broken is a ContractError with file and line."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from kontrak.contracts.errors import ContractError
from kontrak.contracts.model import Json
from kontrak.contracts.positions import line_in_json, repeated_member

SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


KEYS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge")


class Loader(SafeLoader):  # type: ignore[misc] # its base is C where libyaml is there
    """A safe loader that refuses what YAML takes in silence: a key that stands twice, and one that is no text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's
        """The mapping of a node; raises ConstructorError for such a key."""
        seen = set()
        for key, _value in node.value:
            name = str(key.value)
            if key.tag not in KEYS:
                problem = f"the key {name} is no text; quote keys such as on, yes and 1"
            elif name in seen:
                problem = f"the key {name} stands twice"
            else:
                seen.add(name)
                continue
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


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
        return yaml.load(text, Loader)  # noqa: S506 - a safe loader
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
