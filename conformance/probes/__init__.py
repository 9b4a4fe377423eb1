"""The probes: what cannot be said as a value in a column. Importing this fills the registry."""

from kontrak.conformance.check import probe
from kontrak.conformance.probes import credentials, protocol, records, references

__all__ = ["credentials", "probe", "protocol", "records", "references"]
