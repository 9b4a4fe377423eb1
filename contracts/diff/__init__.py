"""What changed between two versions of a contract, and whom it breaks.

No library fits: those on PyPI that compare OpenAPI documents know neither JSON Schema's constraints nor the direction
of a message, and the good ones are programs in Go and Java.
"""

from __future__ import annotations

from kontrak.contracts.diff.change import CLIENT, SERVER, Change
from kontrak.contracts.diff.documents import compare_documents
from kontrak.contracts.diff.registers import compare_registers
from kontrak.contracts.diff.version import Version, version
from kontrak.contracts.errors import ConfigurationError

__all__ = ["CLIENT", "SERVER", "Change", "Version", "diff", "version"]


def diff(old: Version, new: Version) -> list[Change]:
    """Every change from one version to another, the breaking ones first.

    Raises ConfigurationError for documents that are nested too deeply. Messages are always compared; requirements, readings, feeds and code lists only between two folders.
    """
    try:
        found = compare_documents(old.document, new.document)
    except RecursionError:
        raise ConfigurationError(
            f"{old.name}, {new.name}: nested too deeply to be compared; make them flatter"
        ) from None
    if old.contract is not None and new.contract is not None:
        found += compare_registers(old.contract, new.contract)
    unique = {(change.kind, change.for_whom, change.where, change.text): change for change in found}
    return sorted(unique.values(), key=lambda change: not change.breaking)
