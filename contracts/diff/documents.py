"""Two OpenAPI documents: paths, methods, parameters, bodies, answers, security."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from kontrak.contracts.diff.change import BOTH, CLIENT, SERVER, Change, Path, breaks, note, others, rows, table
from kontrak.contracts.diff.document import Side
from kontrak.contracts.diff.schemas import Compared, compare_schemas
from kontrak.contracts.files import pointer
from kontrak.contracts.model import Json

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Table = Mapping[str, Json]


def compare_documents(old: Json, new: Json) -> list[Change]:
    """Every change between two documents."""
    found = list(Documents(Side(old), Side(new)).changes())
    return found + _unused(old, new, found)


class Documents:
    """The comparison of two documents."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new

    def changes(self) -> Iterator[Change]:
        """All but what no operation uses."""
        old, new = table(self.old.document), table(self.new.document)
        before, after = table(old.get("paths")), table(new.get("paths"))
        paths = [path for path in {**before, **after} if path.startswith("/")]
        for path in paths:
            yield from self._path(path, before.get(path), after.get(path))
        yield from others(before, after, paths, ("paths",), CLIENT)
        yield from self._schemes()
        yield from others(old, new, ("paths", "components", "security"), (), CLIENT)

    def _path(self, path: str, old: Json, new: Json) -> Iterator[Change]:
        here: Path = ("paths", path)
        before, after = table(self.old.resolved(here, old)[1]), table(self.new.resolved(here, new)[1])
        for method in METHODS:
            name, at = f"{method.upper()} {path}", (*here, method)
            if method in before and method not in after:
                yield from breaks("operation-removed", CLIENT, at, f"{name} is gone")
            elif method in after and method not in before:
                yield from breaks("operation-added", SERVER, at, f"{name} is new")
            elif method in before:
                yield from self._operation(at, name, (before, after), (table(before[method]), table(after[method])))
        yield from others(before, after, (*METHODS, "parameters"), here, CLIENT)

    def _operation(self, at: Path, name: str, items: tuple[Table, Table], raw: tuple[Table, Table]) -> Iterator[Change]:
        old, new = raw
        called = str(new.get("operationId") or name)
        members = list(self._members(at, called, table(old.get("x-operations")), table(new.get("x-operations"))))
        told = {(change.kind, change.for_whom, change.where) for change in members}
        messages = [
            *self._body(at, called, old.get("requestBody"), new.get("requestBody")),
            *self._answers(at, called, table(old.get("responses")), table(new.get("responses"))),
        ]
        yield from members
        yield from (each for each in messages if (each.kind, each.for_whom, each.where) not in told)
        yield from self._parameters(at, called, items, raw)
        yield from self._security(at, called, old, new)
        handled = ("parameters", "requestBody", "responses", "security", "x-operations")
        yield from others(old, new, handled, at, CLIENT)

    def _parameters(
        self, at: Path, called: str, items: tuple[Table, Table], raw: tuple[Table, Table]
    ) -> Iterator[Change]:
        before, after = (
            self._named(side, at, [*rows(item.get("parameters")), *rows(each.get("parameters"))])
            for side, item, each in zip((self.old, self.new), items, raw, strict=True)
        )
        for key in {**before, **after}:
            where, text = (*at, "parameters"), f"{called}: {key[0]} parameter {key[1]}"
            if key not in after:
                yield from breaks("parameter-removed", CLIENT, where, f"{text} is gone")
            elif key not in before:
                required = bool(after[key].get("required"))
                more = " and must be given" if required else ""
                yield from breaks("parameter-added", BOTH if required else SERVER, where, f"{text} is new{more}")
            else:
                yield from self._parameter(where, text, before[key], after[key])

    @staticmethod
    def _named(side: Side, at: Path, entries: list[Json]) -> dict[tuple[str, str], Table]:
        resolved = [table(side.resolved(at, entry)[1]) for entry in entries]
        return {(str(entry.get("in")), str(entry.get("name"))): entry for entry in resolved}

    def _parameter(self, at: Path, text: str, old: Table, new: Table) -> Iterator[Change]:
        yield from _required(at, text, old, new)
        yield from compare_schemas(self._compared(at, text, request=True), old.get("schema", {}), new.get("schema", {}))
        yield from self._content(at, text, (old, new), request=True)
        yield from others(old, new, ("in", "name", "required", "schema", "content"), at, CLIENT)

    def _body(self, at: Path, called: str, old: Json, new: Json) -> Iterator[Change]:
        here, text = (*at, "requestBody"), f"{called}, request"
        before, after = table(self.old.resolved(here, old)[1]), table(self.new.resolved(here, new)[1])
        if before and not after:
            yield from breaks("body-removed", CLIENT, here, f"{text}: the body is gone")
        elif after and not before:
            yield from breaks("body-added", BOTH if after.get("required") else SERVER, here, f"{text}: a body is new")
        else:
            yield from _required(here, text, before, after)
            yield from self._content(here, text, (before, after), request=True)
            yield from others(before, after, ("required", "content"), here, CLIENT)

    def _content(self, at: Path, text: str, holders: tuple[Table, Table], *, request: bool) -> Iterator[Change]:
        before, after = (table(holder.get("content")) for holder in holders)
        for media in {**before, **after}:
            here = (*at, "content", media)
            if media not in after:
                yield from breaks("media-type-removed", CLIENT, here, f"{text}: {media} is gone")
            elif media not in before:
                yield from breaks("media-type-added", SERVER if request else CLIENT, here, f"{text}: {media} is new")
            else:
                old, new = table(before[media]), table(after[media])
                compared = self._compared((*here, "schema"), text, request=request)
                yield from compare_schemas(compared, old.get("schema", {}), new.get("schema", {}))
                yield from others(old, new, ("schema",), here, CLIENT)

    def _answers(self, at: Path, called: str, old: Table, new: Table) -> Iterator[Change]:
        for code in {**old, **new}:
            here, text = (*at, "responses", code), f"{called}, answer {code}"
            good = str(code).startswith("2")
            if code not in new:
                yield from (breaks if good else note)("answer-removed", CLIENT, here, f"{text} is gone")
            elif code not in old:
                yield from (breaks if good else note)("answer-added", CLIENT, here, f"{text} is new")
            else:
                before = table(self.old.resolved(here, old[code])[1])
                path, value = self.new.resolved(here, new[code])
                yield from self._answer(path, text, before, table(value))

    def _answer(self, at: Path, text: str, old: Table, new: Table) -> Iterator[Change]:
        yield from self._content(at, text, (old, new), request=False)
        before, after = table(old.get("headers")), table(new.get("headers"))
        for name in {**before, **after}:
            here = (*at, "headers", name)
            if name not in after:
                yield from breaks("header-removed", CLIENT, here, f"{text}: header {name} is gone")
            elif name not in before:
                yield from breaks("header-added", SERVER, here, f"{text}: header {name} is new")
            else:
                was, now = (table(s.resolved(here, h[name])[1]) for s, h in ((self.old, before), (self.new, after)))
                compared = self._compared(here, f"{text}, header {name}", request=False)
                yield from compare_schemas(compared, was.get("schema", {}), now.get("schema", {}))
                yield from others(was, now, ("schema",), here, CLIENT)
        yield from others(old, new, ("content", "headers"), at, CLIENT)

    def _members(self, at: Path, called: str, old: Table, new: Table) -> Iterator[Change]:
        """The operations that share one URL and are told apart by a member of the body (`x-operations`)."""
        for member in {**old, **new}:
            here = (*at, "x-operations", member)
            if member not in new:
                yield from breaks("operation-removed", CLIENT, here, f"{called}: {member} is gone")
            elif member not in old:
                yield from breaks("operation-added", SERVER, here, f"{called}: {member} is new")
            else:
                before, after = table(old[member]), table(new[member])
                for part in ("request", "answer"):
                    name = f"{after.get('operationId') or member}, {part}"
                    compared = self._compared((*here, part), name, request=part == "request")
                    yield from compare_schemas(compared, before.get(part, {}), after.get(part, {}))
                yield from others(before, after, ("request", "answer"), here, CLIENT)

    def _security(self, at: Path, called: str, old: Table, new: Table) -> Iterator[Change]:
        """Ways to authenticate: a way less breaks clients, a way more breaks servers."""
        before = _ways(old.get("security", table(self.old.document).get("security", [])))
        after = _ways(new.get("security", table(self.new.document).get("security", [])))
        here = (*at, "security")
        if before - after:
            text = f"{called}: {' or '.join(sorted(before - after))} no longer suffices"
            yield from breaks("security-narrowed", CLIENT, here, text)
        if after - before:
            text = f"{called}: {' or '.join(sorted(after - before))} must suffice"
            yield from breaks("security-widened", SERVER, here, text)

    def _schemes(self) -> Iterator[Change]:
        before, after = (
            table(table(table(side.document).get("components")).get("securitySchemes")) for side in (self.old, self.new)
        )
        for name in {**before, **after}:
            here = ("components", "securitySchemes", name)
            if self.old.plain(before.get(name)) != self.new.plain(after.get(name)):
                text = f"security scheme {name} is {'gone' if name not in after else 'new' if name not in before else 'changed'}"
                only_words = _without_words(before.get(name)) == _without_words(after.get(name))
                yield from (
                    note("annotation", CLIENT, here, text)
                    if only_words
                    else breaks("security-scheme-changed", BOTH, here, text)
                )

    def _compared(self, at: Path, called: str, *, request: bool) -> Compared:
        return Compared(self.old, self.new, request=request, called=called, path=at)


