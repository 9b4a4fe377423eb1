"""Two schemas of a message: what the new one takes less or more than the old one, and whom that breaks.

A request that takes less breaks clients, one that takes more breaks servers; an answer that may be more breaks clients,
one that may be less breaks servers. So each difference is found once, as narrower or wider, and its direction decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kontrak.contracts.diff.change import BOTH, CLIENT, SERVER, Change, Path, breaks, note, others, rows, shown, table
from kontrak.contracts.diff.document import Side
from kontrak.contracts.model import Json

UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
EXACT = (
    "pattern",
    "format",
    "multipleOf",
    "contentEncoding",
    "contentMediaType",
    "uniqueItems",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "patternProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contains",
    "prefixItems",
    "not",
)
SPECIAL = (
    "type",
    "enum",
    "const",
    "required",
    "properties",
    "items",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "then",
    "else",
)
HANDLED = (*UPPER, *LOWER, *EXACT, *SPECIAL, "$ref", "$defs", "$schema", "$id")
TYPES = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})
OFF = {"uniqueItems": False, "minItems": 0, "minLength": 0, "minProperties": 0}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two schemas at one place.

    `called` is what texts call the message, `rule` says that columns are only spoken about and not listed, `seen` are the
    references already followed.
    """

    old: Side
    new: Side
    request: bool
    called: str
    path: Path = ()
    column: str = ""
    rule: bool = False
    seen: frozenset[tuple[Path, Path]] = frozenset()

    def narrower(self, kind: str, at: Path, text: str) -> list[Change]:
        """The new schema takes less."""
        return self._breaks(kind, CLIENT if self.request else SERVER, at, text)

    def wider(self, kind: str, at: Path, text: str) -> list[Change]:
        """The new schema takes more."""
        return self._breaks(kind, SERVER if self.request else CLIENT, at, text)

    def changed(self, kind: str, at: Path, text: str) -> list[Change]:
        """The new schema takes other values: some less, some more."""
        return self._breaks(kind, BOTH, at, text)

    def _breaks(self, kind: str, whom: str | Iterable[str], at: Path, text: str) -> list[Change]:
        column = f": {self.column}" if self.column else ""
        return breaks(kind, whom, (*self.path, *at), f"{self.called}{column}: {text}")

    def twins(self, old: Json, new: Json) -> bool:
        """Whether two branches are the same one: equal, or of one reference, title or condition."""
        was, now = table(old), table(new)
        named = any(name in was and was[name] == now.get(name) for name in ("$ref", "title", "if"))
        return named or self.old.plain(old) == self.new.plain(new)

    def inside(self, *at: str | int, column: str = "") -> Compared:
        """The same comparison one step further in."""
        name = ".".join(part for part in (self.column, column) if part)
        return replace(self, path=(*self.path, *at), column=name)


def compare_schemas(here: Compared, old: Json, new: Json) -> list[Change]:
    """Every change of a schema."""
    old_path, old = here.old.resolved(here.path, old)
    new_path, new = here.new.resolved(here.path, new)
    if (old_path, new_path) in here.seen:
        return []
    if old_path != here.path or new_path != here.path:
        here = replace(here, path=new_path, seen=here.seen | {(old_path, new_path)})
    old, new = _as_table(old), _as_table(new)
    found = [*_types(here, old, new), *_values(here, old, new), *_bounds(here, old, new), *_exact(here, old, new)]
    found += [*_columns(here, old, new), *_rows(here, old, new), *_branches(here, old, new)]
    if "if" in old or "if" in new:
        found += _consequences(here, old, new)
    whom = SERVER if here.request else CLIENT
    return found + others(old, new, HANDLED, here.path, whom)


def _as_table(schema: Json) -> Mapping[str, Json]:
    """A schema as a table: true takes anything, false nothing."""
    return {"not": {}} if schema is False else table(schema)


