"""Steps about a client: what a mock found wrong with the calls that it received in a world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kontrak.conformance.errors import Missing
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.world import World

NEEDS = "a mock that keeps a journal"
PAGE = 1000


@step("given", 'the world is "{name}"', 'dunianya adalah "{name}"')
def joined(kontrak: World, name: str) -> None:
    """Go to the world of that name, to which a client of your own was pointed: /w/NAME of the mock."""
    if kontrak.place.control is None:
        raise Missing("needs a kontrak mock, which has worlds; give its URL with --target")
    kontrak.join(kontrak.text(name))


@step(
    "then", "the mock found nothing wrong with any call", "simulator tidak menemukan kesalahan pada panggilan mana pun"
)
def nothing_wrong(kontrak: World) -> None:
    """The client called the mock at least once, and no call broke the contract."""
    calls = list(_calls(kontrak))
    if not calls:
        kontrak.fail(
            "The mock received no call.",
            "Simulator tidak menerima panggilan.",
            got="none",
            wanted="one or more",
            answer=False,
        )
    for call in calls:
        for breach in call["violations"]:
            _break(kontrak, call, breach)


@step("then", 'the client kept "{id}"', 'klien mematuhi "{id}"')
def kept(kontrak: World, id: str) -> None:
    """The client called the partner, and no call broke that requirement."""
    called = [call for call in _calls(kontrak) if call["system"] == _system(kontrak, id)]
    if not called:
        kontrak.fail(
            "The mock received no call.",
            "Simulator tidak menerima panggilan.",
            got="none",
            wanted="one or more",
            requirement=id,
            answer=False,
        )
    for call in called:
        for breach in call["violations"]:
            if breach["requirement"] == id:
                _break(kontrak, call, breach)


@step("then", 'the client broke "{id}"', 'klien melanggar "{id}"')
def broke(kontrak: World, id: str) -> None:
    """Some call of the client broke that requirement."""
    _system(kontrak, id)
    broken = {breach["requirement"] for call in _calls(kontrak) for breach in call["violations"]}
    if id not in broken:
        got = ", ".join(sorted(str(one) for one in broken)) or "nothing was broken"
        kontrak.fail(
            "No call broke it.",
            "Tidak ada panggilan yang melanggarnya.",
            got=got,
            wanted=id,
            requirement=id,
            answer=False,
        )


def _calls(world: World) -> Iterator[Mapping[str, Any]]:
    """The newest calls in the journal of the world."""
    yield from world.steer("GET", f"journal?limit={PAGE}", why=NEEDS)["entries"]


def _system(world: World, id: str) -> str:
    for name, contract in world.stage.contracts.items():
        if id in contract.requirements:
            return name
    raise Misused(f"no requirement {id!r}; see `kontrak contracts requirements`")


def _break(world: World, call: Mapping[str, Any], breach: Mapping[str, Any]) -> None:
    place = f"{call['operation'] or call['path']} {breach['pointer']}".strip()
    world.fail(
        "A call broke the contract.",
        "Sebuah panggilan melanggar kontrak.",
        field=place,
        got=breach["got"],
        wanted=breach["wanted"],
        requirement=breach["requirement"],
        answer=False,
    )
