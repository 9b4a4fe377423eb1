"""What a run leaves behind beside its report: the evidence bundle; and the baseline that it is weighed by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kontrak.conformance.baseline import Entry, read_baseline, weighed, written
from kontrak.conformance.bundle.archive import write_bundle
from kontrak.conformance.verdict import Report
from kontrak.contracts import load_all
from kontrak.contracts.errors import ConfigurationError


@contextmanager
def recording(bundle: Path | None) -> Iterator[Path | None]:
    """A folder for the exchanges beside the bundle that is wanted, gone in the end; raises ConfigurationError."""
    if bundle is None:
        yield None
        return
    try:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(prefix=f".{bundle.name}.", dir=bundle.parent)
    except OSError as error:
        raise ConfigurationError(f"--evidence {bundle}: cannot be written: {error.strerror}") from None
    with folder as name:
        yield Path(name)


def bundled(report: Report, folder: Path | None, bundle: Path | None) -> str:
    """Write the bundle if one is wanted; the line that tells of it."""
    if folder is None or bundle is None:
        return ""
    return f"evidence: {bundle} sha256 {write_bundle(report, folder, bundle)}"


def baseline(file: Path | None) -> tuple[Entry, ...]:
    """The entries of a baseline, read before anything is sent; raises ConfigurationError."""
    if file is None:
        return ()
    return read_baseline(file, {id for contract in load_all().values() for id in contract.requirements})


def by_baseline(report: Report, entries: tuple[Entry, ...]) -> Report:
    """The report weighed by a baseline, today."""
    return weighed(report, entries, datetime.now(UTC).date()) if entries else report


def write_baseline(report: Report, file: Path | None) -> None:
    """Write the failures of a report as a baseline, never over a file that is there; raises ConfigurationError."""
    if file is None:
        return
    try:
        with file.open("x", encoding="utf-8") as text:
            text.write(written(report))
    except OSError as error:
        raise ConfigurationError(f"--write-baseline {file}: cannot be written: {error.strerror}") from None
