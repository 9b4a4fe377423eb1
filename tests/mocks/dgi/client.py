"""A client of DGI that signs its requests to a simulator in process."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from kontrak.contracts import load
from kontrak.mocks import Request, Response, Simulator
from kontrak.mocks.control import Control
from kontrak.mocks.model import Turn
from kontrak.mocks.store.engine import transaction
from kontrak.mocks.world import WIB

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=WIB)
CONTRACT = load("dgi")


class Dgi:
    """A DGI client of one dealer group in one world."""

    def __init__(self, simulator: Simulator, number: int = 1, world: str = "default") -> None:
        self.simulator, self.world, self.number = simulator, world, number
        self.control = Control(simulator)

    def as_group(self, number: int) -> Dgi:
        """A client of another group in the same world."""
        return Dgi(self.simulator, number, self.world)

    def switch(self, readings: dict[str, str]) -> None:
        """Let the world read its sources otherwise."""
        answer = self.control.set_readings(self.world, readings)
        assert isinstance(answer, dict), answer

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.control.clock(self.world)["now"])

    @property
    def group(self) -> dict[str, Any]:
        return self.control.credentials(self.world)["dgi"]["groups"][f"GRUP-CONTOH-{self.number}"]

    def headers(self, at: int | str | None = None) -> dict[str, str]:
        group, time = self.group, str(int(self.now.timestamp()) if at is None else at)
        token = sha256((group["key"] + group["secret"] + time).encode()).hexdigest()
        return {
            "content-type": "application/json",
            "dgi-api-key": group["key"],
            "dgi-api-token": token,
            "x-request-time": time,
        }

    def raw(self, path: str, body: bytes, headers: dict[str, str] | None = None, method: str = "POST") -> Response:
        sent = self.headers() if headers is None else headers
        return self.simulator.handle(Request(method, path, body, sent, {}, self.world))

    def post(self, operation: str, message: Any, **headers: str) -> dict[str, Any]:
        """The envelope that answers a message to `module/operation`."""
        sent = self.headers() | {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.raw(f"/dgi-api/v1.3/{operation}", json.dumps(message).encode(), sent)
        assert response.status == 200
        return json.loads(response.body)

    def read(self, module: str, hours: float = 24, **filters: Any) -> Any:
        """The records of the last hours."""
        since = self.now - timedelta(hours=hours)
        answer = self.post(f"{module}/read", {"fromTime": f"{since:%Y-%m-%d %H:%M:%S}", **filters})
        assert answer["status"] == 1, answer
        return answer["data"]

    def in_turn(self, work: Callable[[Turn], Any]) -> Any:
        """Do something inside of the simulator."""
        partner = self.simulator.partners["dgi"]

        def inside(connection: Any) -> Any:
            return work(self.simulator.turn(partner, self.simulator.open(connection, self.world), connection))

        return transaction(self.simulator.engine, inside)

    def advance(self, duration: str) -> None:
        """Let time pass, and have DGI asked, without which it would not tell its story yet."""
        answer = self.control.set_clock(self.world, {"advance": duration})
        assert isinstance(answer, dict), answer
        self.in_turn(lambda _: None)