def _required(at: Path, text: str, old: Table, new: Table) -> list[Change]:
    was, now = bool(old.get("required")), bool(new.get("required"))
    if was == now:
        return []
    if now:
        return breaks("required", CLIENT, (*at, "required"), f"{text}: must be given")
    return breaks("optional", SERVER, (*at, "required"), f"{text}: may be missing")


def _ways(security: Json) -> set[str]:
    """Each way to authenticate as a text; no list, or an empty one, is the way without credentials."""
    ways = {" and ".join(sorted(table(way))) + _scopes(way) or "no credential" for way in rows(security)}
    return ways or {"no credential"}


def _scopes(way: Json) -> str:
    scopes = {name: names for name, names in table(way).items() if names}
    return f" with {json.dumps(scopes, sort_keys=True)}" if scopes else ""


def _without_words(scheme: Json) -> Json:
    return {name: part for name, part in table(scheme).items() if name != "description" and not name.startswith("x-")}


def _unused(old: Json, new: Json, found: list[Change]) -> list[Change]:
    """Components that differ although no operation showed it."""
    before, after = table(table(old).get("components")), table(table(new).get("components"))
    told = [change.where for change in found]
    full = [kind for kind in {**before, **after} if _are_full(before, kind) or _are_full(after, kind)]
    unused = others(before, after, full, ("components",), CLIENT)
    for kind in {**before, **after}:
        was, now = table(before.get(kind)), table(after.get(kind))
        for name in {**was, **now}:
            path = ("components", kind, name)
            here = pointer(path)
            if was.get(name) != now.get(name) and not any(each == here or each.startswith(f"{here}/") for each in told):
                unused += note("component-changed", CLIENT, path, f"{kind} {name} changed; no operation depends on it")
    return unused


def _are_full(components: Table, kind: str) -> bool:
    return bool(table(components.get(kind)))
