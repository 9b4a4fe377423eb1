"""Whole rupiah and per cent, without binary fractions; halves are rounded up."""

from __future__ import annotations

from decimal import Decimal

from kontrak.contracts.model import Json

MOST = 99_999_999_999
"""An amount has eleven digits at most."""
HUNDRED = 100


def share(amount: int, of: int, whole: int) -> int:
    """`amount * of / whole`, rounded."""
    return (2 * amount * of + whole) // (2 * whole)


def less(amount: int, percent: int) -> int:
    """An amount less so many per cent."""
    return share(amount, HUNDRED - percent, HUNDRED)


def exact(value: Json) -> Decimal | None:
    """A number of a message as it was written, None where it is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else None
