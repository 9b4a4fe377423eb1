"""The evidence bundle: a zip file with a manifest of checksums, and what finds any change to it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kontrak.conformance.bundle.har import write_har
from kontrak.conformance.bundle.record import recorded
from kontrak.conformance.report.write import parsed, to_json
from kontrak.conformance.verdict import Report, judge_run, totals
from kontrak.contracts.errors import ConfigurationError

SCHEMA = "kontrak-evidence/1"
MANIFEST, REPORT, EXCHANGES, README = "manifest.json", "report.json", "exchanges.har", "README.txt"
MEMBERS = (MANIFEST, README, REPORT, EXCHANGES)
MOMENT = (1980, 1, 1, 0, 0, 0)
CHUNK = 1024 * 1024
END_RECORD = 22
LARGEST = 4 * 1024 * CHUNK
BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, zipfile.LargeZipFile, RuntimeError, ValueError, OSError)

TEXT = """\
Evidence of one run of kontrak.

report.json     the verdict, requirement by requirement, with its source in the partner's document
exchanges.har   every request that was sent and its answer, in order; secrets and personal data are masked
manifest.json   the SHA-256 of both, of the contracts and of the configuration that were judged by

    kontrak report {name}                     print the report
    kontrak report {name} --html report.html  make the page again (also --junit, --markdown, --har)
    kontrak report {name} --verify            find out whether anything was changed
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a bundle that is not as it was written: `where` is a member, or the file itself."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def write_bundle(report: Report, recording: Path, file: Path) -> str:
    """Write the bundle of a report and the exchanges recorded in a folder; its SHA-256, also put beside the file."""
    with TemporaryDirectory(dir=recording) as folder:
        parts = Path(folder)
        (parts / README).write_text(TEXT.format(name=file.name), encoding="utf-8", newline="\n")
        (parts / REPORT).write_text(to_json(report), encoding="utf-8", newline="\n")
        entries = write_har(recorded(recording), parts / EXCHANGES)
        manifest = _manifest(report, parts, entries)
        (parts / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
        return _packed(parts, file)


def verify_bundle(file: Path) -> list[Problem]:
    """Everything about a bundle that is not as `write_bundle` left it; raises ConfigurationError if it is no bundle."""
    with _opened(file) as archive:
        problems = [*_foreign(file, archive), *_stored_otherwise(file, archive)]
        return problems or [*_changed(file, archive), *_beside(file)]


def read_report(file: Path) -> Report:
    """The report in a bundle; raises ConfigurationError where there is none."""
    with _opened(file) as archive:
        return parsed(_member(file, archive, REPORT), f"{file}: {REPORT}")


def extract_har(file: Path, to: Path) -> None:
    """Write the exchanges of a bundle into a file of their own; raises ConfigurationError."""
    with _opened(file) as archive:
        try:
            with archive.open(EXCHANGES) as source, to.open("wb") as sink:
                for chunk in _chunks(source):
                    sink.write(chunk)
        except (KeyError, *BROKEN) as error:
            raise ConfigurationError(f"{file}: {EXCHANGES} cannot be written to {to}: {error}") from None


def is_bundle(file: Path) -> bool:
    """Whether a file looks like a bundle and not like a report.json."""
    return file.suffix == ".zip" or zipfile.is_zipfile(file)


def checksum_file(file: Path) -> Path:
    """Where the SHA-256 of a bundle is kept, in the form that `sha256sum -c` reads."""
    return file.with_name(f"{file.name}.sha256")


def _manifest(report: Report, parts: Path, entries: int) -> dict[str, Any]:
    run = report.run
    return {
        "schema": SCHEMA,
        "kontrak": run.get("kontrak"),
        "contracts": run.get("contracts"),
        "config": run.get("config"),
        "started": run.get("started"),
        "verdict": report.verdict.value,
        "exchanges": entries,
        "files": {name: _described(parts / name) for name in MEMBERS if name != MANIFEST},
    }


def _described(file: Path) -> dict[str, Any]:
    return {"bytes": file.stat().st_size, "sha256": _digest(file)}


def _packed(parts: Path, file: Path) -> str:
    """Pack the members into the file, all at once or not at all."""
    temporary = file.with_name(f".{file.name}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in MEMBERS:
                entry = zipfile.ZipInfo(name, MOMENT)
                entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
                with (parts / name).open("rb") as source, archive.open(entry, "w") as sink:
                    for chunk in _chunks(source):
                        sink.write(chunk)
        digest = _digest(temporary)
        checksum_file(file).write_text(f"{digest}  {file.name}\n", encoding="utf-8", newline="\n")
        temporary.replace(file)
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)
    return digest


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except BROKEN as error:
        hint = "`kontrak verify --evidence FILE.zip` writes one"
        raise ConfigurationError(
            f"{file}: no evidence bundle: {getattr(error, 'strerror', None) or error}; {hint}"
        ) from None


def _foreign(file: Path, archive: zipfile.ZipFile) -> Iterator[Problem]:
    """Members and bytes that do not belong to a bundle."""
    names = archive.namelist()
    for name in MEMBERS:
        if names.count(name) != 1:
            yield Problem(str(file), f"{name} is {'missing' if name not in names else 'there more than once'}")
    for name in sorted(set(names) - set(MEMBERS)):
        yield Problem(str(file), f"{name!r} does not belong to a bundle")


def _stored_otherwise(file: Path, archive: zipfile.ZipFile) -> Iterator[Problem]:
    """What a program that packs the same members anew leaves behind."""
    if archive.comment or not _ends_with_its_directory(file):
        yield Problem(str(file), "something stands behind the archive")
    if archive.infolist()[0].header_offset:
        yield Problem(str(file), "something stands before the archive")
    for entry in archive.infolist():
        if entry.date_time != MOMENT or entry.comment or entry.extra:
            yield Problem(entry.filename, "was packed by something else than kontrak")
        if entry.file_size > LARGEST:
            yield Problem(entry.filename, f"is larger than {LARGEST} bytes")


def _ends_with_its_directory(file: Path) -> bool:
    with file.open("rb") as source:
        source.seek(-END_RECORD, 2)
        return source.read(4) == b"PK\5\6"


def _changed(file: Path, archive: zipfile.ZipFile) -> Iterator[Problem]:
    try:
        manifest = json.loads(_member(file, archive, MANIFEST))
        files = {name: manifest["files"][name] for name in MEMBERS if name != MANIFEST}
        if manifest["schema"] != SCHEMA or set(manifest["files"]) != set(files):
            yield Problem(MANIFEST, f"got {manifest['schema']}, wanted {SCHEMA} with {', '.join(files)}")
        for name, said in files.items():
            yield from _other_contents(archive, name, said)
        yield from _other_verdict(manifest, read_report(file))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Problem(MANIFEST, f"is no manifest of a bundle: {error}")
    except ConfigurationError as error:
        yield Problem(REPORT, str(error))


def _other_contents(archive: zipfile.ZipFile, name: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            for chunk in _chunks(source):
                digest.update(chunk)
                size += len(chunk)
    except (*BROKEN, zlib.error) as error:
        yield Problem(name, f"cannot be read: {error}")
        return
    if (size, digest.hexdigest()) != (said["bytes"], said["sha256"]):
        yield Problem(name, f"got sha256 {digest.hexdigest()}, wanted {said['sha256']} by {MANIFEST}")


def _other_verdict(manifest: Mapping[str, Any], report: Report) -> Iterator[Problem]:
    """A report that was changed together with its checksum must still agree with itself and the manifest."""
    if (judged := judge_run(report.requirements)) is not report.verdict:
        yield Problem(REPORT, f"says {report.verdict}, but its requirements make it {judged}")
    if (counted := totals(report.requirements)) != dict(report.totals):
        yield Problem(REPORT, f"says {dict(report.totals)}, but its requirements count {counted}")
    for key in ("kontrak", "contracts", "config", "started"):
        if manifest.get(key) != report.run.get(key):
            yield Problem(MANIFEST, f"{key} is {manifest.get(key)}, in {REPORT} {report.run.get(key)}")
    if manifest.get("verdict") != report.verdict:
        yield Problem(MANIFEST, f"verdict is {manifest.get('verdict')}, in {REPORT} {report.verdict}")


def _beside(file: Path) -> Iterator[Problem]:
    """The checksum of the whole, where it was handed over too: it finds what no member shows."""
    beside = checksum_file(file)
    if beside.exists() and beside.read_text(encoding="utf-8", errors="replace").split()[:1] != [_digest(file)]:
        yield Problem(str(file), f"got sha256 {_digest(file)}, wanted that of {beside.name}")


def _member(file: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, *BROKEN, zlib.error) as error:
        raise ConfigurationError(f"{file}: {name} cannot be read: {error}") from None


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _chunks(source: Any) -> Iterator[bytes]:
    return iter(lambda: source.read(CHUNK), b"")
