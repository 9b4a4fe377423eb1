"""`kontrak contracts show`: one thing whole, found by its name in any contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import click

from kontrak.cli.contracts import pages, whole
from kontrak.cli.contracts.chosen import chosen
from kontrak.cli.contracts.printing import as_json, dump
from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.advice import nearest

Entry = dict[str, Any]


@click.command()
@click.argument("name")
@as_json
def show(name: str, plain: bool) -> None:
    """Show NAME whole: a partner, operation, feed, requirement, reading, code list, variant, file of records or scenario.

    A feed is found by its name, its staging table or its layout. Where two partners use a name, write PARTNER/NAME.
    """
    entry = find(chosen(None), name)()
    if plain:
        dump(entry)
    else:
        pages.show(entry)


def find(contracts: list[Contract], name: str) -> Callable[[], Entry]:
    """What has that name, whatever the case of its letters; raises ConfigurationError with the nearest names."""
    known = list(_names(contracts))
    found = {
        (contract.name, kind): entry
        for contract, kind, word, entry in known
        if name.lower() in (word.lower(), f"{contract.name}/{word}".lower())
    }
    if not found:
        like = nearest(name.rpartition("/")[2], [word for _, _, word, _ in known])
        hint = f"did you mean {' or '.join(like)}?" if like else "see `kontrak contracts list`"
        raise ConfigurationError(f"nothing in the contracts is called {name!r}; {hint}")
    if len({partner for partner, _kind in found}) > 1:
        where = " or ".join(f"{partner}/{name}" for partner, _kind in found)
        raise ConfigurationError(f"{name!r} stands in several contracts; write {where}")
    return next(iter(found.values()))


def _names(contracts: list[Contract]) -> Iterator[tuple[Contract, str, str, Callable[[], Entry]]]:
    """Everything that can be shown: its contract, its kind, a name of it, and how it is put together."""
    for contract in contracts:
        yield contract, "partner", contract.name, partial(whole.overview, contract)
        kinds: tuple[tuple[str, Mapping[str, Any], Callable[..., Entry]], ...] = (
            ("operation", contract.operations, whole.operation),
            ("requirement", contract.requirements, whole.requirement),
            ("reading", contract.readings, whole.reading),
            ("code list", contract.codes, whole.codes),
            ("variant", contract.variants, whole.variant),
            ("file of records", contract.records, whole.record),
            ("scenario", contract.scenarios, whole.scenario),
        )
        for kind, entries, form in kinds:
            for name, entry in entries.items():
                yield contract, kind, name, partial(form, contract, entry)
        for feed in contract.feeds.values():
            for name in (feed.staging, feed.layout, feed.name):
                yield contract, "feed", name, partial(whole.feed, contract, feed)
