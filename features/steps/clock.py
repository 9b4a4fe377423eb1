"""Steps about the world's clock."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from time import sleep

from kontrak.conformance.errors import Missing
from kontrak.features.cells import span
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.world import World

NEEDS = "a clock that can be set"


@step("when", "{n} {unit} pass(es)", "{n} {unit} berlalu")
def pass_time(kontrak: World, n: int, unit: str) -> None:
    """Let the clock go forward; on a real target by its hook `advance`, in whole hours, until its feeds have settled."""
    _advance(kontrak, span(n, unit))


@step("when", 'the clock reaches "{time}"', 'jam menunjukkan pukul "{time}" berikutnya')
def reach(kontrak: World, time: str) -> None:
    """Let the clock go forward to that time of day, of today or else of tomorrow."""
    try:
        wanted = datetime.strptime(time, "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError:
        raise Misused(f"{time!r} is no time of day such as 06:00") from None
    now = kontrak.now()
    then = datetime.combine(now.date(), wanted, now.tzinfo)
    _advance(kontrak, then - now if then > now else then - now + timedelta(days=1))


@step("given", 'the clock stands at "{instant}"', 'jam berhenti pada "{instant}"')
def stand(kontrak: World, instant: str) -> None:
    """Stop the clock of the world at an instant such as 2026-01-05 08:00."""
    try:
        datetime.fromisoformat(instant)
    except ValueError:
        raise Misused(f"{instant!r} is no instant such as 2026-01-05 08:00") from None
    kontrak.steer("POST", "clock", {"now": instant}, NEEDS)
    kontrak.time_moved()


def _advance(world: World, span: timedelta) -> None:
    if world.place.control:
        world.steer("POST", "clock", {"advance": f"PT{int(span.total_seconds())}S"})
        world.time_moved()
        return
    hours = math.ceil(span.total_seconds() / 3600)
    movable = [(name, target) for name, target in world.place.targets.items() if target.hooks.advance]
    if not movable:
        name = next(iter(world.place.targets))
        line = f'[target.{name}] hooks = {{ advance = "command or URL with {{hours}}" }}'
        raise Missing(f"needs {NEEDS}; add to kontrak.toml: {line}")
    for name, target in movable:
        target.hooks.move(hours, name)
    sleep(max((target.feeds.settle for _, target in movable if target.feeds), default=0.0))
    world.moved += timedelta(hours=hours)
    world.time_moved()
