"""Requests of any kind, good and broken, in a course that the seed alone decides."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from kontrak.mocks import Request, Simulator
from kontrak.mocks.control import Control
from tests.mocks.tpos.dms import FOREIGN, OURS, SECOND, Dms, claim, contract, line, rpp

ODD = (
    None, True, False, 0, -1, 1, 1.0, 2.5, 1e300, 10**30, 9_999_999, 10_000_000, "", " ", "x", "X" * 21, "\u0000".strip("\0"),
    "🚗", "' OR 1=1 --", "20261102", "20261332", "99991231", [], {}, [[]], [None], {"a": {"b": []}}, "9KT10X0001",
    "9KT01A0002", OURS, SECOND, FOREIGN, "P-1", "KT0901", "C00901", "UEsDB", "UEsDBBQAAAA=",
)  # fmt: skip
NUMBERS = [f"P-{n}" for n in range(40)]
PARTS = [f"9KT{family}X{index:04d}" for family in (10, 17, 29) for index in range(1, 30)] + ["9KT01A0002", "ABC"]
SPANS = ("PT5M", "PT1H", "PT6H", "P1D", "P2D")
SWITCHES = {
    id: [one.name for one in reading.candidates] for id, reading in contract().readings.items() if reading.switch
}
KEPT = ("TPOS-R-036", "TPOS-R-037", "TPOS-R-040", "TPOS-R-042")
"""How one logs in is not what is looked at here."""


def run(simulator: Simulator, seed: int, many: int, world: str, *, switching: bool = False) -> Counter[tuple[str, int]]:
    """Send so many requests; how often each operation answered what."""
    chance, dms, found = Random(seed), Dms(simulator, world), Counter()
    for operation, message in _course(chance, dms, many, switching=switching):
        if isinstance(message, bytes):
            path = contract().operations[operation].path
            status = simulator.handle(Request("POST", path, message, _headers(dms), {}, world)).status
        else:
            status, body = dms.send(operation, message)
            assert status < 500, (operation, message, body)
        found[operation, status] += 1
    return found


def _headers(dms: Dms) -> dict[str, str]:
    return {"content-type": "application/json", "authorization": f"Bearer {dms._token}"}


def _course(chance: Random, dms: Dms, many: int, *, switching: bool) -> Iterator[tuple[str, Any]]:
    operations = [name for name in contract().operations if name != "requestToken"]
    for _ in range(many):
        if chance.random() < 0.05:
            dms.wait(chance.choice(SPANS))
        if chance.random() < 0.03:
            _act(chance, dms)
        if switching and chance.random() < 0.02:
            _switch(chance, dms.control, dms.world)
        operation = chance.choice(operations)
        message = _good(chance, dms, operation)
        if chance.random() < 0.5:
            message = _broken(chance, message)
        yield operation, _bytes(chance, message) if chance.random() < 0.02 else message


def _good(chance: Random, dms: Dms, operation: str) -> Any:
    number = chance.choice(NUMBERS)
    if operation == "createPurchaseOrder":
        items = {chance.choice(PARTS): chance.randrange(1, 60) for _ in range(chance.randrange(1, 4))}
        kinds = {"tipePo": chance.choice((1, 2, 3)), "boTamFollow": chance.choice((9, 1))}
        return dms.purchase_order(number, items, **kinds)
    if operation in ("createPartsClaim", "createRpp") and chance.random() < 0.7:
        return _about_shipped(chance, dms, operation) or copy.deepcopy(contract().operations[operation].examples[0])
    message = copy.deepcopy(dict(chance.choice(contract().operations[operation].examples)))
    if "noPo" in message:
        message["noPo"] = chance.choice((number, message["noPo"]))
    for name in ("tipeOrder", "tipeClaim", "tipeInquiry"):
        if name in message:
            message[name] = chance.choice((1, 2, 3))
    return message


def _about_shipped(chance: Random, dms: Dms, operation: str) -> Any:
    for number in chance.sample(NUMBERS, 5):
        try:
            shipped = line(dms, number)
        except (IndexError, StopIteration, AssertionError):
            continue
        name, qty = f"D-{chance.randrange(60)}", chance.randrange(1, 4)
        if operation == "createRpp":
            return rpp(dms, name, shipped, qty)
        return claim(dms, name, shipped, chance.choice(("U", "Ex", "P1", "S2", "OTH")), qty)
    return None


def _broken(chance: Random, message: Any) -> Any:
    """The message with up to three places changed, taken out or added."""
    message = copy.deepcopy(message)
    for _ in range(chance.randrange(1, 4)):
        node = message
        while isinstance(node, dict | list) and node:
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.7:
                node = node[key]
                continue
            if chance.random() < 0.2:
                del node[key]
            else:
                node[key] = copy.deepcopy(chance.choice(ODD))
            break
    return message if chance.random() < 0.95 else chance.choice(ODD)


def _bytes(chance: Random, message: Any) -> bytes:
    """The message as bytes that may be no JSON."""
    text = bytearray(json.dumps(message)[:20_000].encode())
    for _ in range(chance.randrange(4)):
        text[chance.randrange(len(text))] = chance.randrange(256)
    return bytes(text[: chance.randrange(len(text) + 1)]) if chance.random() < 0.3 else bytes(text)


def _act(chance: Random, dms: Dms) -> None:
    part, number = chance.choice(PARTS), chance.choice(NUMBERS)
    named = {"outletCode": OURS, "noPo": number, "noPart": part}
    actions: dict[str, Any] = {
        "replenish": {"noPart": part, "qty": chance.randrange(1, 100)},
        "cancel": named,
        "deny": {**named, "qty": 1},
        "change-etd": {**named, "etd": "20270101 10:00"},
        "judge": {"outletCode": OURS, "noDokumenDms": f"D-{chance.randrange(60)}", "tipeClaim": chance.choice((1, 2))},
        "schedule": {"minutes": chance.randrange(60), "departure": f"{chance.randrange(24):02d}:00"},
    }
    name = chance.choice(sorted(actions))
    body = actions[name] if chance.random() < 0.8 else _broken(chance, actions[name])
    dms.act(name, **body) if isinstance(body, dict) else dms.control.act(dms.world, "tpos", name, body)


def _switch(chance: Random, control: Control, world: str) -> None:
    id = chance.choice(sorted(set(SWITCHES) - set(KEPT)))
    control.set_readings(world, {id: chance.choice(SWITCHES[id])})
