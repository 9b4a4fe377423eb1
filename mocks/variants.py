"""The variants of partners: which installation a world plays, what that changes, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.model import Json
from kontrak.contracts.variants import Difference, Variant


def check_variants(contracts: Iterable[Contract], wanted: Mapping[str, str]) -> None:
    """Raise ConfigurationError where a partner has no variants, or none of that name."""
    known = {contract.name: sorted(contract.variants) for contract in contracts if contract.variants}
    for partner, name in wanted.items():
        if partner not in known:
            raise ConfigurationError(f"{partner!r} has no variants; those that have: {', '.join(known) or 'none'}")
        if name not in known[partner]:
            raise ConfigurationError(f"{partner} has no variant {name!r}; it has: {', '.join(known[partner])}")


def readings_of(contracts: Iterable[Contract], chosen: Mapping[str, str]) -> dict[str, str]:
    """The readings that hold in the variants chosen: reading id -> candidate."""
    named = (contract.variants[chosen[contract.name]] for contract in contracts if contract.name in chosen)
    return {id: candidate for variant in named for id, candidate in variant.apply.readings.items()}


def summary(variant: Variant) -> str:
    """One sentence on how far a variant is known."""
    if not variant.is_known:
        return f"nothing is known of {variant.title} beside its name; it is served as the contract says"
    if not variant.differences:
        return f"of {variant.title} no difference is known: {variant.note}"
    applied = sum(difference.apply is not None for difference in variant.differences)
    return f"{variant.title} as known from its {variant.known}: {applied} of {len(variant.differences)} differences are applied"


def described(contract: Contract, chosen: str | None) -> Json:
    """The variants of a partner, and all that is known of the one chosen."""
    known = {"chosen": chosen, "variants": {name: summary(variant) for name, variant in contract.variants.items()}}
    return known | (_whole(contract.variants[chosen]) if chosen else {})


def _whole(variant: Variant) -> dict[str, Json]:
    return {
        "title": variant.title,
        "known": variant.known,
        "level": str(variant.level),
        "source": variant.source,
        "note": variant.note,
        "summary": summary(variant),
        "differences": [_difference(difference) for difference in variant.differences],
    }


def _difference(difference: Difference) -> dict[str, Json]:
    return {
        "what": difference.what,
        "base": difference.base,
        "here": difference.here,
        "level": str(difference.level),
        "source": difference.source,
        "applied": difference.apply is not None,
        "not_applied": difference.not_applied,
    }
