"""A partner's folder of files becomes one `Contract`; every file is checked while it is read."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kontrak.contracts import duration
from kontrak.contracts.additions import MARK, load_additions, load_records, with_additions
from kontrak.contracts.course import load_courses
from kontrak.contracts.errors import UnknownPartner
from kontrak.contracts.feeds import feeds
from kontrak.contracts.folder import Folder
from kontrak.contracts.machine import load_machines
from kontrak.contracts.mapping import load_mapping
from kontrak.contracts.model import (
    Candidate,
    CodeList,
    Collection,
    Contract,
    Credential,
    Json,
    Level,
    Marks,
    Operation,
    Paging,
    Reading,
    Related,
    Requirement,
    Role,
    Short,
    Stage,
    States,
    Test,
    Topic,
    Translation,
    Window,
)
from kontrak.contracts.process import load_processes
from kontrak.contracts.reading import load_reader
from kontrak.contracts.scenario import load_scenarios
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
    return Builder(Folder(folder)).contract()


def load_all(root: Path = HERE, stage: Stage = Stage.CONTRACT) -> dict[str, Contract]:
    """All contracts below a folder that are at least at a stage, by name."""
    return {name: load(root / name) for name in partners(root, stage)}


class Builder:
    """Builds a contract of the files in a partner's folder."""

    def __init__(self, folder: Folder) -> None:
        self.files = folder

    def contract(self) -> Contract:
        """Build the contract; see `load`."""
        files = self.files
        manifest = files.checked(MANIFEST, "contract")
        additions = load_additions(files, manifest.get("additions", {}))
        openapi = with_additions(files, files.checked(manifest["openapi"], "openapi"), additions)
        system = manifest["system"]
        operations = self._operations(openapi, manifest["openapi"])
        requirements = self._requirements(system)
        codes = {entry["name"]: _codes(entry) for entry in files.entries("codes")}
        known_feeds = feeds(files, codes)
        return Contract(
            name=files.folder.name,
            system=system,
            title=manifest["title"],
            version=str(manifest["version"]),
            summary=manifest["summary"],
            folder=files.folder,
            documents=manifest["documents"],
            openapi=openapi,
            operations=operations,
            requirements=requirements,
            readings={entry["id"]: _reading(entry) for entry in files.entries("readings")},
            codes=codes,
            collections=self._collections(manifest),
            credential=_credential(openapi),
            paging=Paging(**manifest["paging"]) if "paging" in manifest else None,
            window=_window(manifest["window"]) if "window" in manifest else None,
            refusal=self._component(openapi, manifest),
            refused_when=manifest.get("refused_when", {"not": {}}),
            world={name: tuple(rows) for name, rows in self._world().items()},
            digest=digest(files.folder),
            stage=Stage(manifest.get("stage", Stage.VERDICT)),
            feeds={feed.layout: feed for feed in known_feeds},
            reader=load_reader(files, known_feeds, requirements),
            variants=load_variants(files),
            additions=additions,
            records=load_records(files, manifest.get("records", {})),
            mapping=load_mapping(files, manifest["mapping"]) if "mapping" in manifest else None,
            marks=Marks(**manifest.get("marks", {})),
            topics=self._topics(manifest.get("topics", [])),
            short=self._short(manifest.get("short", {}), manifest.get("collections", {})),
            processes=load_processes(files, manifest.get("collections", {})),
            scenarios=load_scenarios(files, operations, requirements),
            courses=load_courses(files),
            machines=load_machines(files),
        )

    def _requirements(self, system: str) -> dict[str, Requirement]:
        """Those on servers and feeds, then those on clients."""
        found = {entry["id"]: _requirement(system, entry) for entry in self.files.entries("requirements")}
        for number, entry in enumerate(self.files.entries("client")):
            if entry["id"] in found:
                problem = f"{entry['id']} stands in requirements.yaml too; ids are unique"
                raise self.files.broken("client.yaml", [number, "id"], problem, "rename one")
            found[entry["id"]] = _requirement(system, {**entry, "roles": (Role.CONSUMER,)})
        return found

    def _short(self, entries: Json, collections: Json) -> dict[str, Short]:
        for name, entry in entries.items():
            for collection in (entry["collection"], *entry.get("filled", {}).values()):
                if collection not in collections:
                    hint = f"name one of {', '.join(collections)}"
                    raise self.files.broken(MANIFEST, ["short", name], f"{collection} is no collection", hint)
        return {name: Short(**entry) for name, entry in entries.items()}

    def _topics(self, entries: list[Json]) -> tuple[Topic, ...]:
        found = []
        for number, entry in enumerate(entries):
            try:
                found.append(Topic(re.compile(entry["match"]), entry["en"], entry["id"]))
            except re.error as error:
                problem = f"{entry['match']} is no regular expression: {error}"
                raise self.files.broken(MANIFEST, ["topics", number, "match"], problem, "mend it") from None
        return tuple(found)

    def _world(self) -> dict[str, Any]:
        return self.files.checked("world.yaml", "world") or {} if self.files.has("world.yaml") else {}

    def _operations(self, openapi: Json, file: str) -> dict[str, Operation]:
        found: dict[str, Operation] = {}
        for path, item in openapi["paths"].items():
            for name in (name for name in METHODS if name in item):
                for operation in self._split(openapi, name.upper(), path, item[name], file):
                    if operation.id in found:
                        problem = f"{operation.id} stands twice; operationIds are unique"
                        place = ["paths", path, name, *(["x-operations", operation.member] if operation.member else [])]
                        raise self.files.broken(file, [*place, "operationId"], problem, "rename one")
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
                known = f"name one of {', '.join(entries)}"
                raise self.files.broken(MANIFEST, ["rows", name], f"{name} is no collection", known)
        return {
            name: Collection(name=name, **_collection(entry), **{k: _frozen(v) for k, v in rows.get(name, {}).items()})
            for name, entry in entries.items()
        }

    def _component(self, openapi: Json, manifest: Json) -> Json:
        """The dereferenced schema of a refusal; any body is one where the manifest names none."""
        if "refusal" not in manifest:
            return {}
        name = manifest["refusal"]
        schemas = openapi.get("components", {}).get("schemas", {})
        if name not in schemas:
            hint = f"name one of {', '.join(schemas)}" if schemas else "add it there"
            problem = f"{name} is no schema in components/schemas of {manifest['openapi']}"
            raise self.files.broken(MANIFEST, ["refusal"], problem, hint)
        return self.files.resolved(schemas[name], openapi, manifest["openapi"])

    def _operation(
        self, openapi: Json, method: str, path: str, member: str | None, entry: Json, file: str, *, secured: bool
    ) -> Operation:
        return Operation(
            id=entry["operationId"],
            method=method,
            path=path,
            summary=entry["summary"],
            level=Level(entry["level"]),
            request=self.files.resolved(entry["request"], openapi, file),
            answer=self.files.resolved(entry["answer"], openapi, file),
            accepts=entry.get("accepts"),
            member=member,
            secured=secured,
            media=entry.get("media", "application/json"),
            examples=tuple(self.files.read(name) for name in entry.get("examples", ())),
            addition=entry.get("addition"),
            statuses=tuple(map(str, entry.get("statuses", ()))),
            idempotency=entry.get("idempotency"),
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
        "statuses": tuple(raw["responses"]),
        "idempotency": next((one["name"] for one in raw.get("parameters", ()) if one.get("x-idempotency")), None),
    }


