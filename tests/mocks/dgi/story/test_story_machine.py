"""Any order of steps, clock moves, pushes and reads: the story stays consistent, and moving windows miss nothing of it."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from kontrak.mocks import Settings, Simulator
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.reads import MODULES
from kontrak.mocks.dgi.shape import fitted, row_schema
from kontrak.mocks.model import Refusal
from tests.mocks.conftest import SERVERS
from tests.mocks.dgi.client import CONTRACT, NOON, Dgi
from tests.mocks.dgi.story.consistency import is_ours, moves, problems, told
from tests.mocks.dgi.story.test_story_time import KEYS, records

OURS, OTHERS = ("99101", "99102"), ("99201", "99301", "99401")
PROCESSES = sorted(CONTRACT.processes)
STEPS = sorted({step.name for process in CONTRACT.processes.values() for step in process.steps})
WEEK = timedelta(days=7)


def seconds(instant):
    return instant.replace(microsecond=0)


class Story(RuleBasedStateMachine):
    """Dealers at work, and a dealer group that reads every module in windows that follow each other."""

    simulator: Simulator

    def __init__(self):
        super().__init__()
        self.dgi = Dgi(self.simulator, world=f"w{uuid.uuid4().hex}")
        self.cases, self.seen = [], {module: {} for module in MODULES}
        self.read_until = self.dgi.now - timedelta(days=1)
        self.before = told(records(self.dgi), KEYS)

    @rule(process=st.sampled_from(PROCESSES), dealer=st.sampled_from(OURS + OTHERS))
    def start(self, process, dealer):
        answer = self.act("start", process=process, dealerId=dealer)
        if isinstance(answer, dict):
            self.cases.append(answer)
        else:
            # Only what needs an earlier record of the dealer may be refused.
            assert (answer.status, process in ("document-handling", "hotline-order")) == (409, True), answer

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), times=st.integers(1, 9))
    def go_on(self, data, times):
        number = data.draw(st.integers(0, len(self.cases) - 1))
        for _ in range(times):
            case = self.cases[number]
            answer = self.act("step", process=case["process"], key=case["key"])
            if isinstance(answer, Refusal):
                assert answer.status == 409, answer
                break
            assert answer["done"][-1] == case["usual"]
            self.cases[number] = answer

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), wild=st.booleans())
    def step(self, data, wild):
        number = data.draw(st.integers(0, len(self.cases) - 1))
        case = self.cases[number]
        step = data.draw(st.sampled_from(STEPS if wild or not case["next"] else case["next"]))
        answer = self.act("step", process=case["process"], key=case["key"], step=step)
        if isinstance(answer, Refusal):
            assert answer.status in (404, 409)
            assert step not in case["next"] or step == "outgoing-shipment", answer
        else:
            assert step in case["next"]
            self.cases[number] = answer

    @rule(minutes=st.one_of(st.integers(1, 600), st.integers(1, 20).map(lambda days: days * 1440)))
    def advance(self, minutes):
        if self.dgi.now + timedelta(minutes=minutes) - self.read_until > timedelta(days=29):
            self.read()
        self.check()
        self.dgi.advance(f"PT{minutes}M")
        self.check()

    @rule(mode=st.sampled_from(["still", "running"]))
    def stop_or_go_on(self, mode):
        assert self.act("story", mode=mode)["mode"] == mode

    @rule()
    def push_a_deposit(self):
        waiting = self.dgi.in_turn(lambda turn: ledger.find(turn, "unpaidhlo", dealers=OURS))
        for order in [order for order in waiting if is_ours(order["idHLODocument"])][-1:]:
            same = {name: order[name] for name in ("idHLODocument", "tanggalPemesananHLO", "noWorkOrder", "dealerId")}
            key = {"noInvoiceUangJaminan": f"UJ-{uuid.uuid4().hex[:12]}K0000", "idCustomer": order["noKTP"]}
            parts = [{name: row[name] for name in row if name not in ledger.TIMES} for row in order["parts"]]
            now = ledger.text(self.dgi.now)
            rows = [{**row, "createdTime": now, "modifiedTime": now} for row in parts]
            pushed = {**same, **key, "createdTime": now, "modifiedTime": now, "parts": rows}
            answer = self.dgi.post("dphlo/add", pushed)
            assert answer["status"] == 1, answer

    @rule()
    def read(self):
        now = seconds(self.dgi.now)
        while self.read_until < now:
            until = min(self.read_until + WEEK, now)
            for module in MODULES:
                self.read_window(module, until)
            self.read_until = until
        for module in MODULES:
            self.read_window(module, now)
        self.compare()
        self.check()

    def read_window(self, module, until):
        times = {"fromTime": f"{self.read_until:%Y-%m-%d %H:%M:%S}", "toTime": f"{until:%Y-%m-%d %H:%M:%S}"}
        answer = self.dgi.post(f"{module}/read", times)
        assert answer["status"] == 1, answer
        for body in answer["data"]:
            assert body["dealerId"] in OURS
            moments = [ledger.instant(body[name]) for name in ledger.TIMES]
            assert any(self.read_until <= moment <= until for moment in moments)
            self.seen[module][body[KEYS[module]]] = body

    def compare(self):
        found = records(self.dgi, OURS)
        for module, bodies in found.items():
            schema = row_schema(CONTRACT, module)
            true = {body[KEYS[module]]: fitted(body, schema) for body in bodies}
            mine = self.seen[module]
            if module == "unpaidhlo":
                # What is paid leaves without a word (DGI-R-38).
                mine = {key: body for key, body in mine.items() if key in true}
            assert mine == true, module

    def check(self):
        after = told(records(self.dgi), KEYS)
        assert problems(after, self.dgi.now) == []
        assert moves(self.before, {**after, "unpaidhlo": self.before["unpaidhlo"]}) == []
        self.before = after

    def act(self, name, **body):
        return self.dgi.control.act(self.dgi.world, "dgi", name, body)

    def teardown(self):
        self.read()


def machine(database, seed=0):
    simulator = Simulator([CONTRACT], Settings(database=database, still=NOON, seed=seed))
    return type("Story", (Story,), {"simulator": simulator}), simulator


@pytest.mark.parametrize(("kind", "examples"), [("memory", 12), ("KONTRAK_TEST_POSTGRESQL", 2)])
def test_the_story_stays_consistent_and_windows_miss_nothing(kind, examples, databases):
    story, simulator = machine(databases(kind))
    quiet = settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    try:
        run_state_machine_as_test(story, settings=quiet)
    finally:
        simulator.close()


@pytest.fixture
def databases():
    """The URL of a kind of database; the test is skipped where it does not answer."""

    def databases(kind):
        if kind == "memory":
            return "sqlite://"
        url = os.environ.get(kind, SERVERS[kind])
        engine = create_engine(url)
        try:
            engine.connect().close()
        except SQLAlchemyError as error:
            if os.environ.get("KONTRAK_REQUIRE_DATABASES") == "1":
                pytest.fail(f"{kind}: {url} does not answer ({error})")
            pytest.skip(f"{kind}: {url} does not answer")
        finally:
            engine.dispose()
        return url

    return databases
