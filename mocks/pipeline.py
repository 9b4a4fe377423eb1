"""The simulator: the only place where the stages stand in order.

    route -> read -> authenticate -> fault -> recall -> validate -> decide -> validate the answer -> fault -> journal

Everything from `authenticate` on is one database transaction, run again from its start if another one came
in between: a record and the journal entry of its report are stored together or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TypeVar

from sqlalchemy import Connection

from kontrak.contracts import ConfigurationError, Contract, Judge, Violation
from kontrak.mocks import master
from kontrak.mocks.faults import Fault, Wrong, header
from kontrak.mocks.faults import file as faults_file
from kontrak.mocks.model import Answer, Call, Caller, Outcome, Refusal, Request, Response, Turn, Verdict
from kontrak.mocks.partner import Partner
from kontrak.mocks.publish import Feeds
from kontrak.mocks.readings import check_readings
from kontrak.mocks.settings import Settings
from kontrak.mocks.stages import answer as answering
from kontrak.mocks.stages import authenticate, decide, fault, journal, read, recall, route, validate
from kontrak.mocks.stages.read import Letter
from kontrak.mocks.stages.route import Route, Routes
from kontrak.mocks.store import faults as faults_store
from kontrak.mocks.store import journal as journal_store
from kontrak.mocks.store.engine import open_engine, transaction
from kontrak.mocks.store.worlds import TooManyWorlds, Worlds
from kontrak.mocks.variants import check_variants
from kontrak.mocks.world import Clock, World, wall_clock

__all__ = ["Settings", "Simulator", "full"]

LOG = logging.getLogger("kontrak.mocks")
PRUNE_EVERY = 1000
T = TypeVar("T")


class Simulator:
    """Answers the requests of all partners given, as their contracts say.

    Raises ConfigurationError if the database cannot be used, a reading is unknown, or a file of master data is wrong.
    """

    def __init__(
        self, contracts: Iterable[Contract], settings: Settings | None = None, clock: Clock = wall_clock
    ) -> None:
        self.settings = settings or Settings()
        named = {contract.name: contract for contract in contracts}
        own = master.load(named, self.settings.master or {})
        self.partners = {name: Partner(contract, master=own.get(name)) for name, contract in named.items()}
        self.routes = Routes(self.partners.values())
        known = [partner.contract for partner in self.partners.values()]
        check_readings(known, self.settings.readings or {})
        check_variants(known, self.settings.variants or {})
        self.worlds = Worlds(
            known,
            clock=clock,
            seed=self.settings.seed,
            still=self.settings.still,
            readings=self.settings.readings,
            limits=self.settings.limits,
            variants=self.settings.variants,
            most=self.settings.max_worlds,
            ttl=self.settings.world_ttl,
        )
        self.engine = open_engine(self.settings.database)
        where = {"outbox": self.settings.outbox, "staging": self.settings.staging}
        self.feeds = Feeds(known, self.engine, database=self.settings.database, **where)
        self.feeds.flush(always=True)
        self._answered = count(1)
        self._judges: dict[tuple[str, str | None, tuple[str, ...]], Judge] = {}
        self._arm()

    def handle(self, request: Request) -> Response:
        """Answer one request and remember it."""
        found = route.match(self.routes, request)
        letter = found if isinstance(found, Refusal) else read.read(found, request, self.settings.max_body)
        try:
            return self.transact(partial(self._answer, request, found, letter))
        except BrokenContract as mistake:
            # What the call stored is gone with its transaction; that it happened is remembered.
            return self.transact(partial(self._answer, request, found, mistake.refusal))
        except TooManyWorlds as error:
            return answering.render(Outcome(full(error)))

    def close(self) -> None:
        """Give the database back."""
        self.feeds.close()
        self.engine.dispose()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, and deliver what it published."""
        done = transaction(self.engine, work)
        self.feeds.flush()
        return done

    def turn(self, partner: Partner, world: World, connection: Connection) -> Turn:
        """One partner in one world, in a transaction."""
        return Turn(partner, self.judge(partner, world), world, connection, feeds=self.feeds)

    def open(
        self, connection: Connection, name: str, *, is_use: bool = True, asked: Collection[str] | None = None
    ) -> World:
        """The world of that name as it is now: complete if this is its first use, and with all that time made due.

        `asked` are the partners that are asked; where nobody else is, what only others would show of time may wait.
        """
        world, is_new = self.worlds.open(connection, name, is_use=is_use)
        if is_new:
            self.feeds.clear(connection, name, world.now, is_new=True)
            self.begin(connection, world)
        self.advance(connection, world, asked)
        return world

    def reset(self, connection: Connection, name: str, seed: int | None = None) -> World:
        """The world of that name as on its first day, complete."""
        fresh = self.worlds.reset(connection, name, seed)
        self.feeds.clear(connection, name, fresh.now)
        self.begin(connection, fresh)
        return fresh

    def drop(self, connection: Connection, name: str) -> bool:
        """Forget a world and what it sent; whether there was one."""
        was_there = self.worlds.drop(connection, name)
        if was_there:
            self.feeds.clear(connection, name, self.worlds.clock())
        return was_there

    def begin(self, connection: Connection, world: World) -> None:
        """Complete a new world."""
        for partner in self.partners.values():
            if partner.rules.begin:
                partner.rules.begin(self.turn(partner, world, connection))

    def advance(self, connection: Connection, world: World, asked: Collection[str] | None = None) -> None:
        """Bring about what the world's time has made due; `asked` as in `open`."""
        for name, partner in self.partners.items():
            if partner.rules.advance and (asked is None or name in asked or not partner.rules.waits):
                partner.rules.advance(self.turn(partner, world, connection))

    def tick(self) -> None:
        """Bring about in each world whose running clock reached its agenda what is due there, one transaction each.

        Also forget the worlds that nobody uses any more, and deliver the batches that wait. Any number of simulators may tick one database. What goes wrong in one world
        is raised when all others had their turn.
        """
        wrong: list[Exception] = []
        for name in transaction(self.engine, self.worlds.overdue):
            try:
                self.transact(partial(self.open, name=name, is_use=False))
            except Exception as error:  # noqa: BLE001 - one world does not stop the others' clocks
                wrong.append(error)
        for name in transaction(self.engine, self.worlds.expired):
            self.transact(partial(self._expire, name=name))
        self.feeds.flush(always=True)
        if wrong:
            raise wrong[0]

    def judge(self, partner: Partner, world: World) -> Judge:
        """The partner's compiled schemas under the world's readings and variant."""
        contract, name = partner.contract, world.variants.get(partner.name)
        chosen = tuple(world.readings[id] for id in contract.readings)
        if (key := (partner.name, name, chosen)) not in self._judges:
            waives = contract.variants[name].apply.waives if name else ()
            self._judges[key] = Judge(contract, dict(zip(contract.readings, chosen, strict=True)), waives)
        return self._judges[key]

    def _expire(self, connection: Connection, name: str) -> None:
        if self.worlds.expire(connection, name):
            self.feeds.clear(connection, name, self.worlds.clock())

    def _arm(self) -> None:
        """Set the faults of the user's file, in worlds that do not have them yet."""
        file = self.settings.faults
        for name, one in faults_file.read(file, self.partners) if file else ():

            def keep(connection: Connection, name: str = name, one: Fault = one) -> None:
                faults_store.keep(connection, self.open(connection, name).name, one)

            try:
                self.transact(keep)
            except TooManyWorlds as error:
                raise ConfigurationError(f"{file}: no room for the world {name}: {full(error).title}") from None

    def _answer(
        self, request: Request, found: Route | Refusal, letter: Letter | Refusal, connection: Connection
    ) -> Response:
        world = self.open(connection, request.world, asked=() if isinstance(found, Refusal) else (found.partner.name,))
        asked, request = _asked(request)
        found = route.offered(self.routes, found, request, world.variants)
        if isinstance(found, Refusal):
            # A path that this world does not have is nobody's, though another world may have it.
            outcome = Outcome(found, None if found.status == 404 else self._owner(request))
        else:
            turn, operation = self.turn(found.partner, world, connection), _operation(found, letter)
            outcome = self._carry_out(turn, request, found, letter, asked if self.settings.fault_header else None)
            outcome = replace(outcome, partner=found.partner, operation=operation)
        response = fault.spoil(outcome, answering.render(outcome, world))
        entry = journal.entry(world, request, response, outcome, self.worlds.time(world))
        journal_store.write(connection, entry)
        if next(self._answered) % PRUNE_EVERY == 0:
            journal_store.prune(connection, self.settings.kept_entries)
        return response

    def _carry_out(
        self, turn: Turn, request: Request, found: Route, letter: Letter | Refusal, asked: str | None
    ) -> Outcome:
        caller = authenticate.check(turn, found, request)
        if isinstance(caller, Refusal):
            return Outcome(caller)
        struck = fault.find(turn, _operation(found, letter), asked, self.partners)
        if isinstance(struck, Wrong):
            return Outcome(fault.refused(struck), caller=caller.name)
        instead = fault.instead(struck, turn, request) if struck else None
        said = instead or (letter if isinstance(letter, Refusal) else self._decide(turn, request, letter, caller))
        return Outcome(said, caller=caller.name, fault=struck)

    def _decide(self, turn: Turn, request: Request, letter: Letter, caller: Caller) -> Answer | Refusal:
        """What the partner says to a message: the one place where state changes."""
        at = (turn.partner, turn.judge, turn.world, turn.connection)
        call = Call(*at, letter.operation, letter.message, request, caller, feeds=self.feeds)
        call = replace(call, message=turn.partner.rules.normalise(call))
        known = recall.recall(call)
        said = turn.partner.rules.permit(call) if turn.partner.rules.permit else None
        said = said or validate.check(call, known) or decide.decide(call, known)
        if isinstance(said, Answer):
            _judge(call, said)
        return said

    def _owner(self, request: Request) -> Partner | None:
        methods, _ = self.routes.find(request.path)
        return next((found.partner for found in methods.values()), None)


