"""Files of fixed length under the contract: what is wrong with them, told once for each cause."""

from kontrak.conformance.feeds.check import check
from kontrak.conformance.feeds.findings import Finding, Report

__all__ = ["Finding", "Report", "check"]
