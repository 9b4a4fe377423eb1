"""Which contracts a command speaks about: one partner's or all of them, drafts included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kontrak.contracts import Contract, UnknownPartner, load
from kontrak.contracts.load import partners

Rows = list[dict[str, Any]]


def known() -> list[str]:
    """The names of all partners; a contract can be read long before it is served and verified."""
    return partners()


def chosen(partner: str | None) -> list[Contract]:
    """The contract of one partner, or all; raises UnknownPartner and ContractError."""
    if partner is not None and partner not in known():
        raise UnknownPartner(partner, known())
    return [load(name) for name in ([partner] if partner else known())]


def rows(partner: str | None, entries: Callable[[Contract], Iterable[dict[str, Any]]]) -> Rows:
    """The entries of one contract, or of all."""
    return [entry for contract in chosen(partner) for entry in entries(contract)]
