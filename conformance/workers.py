"""Carries out lanes, in this process or in several side by side."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from kontrak.conformance.bench import Found, Options, silent, work
from kontrak.conformance.engine.process import Engine
from kontrak.conformance.lanes import Lane
from kontrak.conformance.run import checks_of
from kontrak.conformance.verdict import CheckResult, Outcome
from kontrak.contracts import Contract
from kontrak.contracts.answer import answered

OVERTIME = 0.3
"""Seconds that a worker has beyond the end of its time, before it is stopped."""
LEAVE = None
Contracts = Mapping[str, Contract]


def carry_out(contracts: Contracts, lanes: Sequence[Lane], options: Options) -> list[Found]:
    """What each lane found, in the order of the lanes; a worker that dies is the error of the lane that it was in.

    Where there is a deadline one worker is a process of its own too: whatever it waits for, it can be stopped.
    """
    tell = _Tally(lanes, options)
    apart = options.deadline is not None or (options.workers > 1 and len(lanes) > 1)
    if apart and lanes and all(lane.target.app is None for lane in lanes):
        return _Pool(contracts, lanes, options, tell).work()
    engine = Engine()
    try:
        return [_work(contracts, lane, replace(options, progress=tell.of(lane)), engine) for lane in lanes]
    finally:
        engine.close()


def _work(contracts: Contracts, lane: Lane, options: Options, engine: Engine) -> Found:
    contract = answered(contracts[lane.partner], lane.target.answers)
    checks = [check for check in checks_of(contract, options) if check.id in set(lane.checks)]
    return work(contract, lane.target, checks, options, engine)


class _Tally:
    """Adds up how far all lanes are, for the progress of the whole run."""

    def __init__(self, lanes: Sequence[Lane], options: Options) -> None:
        self._tell, self._all = options.progress, sum(len(lane.checks) for lane in lanes)
        self._begun: dict[str, int] = {}

    def of(self, lane: Lane) -> Callable[[str, int, int], None]:
        """What a lane tells."""

        def told(check: str, number: int, _of: int) -> None:
            self._begun[lane.name] = number
            self._tell(f"{lane.partner} {check}", sum(self._begun.values()), self._all)

        return told


@dataclass(slots=True)
class _Worker:
    """A process, the way to it, the number of the lane that it is in, and the check that it last told of.

    `server` is the one of the target's that it works with: two workers at one server wait for each other.
    """

    process: BaseProcess
    pipe: Connection
    lane: int
    server: int
    check: str = "its start"


class _Pool:
    """Hands lanes to processes, those that cost most first."""

    def __init__(self, contracts: Contracts, lanes: Sequence[Lane], options: Options, tally: _Tally) -> None:
        self._contracts, self._lanes, self._options, self._tally = contracts, lanes, options, tally
        self._open = sorted(range(len(lanes)), key=lambda number: lanes[number].cost)
        self._found: dict[int, Found] = {}
        self._workers: list[_Worker] = []

    def work(self) -> list[Found]:
        try:
            for _ in range(min(self._options.workers, len(self._lanes))):
                self._start()
            while self._workers:
                self._listen()
        finally:
            for worker in self._workers:
                worker.process.terminate()
            for worker in self._workers:
                worker.process.join(1)
                worker.process.kill()
        return [self._found[number] for number in range(len(self._lanes))]

    def _start(self) -> None:
        """Start a process for the next lane.

        It inherits that Ctrl-C, which reaches the whole group, is not for it: it is ended by this one.
        """
        resource_tracker.ensure_running()  # else the first start does it, and unblocks the signal
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            context = get_context("spawn")  # a fork would copy the locks of threads that it does not copy
            ours, theirs = context.Pipe()
            options = replace(self._options, progress=silent)
            process = context.Process(target=_serve, args=(theirs, dict(self._contracts), options), daemon=True)
            process.start()
            theirs.close()
            worker = _Worker(process, ours, self._open.pop(), self._free_server())
            self._workers.append(worker)
            with suppress(BrokenPipeError):  # it died at once, which is seen when it is listened to
                ours.send(self._lanes[worker.lane].at(worker.server))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _free_server(self) -> int:
        taken = {worker.server for worker in self._workers}
        return next(number for number in range(self._options.workers) if number not in taken)

    def _listen(self) -> None:
        """Take what the workers tell; stop those that are still at it after the end of their time."""
        ends = self._end()
        ready = connection.wait([worker.pipe for worker in self._workers], ends)
        for worker in [worker for worker in self._workers if worker.pipe in ready]:
            try:
                self._take(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._lost(worker)
        if not ready and ends is not None:
            for worker in list(self._workers):
                worker.process.kill()
                reason = "the time given with --max-time was spent"
                self._drop(worker, Outcome.NOT_TESTED, f"{reason}, and the target was still being waited for")

    def _end(self) -> float | None:
        """Seconds until workers are stopped."""
        if self._options.deadline is None:
            return None
        return max(self._options.deadline + self._options.grace + OVERTIME - time.monotonic(), 0.0)

    def _take(self, worker: _Worker, told: Any) -> None:
        if isinstance(told, Found):
            self._found[worker.lane] = told
            if not self._open:
                worker.pipe.send(LEAVE)
                self._workers.remove(worker)
                return
            worker.lane = self._open.pop()
            worker.pipe.send(self._lanes[worker.lane].at(worker.server))
        else:
            worker.check, number, of = told
            self._tally.of(self._lanes[worker.lane])(worker.check, number, of)

    def _lost(self, worker: _Worker) -> None:
        """Note that a worker died, and start another one where there is work left."""
        worker.process.join(1)
        code = worker.process.exitcode
        self._drop(worker, Outcome.ERROR, f"the harness broke: a worker ended with code {code} at {worker.check}")
        if self._open:
            self._start()

    def _drop(self, worker: _Worker, outcome: Outcome, reason: str) -> None:
        self._workers.remove(worker)
        self._found[worker.lane] = self._nothing(self._lanes[worker.lane], outcome, reason)

    def _nothing(self, lane: Lane, outcome: Outcome, reason: str) -> Found:
        """What is told of a lane of which nothing was told: each of its checks ended so."""
        contract = answered(self._contracts[lane.partner], lane.target.answers)
        checks = [check for check in checks_of(contract, self._options) if check.id in set(lane.checks)]
        results = [
            CheckResult(check.id, requirement, outcome, reason=reason)
            for check in checks
            for requirement in check.requirements
        ]
        return Found(tuple(results), stopped=(outcome, reason))


def _serve(pipe: Connection, contracts: Contracts, options: Options) -> None:
    """A worker: carries out lanes until it is told to leave, or the process that started it is gone."""
    engine = Engine()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        if engine.process is not None:
            engine.process.kill()
        os._exit(1)

    signal.signal(signal.SIGTERM, leave)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    options = replace(options, progress=lambda *told: pipe.send(told))
    try:
        while (lane := pipe.recv()) is not LEAVE:
            pipe.send(_work(contracts, lane, options, engine))
    except (EOFError, BrokenPipeError):
        pass  # nobody waits for it any more
    finally:
        engine.close()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
