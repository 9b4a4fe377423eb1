"""Contract files, read strictly: what is broken is a ContractError with file and line."""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from kontrak.contracts.errors import ContractError
from kontrak.contracts.model import Json

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
        if file.suffix == ".json":
            return json.loads(text, object_pairs_hook=_members)
        return yaml.load(text, Loader)  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise ContractError(name, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ContractError(name, f"not UTF-8: byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise ContractError(name, f"not JSON: {error.msg}", line=error.lineno) from None
    except KeyError as error:
        raise ContractError(name, f"{error} stands twice in one object") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContractError(name, f"not YAML: {error.problem}", line=line) from None
    except yaml.YAMLError as error:
        raise ContractError(name, f"not YAML: {' '.join(str(error).split())}") from None


def line_of(file: Path, path: list[str | int]) -> int | None:
    """The line of a value in a YAML file, found by composing the file again; only errors pay for it."""
    if file.suffix == ".json":
        return None
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader)
    for token in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(token)), node)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(token)]
    return node.start_mark.line + 1 if node else None


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        raise KeyError(next(name for name in names if names.count(name) > 1))
    return members
