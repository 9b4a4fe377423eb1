"""Faults on purpose: what they are, how they are written down, and which partners can have them."""

from kontrak.mocks.faults.model import ACTS_BEFORE, Fault, Kind
from kontrak.mocks.faults.parse import Wrong, kinds, parse

__all__ = ["ACTS_BEFORE", "Fault", "Kind", "Wrong", "kinds", "parse"]