def _collection(entry: Json) -> Json:
    if "states" not in entry:
        return entry
    states = entry["states"]
    return entry | {"states": States(states["column"], {name: tuple(after) for name, after in states["next"].items()})}


def _requirement(system: str, entry: Json) -> Requirement:
    test = dict(entry["test"])
    values: dict[str, Any] = {
        key: {column: tuple(entries) for column, entries in test.pop(key, {}).items()} for key in ("accept", "refuse")
    }
    if "related" in test:
        values["related"] = Related(**test.pop("related"))
    return Requirement(
        id=entry["id"],
        system=system,
        level=Level(entry["level"]),
        keyword=entry["keyword"],
        source=entry["source"],
        text=entry["text"],
        reading=entry.get("reading"),
        test=Test(
            given=test.pop("with", {}),
            breaches=tuple(test.pop("breaches", ())),
            columns=tuple(test.pop("columns", ())),
            **values,
            **test,
        ),
        roles=tuple(Role(name) for name in entry.get("roles", (Role.PROVIDER,))),
    )


def _reading(entry: Json) -> Reading:
    candidates = tuple(
        Candidate(name, body) if isinstance(body, str) else Candidate(name, body["text"], tuple(body["waives"]))
        for name, body in entry["candidates"].items()
    )
    indonesian = Translation(**entry["indonesian"]) if "indonesian" in entry else None
    return Reading(**{**entry, "candidates": candidates, "indonesian": indonesian})


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


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a partner's files, in order."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()
