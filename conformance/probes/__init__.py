"""The probes: what cannot be said as a value in a column. Importing this fills the registry."""

from kontrak.conformance.check import probe
from kontrak.conformance.probes import (
    credentials,
    filters,
    groups,
    limits,
    media,
    oddities,
    parallel,
    protocol,
    records,
    references,
    related,
    single,
    tokens,
    windows,
)

__all__ = [
    "credentials",
    "filters",
    "groups",
    "limits",
    "media",
    "oddities",
    "parallel",
    "probe",
    "protocol",
    "records",
    "references",
    "related",
    "single",
    "tokens",
    "windows",
]
