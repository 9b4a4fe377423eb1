"""The feeds of a partner, read from its folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kontrak.contracts.feed import Feed, Layout, feed, layout
from kontrak.contracts.folder import Folder
from kontrak.contracts.model import CodeList, Json

LAYOUT = "layout.yaml"


def feeds(folder: Folder, codes: Mapping[str, CodeList]) -> list[Feed]:
    """The feeds of the folder `feeds`, with the layout defaults of `layout.yaml`; raises ContractError.

    `codes` are the code lists that their rules may name.
    """
    entries = list(folder.each("feeds", "feed"))
    if not entries:
        return []
    form, found = _form(folder), []
    for file, entry in entries:
        _agrees(folder, file, entry)
        _rules_agree(folder, file, entry, codes)
        try:
            found.append(feed(entry, form, codes))
        except LookupError as error:
            number = next(n for n, each in enumerate(entry["fields"]) if repr(each.get("format")) == str(error))
            problem, hint = f"the date format {error} has no width", "add it to dates in layout.yaml"
            raise folder.broken(file, ["fields", number, "format"], problem, hint) from None
    _names_agree(folder, entries)
    return found


def _names_agree(folder: Folder, entries: list[tuple[str, Json]]) -> None:
    """Raise ContractError where a feed speaks of fields, or of fields of another feed, that there are not."""
    known = {entry["name"]: [field["key"] for field in entry["fields"]] for _, entry in entries}
    for file, entry in entries:
        for place, other, names in _named(entry):
            if other not in known:
                raise folder.broken(file, place, f"{other} is no feed", f"name one of {', '.join(known)}")
            for name in names:
                if name not in known[other]:
                    problem = f"{name} is no field of {other}"
                    raise folder.broken(file, place, problem, f"name some of {', '.join(known[other])}")


def _named(entry: Json) -> Iterator[tuple[list[str | int], str, list[str]]]:
    """The places of a feed's file that name fields, with the feed whose fields they are."""
    for kind in ("references", "sums"):
        for number, one in enumerate(entry.get(kind, ())):
            own = [*one["fields"], *([one["amount"]] if kind == "sums" else [])]
            others = [*one["names"], *([one["of"]] if kind == "sums" else [])]
            yield [kind, number], entry["name"], own
            yield [kind, number], one["feed"], others
    for part in ("original", "previous", "latest") if "changes" in entry else ():
        yield ["changes", part], entry["name"], entry["changes"][part]


def _form(folder: Folder) -> Layout:
    try:
        return layout(folder.checked(LAYOUT, "layout"))
    except ValueError as error:
        problem = f"the date format {error} has another width than its form"
        raise folder.broken(LAYOUT, ["dates", str(error)], problem, "mend width or form") from None


def _agrees(folder: Folder, file: str, entry: Json) -> None:
    """Raise ContractError for a name other than the file's, a row, key or column twice, or a key that is no field."""
    if file != f"feeds/{entry['name']}.yaml":
        raise folder.broken(file, ["name"], f"the file is not called {entry['name']}.yaml", "give both one name")
    for member in ("row", "key", "column"):
        seen = set()
        for number, field in enumerate(entry["fields"]):
            if field[member] in seen:
                problem = f"the {member} {field[member]} stands twice in one feed"
                raise folder.broken(file, ["fields", number, member], problem, "correct one of them")
            seen.add(field[member])
    keys = [field["key"] for field in entry["fields"]]
    for number, name in enumerate(entry["key"]):
        if name not in keys:
            raise folder.broken(file, ["key", number], f"{name} is no field", f"name some of {', '.join(keys)}")


def _rules_agree(folder: Folder, file: str, entry: Json, codes: Mapping[str, CodeList]) -> None:
    """Raise ContractError for a rule about a field that the feed has not, or with a code list that there is not."""
    keys = [field["key"] for field in entry["fields"]]
    for number, rule in enumerate(entry.get("rules", ())):
        for at, name in enumerate(rule["fields"]):
            if name not in keys:
                place = ("rules", number, "fields", at)
                raise folder.broken(file, place, f"{name} is no field", f"name some of {', '.join(keys)}")
        if "list" in rule and rule["list"] not in codes:
            raise folder.broken(
                file, ["rules", number, "list"], f"{rule['list']} is no code list", "name one of codes.yaml"
            )