def _types(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    before, after = _type_set(old), _type_set(new)
    if less := sorted(before - after):
        yield from here.narrower("type-narrowed", ("type",), f"no longer of type {' or '.join(less)}")
    if more := sorted(after - before):
        yield from here.wider("type-widened", ("type",), f"may be of type {' or '.join(more)}")


def _type_set(schema: Mapping[str, Json]) -> frozenset[str]:
    """The types that a schema takes; an integer is a number too."""
    if "type" not in schema:
        return TYPES
    said = schema["type"]
    types = {str(name) for name in (said if isinstance(said, list) else [said])}
    return frozenset(types | ({"integer"} if "number" in types else set()))


def _values(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    for keyword in ("enum", "const"):
        before, after = _listed(old, keyword), _listed(new, keyword)
        if before == after:
            continue
        at = (keyword,)
        if before is None:
            yield from here.narrower("values-narrowed", at, f"only {shown(new[keyword])} from now on")
        elif after is None:
            yield from here.wider("values-widened", at, f"no longer only {shown(old[keyword])}")
        else:
            if less := sorted(before - after):
                yield from here.narrower("values-narrowed", at, f"{', '.join(less)} no longer among the values")
            if more := sorted(after - before):
                yield from here.wider("values-widened", at, f"{', '.join(more)} among the values")


def _listed(schema: Mapping[str, Json], keyword: str) -> frozenset[str] | None:
    if keyword not in schema:
        return None
    values = schema[keyword] if keyword == "enum" else [schema[keyword]]
    return frozenset(json.dumps(value, ensure_ascii=False, sort_keys=True) for value in rows(values))


def _bounds(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    for keyword in (*UPPER, *LOWER):
        off = OFF.get(keyword)
        before, after = old.get(keyword, off), new.get(keyword, off)
        if before == after:
            continue
        at, sign = (keyword,), 1 if keyword in UPPER else -1
        said = f"{keyword} {'was ' + shown(before) if before is not None else 'is new'}, now {shown(after)}"
        numbers = _is_number(before) and _is_number(after)
        narrower = sign * after < sign * before if numbers else before is None
        change = here.narrower if narrower else here.wider
        yield from change(
            f"{keyword}-{'narrowed' if narrower else 'widened'}", at, said.replace("now null", "now free")
        )


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _exact(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    for keyword in EXACT:
        off = OFF.get(keyword)
        before, after = old.get(keyword, off), new.get(keyword, off)
        if here.old.plain(before) == here.new.plain(after):
            continue
        at = (keyword,)
        if keyword not in old:
            yield from here.narrower(f"{keyword}-narrowed", at, f"{keyword} is new: {shown(after)}")
        elif keyword not in new:
            yield from here.wider(f"{keyword}-widened", at, f"{keyword} is gone: {shown(before)}")
        else:
            said = f"{keyword} was {shown(before)}, now {shown(after)}"
            yield from here.changed(f"{keyword}-changed", at, said)


def _columns(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    before, after = table(old.get("properties")), table(new.get("properties"))
    was = [name for name in rows(old.get("required")) if isinstance(name, str)]
    now = [name for name in rows(new.get("required")) if isinstance(name, str)]
    if here.rule:
        before, after = ({**dict.fromkeys({**before, **after}, True), **each} for each in (before, after))
    for name in before:
        if name not in after:
            yield from _removed(here, name)
        else:
            yield from compare_schemas(here.inside("properties", name, column=name), before[name], after[name])
    for name in after:
        if name not in before:
            yield from _added(here, name, required=name in now)
    for name in dict.fromkeys([*was, *now]):
        known = (name in before) == (name in after)
        if known and name not in was:
            yield from here.narrower("column-required", ("required",), f"{name} must be given")
        elif known and name not in now:
            yield from here.wider("column-optional", ("required",), f"{name} may be missing")


def _removed(here: Compared, name: str) -> list[Change]:
    kind = "request-column-removed" if here.request else "answer-column-removed"
    at = here.inside("properties", name, column=name)
    return breaks(kind, CLIENT, at.path, f"{here.called}: {at.column} is gone")


def _added(here: Compared, name: str, *, required: bool) -> list[Change]:
    at = here.inside("properties", name, column=name)
    if here.request:
        text = f"{here.called}: {at.column} is new" + (" and must be given" if required else "")
        return breaks("request-column-added", BOTH if required else SERVER, at.path, text)
    if required:
        return breaks("answer-column-added", SERVER, at.path, f"{here.called}: {at.column} is new and always given")
    return note("answer-column-added", CLIENT, at.path, f"{here.called}: {at.column} is new and may be given")


def _rows(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    """The schemas of an array's rows and of members without a name of their own."""
    for keyword in ("items", "additionalProperties"):
        before, after = old.get(keyword, True), new.get(keyword, True)
        if before is True and after is True:
            continue
        if before is True and after is not True:
            yield from here.narrower(f"{keyword}-narrowed", (keyword,), f"{keyword} is new: {shown(after)}")
        elif after is True and before is not True:
            yield from here.wider(f"{keyword}-widened", (keyword,), f"{keyword} is gone: {shown(before)}")
        else:
            yield from compare_schemas(here.inside(keyword), before, after)


def _consequences(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    """What holds under a condition; another condition is another rule."""
    if here.old.plain(old.get("if")) != here.new.plain(new.get("if")):
        text = f"the condition was {shown(old.get('if'))}, now {shown(new.get('if'))}"
        yield from here.changed("condition-changed", ("if",), text)
    for keyword in ("then", "else"):
        inner = replace(here.inside(keyword), rule=True)
        yield from compare_schemas(inner, old.get(keyword, True), new.get(keyword, True))


def _branches(here: Compared, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    """Conditions that must all hold (`allOf`) and choices (`anyOf`, `oneOf`): a condition more takes less, a choice more."""
    for keyword in ("allOf", "anyOf", "oneOf"):
        before, after = rows(old.get(keyword)), rows(new.get(keyword))
        gone, come = list(before), []
        for number, part in enumerate(after):
            twin = next((each for each in gone if here.twins(each, part)), None)
            if twin is None:
                come.append(part)
            else:
                gone.remove(twin)
                yield from compare_schemas(here.inside(keyword, number), twin, part)
        if keyword == "allOf":
            yield from _conditions(here, (gone, come))
        elif gone or come:
            yield from _choices(here, keyword, (gone, come), started=not before, ended=not after)


def _conditions(here: Compared, moved: tuple[list[Json], list[Json]]) -> Iterator[Change]:
    gone, come = moved
    for part in come:
        yield from here.narrower("rule-added", ("allOf",), f"a rule is new: {_named(part)}")
    for part in gone:
        yield from here.wider("rule-removed", ("allOf",), f"a rule is gone: {_named(part)}")


def _choices(
    here: Compared, keyword: str, moved: tuple[list[Json], list[Json]], *, started: bool, ended: bool
) -> Iterator[Change]:
    gone, come = moved
    if started:
        yield from here.narrower("choice-narrowed", (keyword,), f"{keyword} is new: {shown(come)}")
    elif ended:
        yield from here.wider("choice-widened", (keyword,), f"{keyword} is gone: {shown(gone)}")
    else:
        for part in gone:
            yield from here.narrower("choice-narrowed", (keyword,), f"a choice is gone: {_named(part)}")
        for part in come:
            yield from here.wider("choice-widened", (keyword,), f"a choice is new: {_named(part)}")


def _named(part: Json) -> str:
    return str(table(part).get("title") or shown(part))
