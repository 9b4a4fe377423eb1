"""The story as time passes: every step of the plot at its own instant, however the clock got past it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.dgi.story import case as cases
from kontrak.mocks.dgi.story.case import Case
from kontrak.mocks.dgi.story.plot import Event, Plot
from kontrak.mocks.dgi.story.step import perform
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

HISTORY = timedelta(days=2)
FRESH = timedelta(days=30)
SECOND = timedelta(seconds=1)
YEARS = range(1900, 9000)
"""The story keeps within years in which every time has its form."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the story of a world stands.

    `since` is when it began and `told` until when it is told (moved on by every pause), `next` when its next step is due,
    `stopped` when it was stopped, `count` how many cases were started by hand.
    """

    since: datetime
    told: datetime
    next: datetime
    stopped: datetime | None = None
    count: int = 0

    def body(self) -> Json:
        """The state as JSON."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()
        }


def advance(turn: Turn) -> None:
    """Tell what the world's time has made due."""
    now = turn.world.now
    if now.year not in YEARS:
        return
    state = _load(turn) or begin(turn)
    if state.stopped is None and state.next <= now:
        lock(turn)
        save(turn, _tell(turn, load(turn)))


def begin(turn: Turn) -> State:
    """Begin the story: now where the clock stands still, with a little history where it runs."""
    now = turn.world.now.replace(microsecond=0)
    since = now if turn.world.still else now - HISTORY
    state = State(since, since, since)
    save(turn, state)
    return state


def load(turn: Turn) -> State:
    """Where the story stands; it begins where it has not."""
    return _load(turn) or begin(turn)


def save(turn: Turn, state: State) -> None:
    """Remember where the story stands."""
    records.put(turn.connection, turn.place("story"), Record("state", state.body(), turn.world.now))


def lock(turn: Turn) -> None:
    """Have every other transaction on this world's story wait for the end of this one."""
    # An update locks its row in every database; what is read after it is what the one before left.
    records.put(turn.connection, turn.place("story"), Record("lock", None, turn.world.now))


def counted(state: State) -> State:
    """The state with one more case started by hand."""
    return replace(state, count=state.count + 1)


def stop(turn: Turn) -> None:
    """Have the story stand still from now on."""
    state = load(turn)
    if state.stopped is None:
        save(turn, replace(state, stopped=turn.world.now))


def go_on(turn: Turn) -> None:
    """Have the story go on; what stood still is moved on by as long as it did."""
    state = load(turn)
    if state.stopped is not None:
        by = max((turn.world.now - state.stopped) // SECOND, 0) * SECOND
        save(turn, replace(state, since=state.since + by, told=state.told + by, next=state.next + by, stopped=None))


def _tell(turn: Turn, state: State) -> State:
    """Tell all that is due; the state then."""
    now = turn.world.now
    if state.stopped is not None or state.next > now:
        return state
    dealers = [str(dealer["dealerId"]) for dealer in turn.partner.contract.world.get("dealer", ())]
    plot = Plot(turn.world, state.since, dealers)
    events = sorted(event for chain in plot.chains(state.told, now, FRESH) for event in chain if event.at > state.told)
    for event in _until(events, now):
        _happen(turn, event)
    return replace(state, told=now.replace(microsecond=0), next=next(event.at for event in events if event.at > now))


def _until(events: list[Event], now: datetime) -> Iterator[Event]:
    return (event for event in events if event.at <= now)


def _happen(turn: Turn, event: Event) -> None:
    """Do the step of an event at its instant; where it cannot be done, the story goes on without it."""
    then = replace(turn, world=replace(turn.world, now=event.at))
    process = turn.partner.contract.processes[event.process]
    step = process.step(event.step)
    case = Case(event.process, event.dealer, event.number)
    if step is not process.first:
        case = cases.find(then, event.process, event.key) or case
    if step and step in process.next(case.state, case.facts, case.done):
        found = perform(then, case, step, event.given, is_judged=False)
        if isinstance(found, Refusal):
            return


def _load(turn: Turn) -> State | None:
    place = turn.place("story")
    found = records.find(turn.connection, [(place, "state")]).get((place, "state"))
    if found is None:
        return None
    times = ("since", "told", "next", "stopped")
    read = {name: datetime.fromisoformat(found.body[name]) for name in times if found.body[name]}
    return State(**{**found.body, **read})
