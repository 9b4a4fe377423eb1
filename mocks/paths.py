"""The paths of one partner's operations: those of its contract, and those under which its variants offer them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kontrak.contracts import Contract, Operation
from kontrak.contracts.variants import Variant

PREFIX = "{prefix}"


@dataclass(frozen=True, slots=True)
class Place:
    """A path under which a variant offers an operation; `prefix` in the template is any path."""

    variant: str
    operation: Operation
    template: str

    def fits(self, path: str) -> bool:
        """Whether a path is this place."""
        if PREFIX not in self.template:
            return path == self.template
        before, _, after = self.template.partition(PREFIX)
        return re.fullmatch(f"{re.escape(before)}[^/].*{re.escape(after)}", path) is not None


class Paths:
    """Where the operations of a partner are, in the contract and in its variants."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._places = [place for variant in contract.variants.values() for place in _places(contract, variant)]
        self._moved = {(place.variant, place.operation.id) for place in self._places}

    def elsewhere(self, path: str) -> Mapping[str, Operation]:
        """The operation that a path names in each variant where it is no path of the contract."""
        return {place.variant: place.operation for place in self._places if place.fits(path)}

    def stays(self, variant: str | None, operation: Operation) -> bool:
        """Whether an operation is offered under its path of the contract, in a variant or (None) in the contract."""
        if variant is None:
            return True
        change = self._contract.variants[variant].apply.operations.get(operation.id)
        is_offered = change is None or change.offered
        return is_offered and (variant, operation.id) not in self._moved

    def hint(self, variant: str | None) -> str:
        """What paths a variant has, in words; nothing where they are the contract's."""
        template = self._contract.variants[variant].apply.path if variant else None
        return f" This world plays {self._contract.name}={variant}, whose paths are {template}." if template else ""


def _places(contract: Contract, variant: Variant) -> Iterator[Place]:
    for operation in contract.operations.values():
        change = variant.apply.operations.get(operation.id)
        template = (change.path if change else None) or variant.apply.path
        if template is None or operation.addition or (change and not change.offered):
            continue
        module, _, name = operation.path.rpartition("/")
        here = template.replace("{module}", module.rpartition("/")[2]).replace("{operation}", name)
        for version in variant.apply.versions or ("",):
            yield Place(variant.name, operation, here.replace("{version}", version))