def full(error: TooManyWorlds) -> Refusal:
    """The refusal of one world too many, which is kontrak's own: no partner says it."""
    wanted = "DELETE /_kontrak/worlds/NAME, --world-ttl or a greater --max-worlds"
    breach = Violation(None, "worlds", "", error.most, wanted)
    return Refusal(507, f"{error}; delete some.", (breach,))


def _asked(request: Request) -> tuple[str | None, Request]:
    """The fault that the request's own header asks for, and the request as the partner sees it: without that header."""
    if header.NAME not in request.headers:
        return None, request
    others = {name: value for name, value in request.headers.items() if name != header.NAME}
    return request.headers[header.NAME], replace(request, headers=others)


def _operation(found: Route, letter: Letter | Refusal) -> str | None:
    """The id of the operation that is asked for, as far as the URL or the body tells it."""
    if isinstance(letter, Letter):
        return letter.operation.id
    return None if found.is_split else found.operations[0].id


class BrokenContract(Exception):
    """The simulator was about to break the contract itself; never seen outside of this module."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.title)


def _judge(call: Call, said: Answer) -> None:
    breaches = call.judge.answer(call.operation, said.body)
    if not breaches:
        return
    LOG.error("the simulator broke the contract of %s: %s", call.operation.id, "; ".join(map(str, breaches)))
    title = f"The answer to {call.operation.id} would break its contract; this is a mistake of kontrak."
    raise BrokenContract(Refusal(500, title, tuple(breaches), verdict=Verdict.BROKEN))
