"""A partner's folder of files becomes one `Contract`; every file is checked while it is read."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs

from kontrak.contracts import duration
from kontrak.contracts.additions import MARK, load_additions, load_records, with_additions
from kontrak.contracts.errors import ContractError, UnknownPartner
from kontrak.contracts.feed import Feed, Layout, feed, layout
from kontrak.contracts.files import line_of, parse
from kontrak.contracts.mapping import load_mapping
from kontrak.contracts.model import (
    Candidate,
    CodeList,
    Collection,
    Contract,
    Credential,
    Json,
    Level,
    Operation,
    Paging,
    Reading,
    Requirement,
    Stage,
    Test,
    Window,
)
from kontrak.contracts.schema import dereference
from kontrak.contracts.variants import load_variants

HERE = Path(__file__).parent
MANIFEST = "contract.yaml"
METHODS = ("get", "put", "post", "delete", "patch")


def partners(root: Path = HERE, stage: Stage = Stage.CONTRACT) -> list[str]:
    """The names of the partners below a folder that are at least at a stage: its subfolders that hold a manifest."""
    folders = sorted(folder for folder in root.iterdir() if (folder / MANIFEST).is_file())
    return [folder.name for folder in folders if _stage(folder).reaches(stage)]


def _stage(folder: Path) -> Stage:
    """The stage of a partner; that of a broken manifest is the last, so that whoever loads it is told."""
    manifest = Folder(folder).read(MANIFEST)
    named = manifest.get("stage") if isinstance(manifest, dict) else None
    return Stage(named) if named in list(Stage) else Stage.VERDICT


def load(partner: str | Path) -> Contract:
    """The contract of a partner: of that name in this package, or in that folder.

    Raises UnknownPartner, or ContractError with file, place and problem.
    """
    folder = partner if isinstance(partner, Path) else HERE / partner
    if not (folder / MANIFEST).is_file():
        raise UnknownPartner(str(partner), partners())
    return Folder(folder).contract()


def load_all(root: Path = HERE, stage: Stage = Stage.CONTRACT) -> dict[str, Contract]:
    """All contracts below a folder that are at least at a stage, by name."""
    return {name: load(root / name) for name in partners(root, stage)}


class Folder:
    """The files of one partner, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Json] = {}

    def contract(self) -> Contract:
        """Build the contract; see `load`."""
        manifest = self.checked(MANIFEST, "contract")
        additions = load_additions(self, manifest.get("additions", {}))
        openapi = with_additions(self, self.checked(manifest["openapi"], "openapi"), additions)
        system = manifest["system"]
        return Contract(
            name=self.folder.name,
            system=system,
            title=manifest["title"],
            version=str(manifest["version"]),
            summary=manifest["summary"],
            folder=self.folder,
            documents=manifest["documents"],
            openapi=openapi,
            operations=self._operations(openapi, manifest["openapi"]),
            requirements={entry["id"]: _requirement(system, entry) for entry in self._list("requirements")},
            readings={entry["id"]: _reading(entry) for entry in self._list("readings")},
            codes={entry["name"]: _codes(entry) for entry in self._list("codes")},
            collections=self._collections(manifest),
            credential=_credential(openapi),
            paging=Paging(**manifest["paging"]) if "paging" in manifest else None,
            window=_window(manifest["window"]) if "window" in manifest else None,
            refusal=self._component(openapi, manifest),
            refused_when=manifest.get("refused_when", {"not": {}}),
            world={name: tuple(rows) for name, rows in self._world().items()},
            digest=digest(self.folder),
            stage=Stage(manifest.get("stage", Stage.VERDICT)),
            feeds={feed.layout: feed for feed in self._feeds()},
            variants=load_variants(self),
            additions=additions,
            records=load_records(self, manifest.get("records", {})),
            mapping=load_mapping(self, manifest["mapping"]) if "mapping" in manifest else None,
        )

    def read(self, name: str) -> Json:
        """A YAML or JSON file of the folder, parsed."""
        if name not in self._read:
            self._read[name] = parse(self.folder / name, self._name(name))
        return self._read[name]

    def checked(self, name: str, kind: str) -> Json:
        """A file of the folder that keeps the schema of its kind (`meta/<kind>.schema.json`)."""
        document = self.read(name)
        for error in _meta(kind).iter_errors(document):
            pointer = "".join(f"/{token}" for token in error.instance_path)
            line = line_of(self.folder / name, list(error.instance_path))
            raise ContractError(self._name(name), error.message, pointer=pointer, line=line)
        return document

    def _list(self, kind: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.checked(f"{kind}.yaml", kind) if self._has(f"{kind}.yaml") else []
        names = [entry.get("id") or entry["name"] for entry in entries]
        for name in names:
            if names.count(name) > 1:
                raise ContractError(self._name(f"{kind}.yaml"), f"{name} stands twice; ids are unique")
        return entries

    def _world(self) -> dict[str, Any]:
        return self.checked("world.yaml", "world") or {} if self._has("world.yaml") else {}

    def _feeds(self) -> list[Feed]:
        """The feeds of the folder `feeds`, with the layout defaults of `layout.yaml`."""
        files = sorted(path.name for path in (self.folder / "feeds").glob("*.yaml"))
        if not files:
            return []
        try:
            form = layout(self.checked("layout.yaml", "layout"))
        except ValueError as error:
            problem = f"the date format {error} has another width than its form; mend width or form in dates"
            raise ContractError(self._name("layout.yaml"), problem) from None
        return [self._feed(f"feeds/{name}", form) for name in files]

    def _feed(self, name: str, form: Layout) -> Feed:
        try:
            return feed(self.checked(name, "feed"), form)
        except LookupError as error:
            problem = f"the date format {error} has no width; add it to dates in layout.yaml"
            raise ContractError(self._name(name), problem) from None

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _name(self, name: str) -> str:
        return f"{self.folder.name}/{name}"

    def _operations(self, openapi: Json, file: str) -> dict[str, Operation]:
        found: dict[str, Operation] = {}
        places = [(path, name) for path, item in openapi["paths"].items() for name in METHODS if name in item]
        for path, name in places:
            for operation in self._split(openapi, name.upper(), path, openapi["paths"][path][name], file):
                if operation.id in found:
                    raise ContractError(self._name(file), f"{operation.id} stands twice; operationIds are unique")
                found[operation.id] = operation
        return found

    def _split(self, openapi: Json, method: str, path: str, raw: Json, file: str) -> list[Operation]:
        """One operation, or those that share its URL and are told apart by a member of the body."""
        split = raw.get("x-operations")
        entries = split.items() if split else [(None, _plain(raw))]
        secured = bool(raw.get("security", openapi.get("security")))
        return [
            self._operation(openapi, method, path, member, entry, file, secured=secured) for member, entry in entries
        ]

    def _collections(self, manifest: Json) -> dict[str, Collection]:
        entries, rows = manifest.get("collections", {}), manifest.get("rows", {})
        for name in rows:
            if name not in entries:
                raise ContractError(self._name(MANIFEST), f"{name} is no collection", pointer=f"/rows/{name}")
        return {
            name: Collection(name=name, **entry, **{k: _frozen(v) for k, v in rows.get(name, {}).items()})
            for name, entry in entries.items()
        }

    def _component(self, openapi: Json, manifest: Json) -> Json:
        """The dereferenced schema of a refusal; any body is one where the manifest names none."""
        if "refusal" not in manifest:
            return {}
        return self._resolved({"$ref": f"#/components/schemas/{manifest['refusal']}"}, openapi, manifest["openapi"])

    def _resolved(self, schema: Json, openapi: Json, file: str) -> Json:
        try:
            return dereference(schema, openapi, self.read, file)
        except RecursionError as error:
            raise ContractError(self._name(file), f"reference {error} leads back to itself") from None
        except (LookupError, TypeError, ValueError) as error:
            raise ContractError(self._name(file), f"reference to {error}, which is not there") from None

    def _operation(
        self, openapi: Json, method: str, path: str, member: str | None, entry: Json, file: str, *, secured: bool
    ) -> Operation:
        return Operation(
            id=entry["operationId"],
            method=method,
            path=path,
            summary=entry["summary"],
            level=Level(entry["level"]),
            request=self._resolved(entry["request"], openapi, file),
            answer=self._resolved(entry["answer"], openapi, file),
            accepts=entry.get("accepts"),
            member=member,
            secured=secured,
            media=entry.get("media", "application/json"),
            examples=tuple(self.read(name) for name in entry.get("examples", ())),
            addition=entry.get("addition"),
        )


def _plain(raw: Json) -> Json:
    """An ordinary OpenAPI operation in the form of an `x-operations` entry."""
    content = raw.get("requestBody", {}).get("content", {})
    media = next(iter(content), "application/json")
    body = content.get(media, {})
    success: Json = next((answer for code, answer in raw["responses"].items() if str(code).startswith("2")), {})
    return {
        "operationId": raw["operationId"],
        "summary": raw.get("summary", raw["operationId"]),
        "level": raw.get("x-level", "assumed"),
        "request": body.get("schema", {}),
        "answer": success.get("content", {}).get("application/json", {}).get("schema", {}),
        "accepts": raw.get("x-accepts"),
        "examples": raw.get("x-examples", ()),
        "media": media,
        "addition": raw.get(MARK),
    }


def _requirement(system: str, entry: Json) -> Requirement:
    test = dict(entry["test"])
    values: dict[str, Any] = {
        key: {column: tuple(entries) for column, entries in test.pop(key, {}).items()} for key in ("accept", "refuse")
    }
    return Requirement(
        id=entry["id"],
        system=system,
        level=Level(entry["level"]),
        keyword=entry["keyword"],
        source=entry["source"],
        text=entry["text"],
        reading=entry.get("reading"),
        test=Test(given=test.pop("with", {}), **values, **test),
    )


def _reading(entry: Json) -> Reading:
    candidates = tuple(
        Candidate(name, body) if isinstance(body, str) else Candidate(name, body["text"], tuple(body["waives"]))
        for name, body in entry["candidates"].items()
    )
    return Reading(**{**entry, "candidates": candidates})


def _codes(entry: Json) -> CodeList:
    fields = {**entry, "level": Level(entry["level"]), "assumed": tuple(entry.get("assumed", ()))}
    return CodeList(**fields)


def _window(entry: Json) -> Window:
    spans = {name: duration.parse(entry[name]) for name in ("longest", "oldest")}
    return Window(**{**entry, **spans})


def _frozen(value: Json) -> Json:
    return tuple(value) if isinstance(value, list) else value


def _credential(openapi: Json) -> Credential | None:
    schemes = openapi.get("components", {}).get("securitySchemes", {})
    signed = {scheme["x-signature"]: scheme["name"] for scheme in schemes.values() if "x-signature" in scheme}
    for name, scheme in schemes.items():
        if scheme["type"] == "oauth2":
            flow = next(iter(scheme["flows"].values()))
            return Credential(name, "Authorization", "bearer", issuer=urlsplit(flow["tokenUrl"]).path)
        if scheme["type"] == "apiKey" and scheme["in"] == "header":
            if signed:
                return Credential(name, signed["key"], "signature", token=signed["token"], time=signed["time"])
            return Credential(name, scheme["name"])
    return None


@cache
def _meta(kind: str) -> Any:
    schema: dict[str, Any] = json.loads((HERE / "meta" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema)


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a partner's files, in order."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()
