"""A document under comparison: its references followed within it, without an end in a document that leads back to itself."""

from __future__ import annotations

from dataclasses import dataclass

from kontrak.contracts.diff.change import Path
from kontrak.contracts.model import Json
from kontrak.contracts.schema import follow

DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One document."""

    document: Json

    def resolved(self, path: Path, value: Json) -> tuple[Path, Json]:
        """The value that a reference leads to, with its path in the document; any other value as it is.

        Members beside `$ref` are put over those of its target. A reference that leads nowhere stays.
        """
        for _step in range(DEEPEST):
            if not isinstance(value, dict) or not isinstance(ref := value.get("$ref"), str) or not ref.startswith("#"):
                break
            try:
                target = follow(self.document, ref[1:])
            except (LookupError, TypeError, ValueError):
                break
            beside = {name: part for name, part in value.items() if name != "$ref"}
            path = tuple(token.replace("~1", "/").replace("~0", "~") for token in ref[1:].split("/")[1:])
            value = {**target, **beside} if beside and isinstance(target, dict) else target
        return path, value

    def plain(self, value: Json, seen: tuple[str, ...] = ()) -> Json:
        """A value with its references put in place, as far as they do not lead back to themselves."""
        if isinstance(value, list):
            return [self.plain(item, seen) for item in value]
        if not isinstance(value, dict):
            return value
        if isinstance(ref := value.get("$ref"), str) and ref not in seen:
            _path, target = self.resolved((), value)
            if target is not value:
                return self.plain(target, (*seen, ref))
        return {name: self.plain(part, seen) for name, part in value.items()}
