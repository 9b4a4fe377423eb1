"""The probes: what cannot be said as a value in a column. Importing this fills the registry."""

from kontrak.conformance.check import probe
from kontrak.conformance.probes import credentials, filters, groups, protocol, records, references, tokens, windows

__all__ = ["credentials", "filters", "groups", "probe", "protocol", "records", "references", "tokens", "windows"]
