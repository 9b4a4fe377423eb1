"""Steps about what goes wrong on purpose: only a mock can be told to fail."""

from __future__ import annotations

from typing import Any

from kontrak.features import tables
from kontrak.features.cells import ABSENT
from kontrak.features.library import step
from kontrak.features.steps.feeds import feed_named
from kontrak.features.tables import Table
from kontrak.features.world import World

NEEDS = "a mock that fails on purpose"


@step(
    "given",
    'the next {n} call(s) of "{operation}" answer(s) {status}',
    '{n} panggilan berikutnya untuk "{operation}" dijawab {status}',
)
def http(kontrak: World, n: int, operation: str, status: int) -> None:
    """Let something before the partner answer: a gateway, a proxy, a limit."""
    _set(kontrak, kind="http", operation=kontrak.operation(operation)[1].id, next=n, status=status)


@step(
    "given",
    (
        'the next {n} call(s) of "{operation}" is/are refused',
        'the next {n} call(s) of "{operation}" is/are refused because of "{id}"',
    ),
    (
        '{n} panggilan berikutnya untuk "{operation}" ditolak',
        '{n} panggilan berikutnya untuk "{operation}" ditolak karena "{id}"',
    ),
)
def refused(kontrak: World, n: int, operation: str, id: str = "") -> None:
    """Let the partner refuse in its own form, whatever is sent."""
    reason = {"requirement": id} if id else {}
    _set(kontrak, kind="refuse", operation=kontrak.operation(operation)[1].id, next=n, **reason)


@step(
    "given",
    (
        'the next {n} call(s) of "{operation}" fail(s) as "{kind}"',
        'the next {n} call(s) of "{operation}" fail(s) as "{kind}" with:',
    ),
    (
        '{n} panggilan berikutnya untuk "{operation}" gagal sebagai "{kind}"',
        '{n} panggilan berikutnya untuk "{operation}" gagal sebagai "{kind}" dengan:',
    ),
)
def fails(kontrak: World, n: int, operation: str, kind: str, datatable: Table | None = None) -> None:
    """Let calls fail in one way: delay, reset, truncate, malformed, content-type, stale-token."""
    _set(kontrak, kind=kind, operation=kontrak.operation(operation)[1].id, next=n, **_given(kontrak, datatable))


@step(
    "given",
    'the next {n} batch(es) of the feed "{feed}" come(s) as "{kind}"',
    '{n} kiriman berikutnya dari feed "{feed}" datang sebagai "{kind}"',
)
def batches(kontrak: World, n: int, feed: str, kind: str) -> None:
    """Let batches come wrongly: duplicate-batch, reorder-batch, late-batch."""
    _set(kontrak, kind=kind, feed=feed_named(kontrak, feed).layout, next=n)


@step("given", "everything works again", "semuanya berjalan lagi")
def works_again(kontrak: World) -> None:
    """Take all faults away."""
    kontrak.steer("DELETE", "faults", why=NEEDS)


def _set(world: World, **fault: Any) -> None:
    world.steer("POST", "faults", fault, NEEDS)


def _given(world: World, table: Table | None) -> dict[str, Any]:
    values = {
        str(path[0]): world.value(text, {"type": ["number"]})
        for path, _, text in (tables.entries(table, {}) if table else ())
    }
    return {name: value for name, value in values.items() if value is not ABSENT}
