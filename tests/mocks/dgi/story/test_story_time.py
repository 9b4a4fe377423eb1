"""The story as time passes: the same however the clock moves, bounded, and consistent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import load
from kontrak.mocks import Settings, Simulator
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.reads import MODULES
from kontrak.mocks.dgi.story import plot, teller
from tests.mocks.dgi.client import CONTRACT, NOON, Dgi
from tests.mocks.dgi.story.consistency import moves, problems, told

KEYS = {module: CONTRACT.collections[module].key for module in MODULES}


def records(dgi, dealers=("99101", "99102", "99201", "99301", "99401")):
    """All records that reads can find, by module."""
    return dgi.in_turn(lambda turn: {module: ledger.find(turn, module, dealers=dealers) for module in MODULES})


def kept(dgi):
    """Everything that the world keeps of DGI, with its time of creation."""
    names = [*MODULES, *(f"story {kind} {name}" for kind in ("running", "ended") for name in CONTRACT.processes)]
    from kontrak.mocks.store import records as store

    return dgi.in_turn(lambda turn: {name: store.page(turn.connection, turn.place(name)) for name in names})


def jumped(seed, minutes):
    simulator = Simulator([CONTRACT], Settings(still=NOON, seed=seed))
    dgi = Dgi(simulator)
    for some in minutes:
        dgi.advance(f"PT{some}M")
    found = kept(dgi)
    simulator.close()
    return found


def cuts(length):
    """A length of time cut into pieces anywhere."""
    places = st.sets(st.integers(1, length - 1), max_size=40)
    return places.map(lambda found: [b - a for a, b in zip([0, *sorted(found)], [*sorted(found), length], strict=True)])


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 3), cuts(14 * 24 * 60))
def test_fourteen_days_at_once_or_in_pieces_give_the_same_records(seed, pieces):
    assert jumped(seed, pieces) == jumped(seed, [sum(pieces)])


def test_a_day_at_once_or_hour_by_hour_gives_the_same_records():
    assert jumped(0, [60] * 24) == jumped(0, [24 * 60])


def test_another_seed_tells_another_story():
    assert jumped(1, [48 * 60]) != jumped(0, [48 * 60])


def test_nothing_happens_while_the_clock_stands(dgi):
    before = records(dgi)
    assert records(dgi) == before
    assert all(not bodies for bodies in told(before, KEYS).values())


def test_forty_days_of_the_story_are_consistent_and_fill_every_module(dgi):
    before = told(records(dgi), KEYS)
    for _ in range(8):
        dgi.advance("P5D")
        after = told(records(dgi), KEYS)
        # Records leave unpaidhlo; everything else stays.
        assert moves(before, {**after, "unpaidhlo": before["unpaidhlo"]}) == []
        assert problems(after, dgi.now) == []
        before = after
    assert {module for module, bodies in before.items() if not bodies} <= {"unpaidhlo"}


def test_all_steps_of_the_plot_can_be_done_in_their_order():
    for chain in plot.chains():
        states, done = {}, {}
        for process, name in chain:
            known = CONTRACT.processes[process]
            credit = ("dealing", "apply-for-credit") in chain
            facts = {"payment": "credit" if credit else "cash"}
            step = known.step(name)
            assert step in known.next(states.get(process, "none"), facts, done.setdefault(process, [])), (process, name)
            states[process] = step.to
            done[process].append(name)


def test_every_process_stands_in_the_plot():
    assert {process for chain in plot.chains() for process, _ in chain} == set(CONTRACT.processes) == set(plot.KEYS)


def test_a_jump_of_ten_years_tells_no_more_than_the_last_months(dgi, monkeypatch):
    happened = []
    happen = teller._happen
    monkeypatch.setattr(teller, "_happen", lambda turn, event: (happened.append(event), happen(turn, event)))
    dgi.advance("P3650D")
    assert len(happened) < 2000
    assert min(event.at for event in happened if event.chain > 1) > dgi.now - plot.longest() * 2 - teller.FRESH
    assert problems(told(records(dgi), KEYS), dgi.now) == []


def fresh(dgi, module):
    """The records of a module that reads may still answer, of all dealers."""
    month = {"since": dgi.now - timedelta(days=30), "dealers": ["99101", "99102", "99201", "99301", "99401"]}
    return sorted(map(str, dgi.in_turn(lambda turn: ledger.find(turn, module, **month))))


def test_a_step_that_is_due_this_very_second_is_told_and_read(dgi):
    due = dgi.in_turn(teller.load).next
    for _ in range(3):
        dgi.advance(f"PT{int((due - dgi.now).total_seconds())}S")
        assert ledger.text(due) in str(kept(dgi))
        due = dgi.in_turn(teller.load).next


def test_a_long_jump_gives_the_reads_that_short_ones_give():
    long, short = (Dgi(Simulator([CONTRACT], Settings(still=NOON))) for _ in range(2))
    long.advance("P60D")
    for _ in range(12):
        short.advance("P5D")
    for module in MODULES:
        assert long.read(module, hours=7 * 24) == short.read(module, hours=7 * 24)
        assert fresh(long, module) == fresh(short, module)


def test_a_clock_that_goes_back_tells_nothing_twice(dgi):
    dgi.advance("P3D")
    before = records(dgi)
    dgi.control.set_clock(dgi.world, {"now": NOON.isoformat()})
    assert records(dgi) == before
    dgi.control.set_clock(dgi.world, {"now": (NOON + timedelta(days=3)).isoformat()})
    assert records(dgi) == before


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59+07:00"])
def test_a_clock_at_the_ends_of_the_calendar_stops_nothing(dgi, now):
    dgi.control.set_clock(dgi.world, {"now": now})
    assert dgi.control.clock(dgi.world)["mode"] == "still"
    assert isinstance(dgi.control.view(dgi.world, "dgi", "processes", {}), dict)


def test_a_world_whose_clock_runs_has_a_little_history(dgi_on):
    dgi = dgi_on(still=None)
    story = told(records(dgi), KEYS)
    assert 0 < sum(len(bodies) for bodies in story.values()) < 40
    assert problems(story, dgi.now) == []


def test_a_story_that_stood_still_goes_on_where_it_stopped(dgi):
    dgi.advance("P1D")
    before = records(dgi)
    assert dgi.control.act(dgi.world, "dgi", "story", {"mode": "still"}) == {"mode": "still", "next": None}
    dgi.advance("P4D")
    assert records(dgi) == before
    assert dgi.control.act(dgi.world, "dgi", "story", {"mode": "running"})["mode"] == "running"
    assert records(dgi) == before
    dgi.advance("P5D")
    assert len(records(dgi)["prsp"]) > len(before["prsp"])
    assert problems(told(records(dgi), KEYS), dgi.now) == []


def test_the_story_waits_until_dgi_is_asked(monkeypatch):
    happened = []
    happen = teller._happen
    monkeypatch.setattr(teller, "_happen", lambda turn, event: (happened.append(event), happen(turn, event)))
    dgi = Dgi(Simulator([CONTRACT, load("tpos")], Settings(still=NOON)))
    dgi.control.set_clock(dgi.world, {"advance": "P5D"})
    dgi.raw("/tpos/v1/purchase-orders", b"{}", {})
    dgi.control.clock(dgi.world)
    assert not happened
    dgi.read("prsp")
    assert happened
