"""Staging tables of a target under the contract: their columns, and who may do what with them."""

from kontrak.conformance.staging.drift import drift
from kontrak.conformance.staging.findings import Difference
from kontrak.conformance.staging.grants import grants

__all__ = ["Difference", "drift", "grants"]
