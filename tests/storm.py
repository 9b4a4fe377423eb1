"""A storm of requests against the simulator in process, good and broken in every way: `python -m tests.storm 100000`.

Every answer that is a 5xx is printed with its request; nothing else is judged. The same seed sends the same storm.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import urlencode

from kontrak.contracts import Contract, Stage, load_all
from kontrak.mocks import Settings, Simulator, create_app

START = datetime.fromisoformat("2026-01-05T08:00:00+07:00")
TOKEN = "/tpos/oauth/token"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CREDENTIALS = {"grant_type": "client_credentials", "client_id": "kontrak-dms-1", "client_secret": "kontrak-rahasia-1"}
ODD = [None, True, 0, -1, 1, 2, 9, 1.5, 1e308, 10**30, 2**63, "", " ", "\0", "é" * 5, "😀", "\ud800", "A" * 5000, [], {}, [[]],
       [None], {"": None}, "1", "20260105", "20261399", "20260105 25:61", "UEsDBA==", "UEsDB", "..", "%00", "'--", "NaN"]  # fmt: skip
PARTS = ["9KT01A0001", "9KT01A0002", "9KT02B0001", "9KT10X0001", "9KT10X0002", "9KT11X0199", "9ZZ"]
POOLS: dict[str, list[Any]] = {
    "outletCode": [*["KTK000001"] * 8, "KTK000002", "CTH000001", "ZZ99ZZ99"],
    "noPo": [f"PO-{n}" for n in range(40)] + ["PO-KT-0901", "PO-KT-0902"],
    "noMaterial": PARTS, "noPart": PARTS, "noParts": [PARTS[:3], PARTS[3:], ["X"] * 11],
    "qty": [1, 2, 50, 500, 9_999_999], "tipePo": [1, 2, 3], "tipeOrder": [1, 2, 3], "boTamFollow": [1, 9],
    "noPartsClaimDms": [f"CLM-{n}" for n in range(20)], "noRppDms": [f"RPP-{n}" for n in range(20)],
    "noDokumenTam": [f"T{n:010}" for n in range(1, 9)], "kodeClaim": ["U", "Sht", "Ex", "S2", "P/N", "OTH"],
    "noVendorInvoice": ["KT0901", "KT0902", "V00001", "V00002"], "noCase": ["C00901", "C00902", "C00001", "C00002"],
    "etd": ["20260120 08:00", "20240101 08:00"], "dealerRequest": ["C", "D", "N"],
}  # fmt: skip
CONTROL = ["clock", "reset", "readings", "tpos/replenish", "tpos/cancel", "tpos/deny", "tpos/change-etd", "tpos/judge",
           "tpos/schedule", "tpos/nothing", "records/tpos/outlets/KTK000002", "records/tpos/parts/9KT01A0001",
           "records/tpos/shipments/PO-KT-0901", "records/tpos/schedule/tpos", "tpos/parts?limit=9", "tpos/agenda"]  # fmt: skip
GOOD = "good"
"""In place of an authorization: that of a token of the world at hand."""
SPANS = ["PT10M", "PT6H", "P1D", "P7D", "-PT1H", "P3000D", "P9999999D", -1, 1e400, {}, "P"]


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the storm."""

    method: str
    path: str
    body: bytes
    content_type: str
    authorization: str | None


class Storm:
    """The requests of a seed."""

    def __init__(self, contracts: dict[str, Contract], seed: int) -> None:
        self.chance = Random(seed)
        self._operations = [
            one for contract in contracts.values() for one in contract.operations.values() if one.examples
        ]
        self._tpos = [one for one in contracts["tpos"].operations.values() if one.examples and one.secured]

    def requests(self, count: int) -> Iterator[Sent]:
        """So many requests."""
        for _ in range(count):
            kind = self.chance.random()
            made = self._token() if kind < 0.08 else self._control() if kind < 0.2 else self._message()
            yield self._broken(made) if self.chance.random() < 0.2 else made

    def _message(self) -> Sent:
        operation = self.chance.choice(self._tpos if self.chance.random() < 0.85 else self._operations)
        body = json.loads(json.dumps(operation.wrap(self.chance.choice(operation.examples))))
        for _ in range(self.chance.choice((0, 1, 1, 2, 4))):
            self._change(body)
        authorization = GOOD
        if self.chance.random() < 0.03:
            authorization = self.chance.choice(("Bearer x", "Basic eA==", "Bearer", "é", "Bearer \0"))
        prefix = self.chance.choice(("", "", "", "/w/a", "/w/b"))
        return Sent(operation.method, prefix + operation.path, _text(body), JSON, authorization)

    def _change(self, body: Any) -> None:
        """Change a member somewhere: to one that leads further, to an odd one, or to none."""
        place = body
        while isinstance(place, dict | list) and place:
            key = self.chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            inner = place[key]
            if isinstance(inner, dict | list) and inner and self.chance.random() < 0.7:
                place = inner
                continue
            name = key if isinstance(key, str) else "noParts"
            way = self.chance.random()
            if way < 0.6 and name in POOLS:
                place[key] = deepcopy(self.chance.choice(POOLS[name]))
            elif way < 0.9:
                place[key] = deepcopy(self.chance.choice(ODD))
            else:
                del place[key]
            return

    def _token(self) -> Sent:
        form: dict[str, Any] = dict(CREDENTIALS)
        for _ in range(self.chance.choice((0, 1, 2))):
            name = self.chance.choice([*form, "username", "password", "application_code", "key", "scope", "é"])
            form[name] = str(self.chance.choice([*ODD, "password", "bengkel-1", "kontrak-sandi-1", "KTKAPP1"]))
        authorization = self.chance.choice((None, None, "Basic eDp5", "Basic !", "Bearer x"))
        return Sent("POST", TOKEN, urlencode(form, errors="surrogatepass").encode(), FORM, authorization)

    def _control(self) -> Sent:
        path = self.chance.choice(CONTROL)
        method = self.chance.choice(("GET", "POST", "POST", "PUT", "DELETE"))
        body: Any = {
            name: deepcopy(self.chance.choice(pool)) for name, pool in POOLS.items() if self.chance.random() < 0.3
        }
        if path == "clock":
            body = {"advance": self.chance.choice(SPANS)}
        elif path == "reset":
            body = {"seed": self.chance.choice(ODD)} if self.chance.random() < 0.1 else {"seed": "no"}
        elif path.startswith("records"):
            collection, key = path.split("/")[2:]
            body = {{"outlets": "outletCode", "parts": "noPart", "shipments": "noPo"}.get(collection, "name"): key}
            for name in self.chance.sample(["hargaRetail", "stock", "dealer", "cutOffs", "minutes", "namaPart"], 2):
                body[name] = self.chance.choice(ODD)
        else:
            self._change(body)
        return Sent(method, f"/_kontrak/{path}", _text(body), JSON, None)

    def _broken(self, sent: Sent) -> Sent:
        """The request with something wrong outside of its message."""
        chance, body = self.chance, sent.body
        kinds = ("", "text/xml", FORM, JSON, "application/json; charset=x")
        methods = ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "X", "HEAD")
        ends = ("/", "x", "/..", "?a=%ff", "%00", "/é")
        ways: list[dict[str, Any]] = [
            {"body": body[: chance.randrange(len(body) + 1)]},
            {"body": self._flipped(body)},
            {"body": b"[" * chance.choice((10, 100_000))},
            {"body": chance.randbytes(chance.randrange(200))},
            {"content_type": chance.choice(kinds)},
            {"method": chance.choice(methods)},
            {"path": sent.path + chance.choice(ends)},
            {"authorization": None},
        ]
        return replace(sent, **chance.choice(ways))

    def _flipped(self, body: bytes) -> bytes:
        found = bytearray(body)
        for _ in range(3 if found else 0):
            found[self.chance.randrange(len(found))] = self.chance.randrange(256)
        return bytes(found)


def _text(body: Any) -> bytes:
    return json.dumps(body).encode()


def answered(application: Any, sent: Sent) -> tuple[int, bytes]:
    """Status and body of the answer to a request."""
    path, _, query = sent.path.partition("?")
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": sent.method, "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, "SCRIPT_NAME": "",
        "CONTENT_TYPE": sent.content_type, "CONTENT_LENGTH": str(len(sent.body)), "wsgi.input": BytesIO(sent.body),
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
    }  # fmt: skip
    if sent.authorization is not None:
        environ["HTTP_AUTHORIZATION"] = sent.authorization
    pieces = application(environ, lambda status, _headers, _error=None: said.append(status))
    return int(said[0][:3]), b"".join(pieces)


class Target:
    """The simulator, which is signed in to again whenever its clock or a reset ended the token of a world."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._tokens: dict[str, str] = {}

    def answer(self, sent: Sent) -> tuple[int, bytes]:
        """Send a request, with a token where it wants a good one."""
        if sent.authorization != GOOD:
            return answered(self._application, sent)
        world = sent.path[:4] if sent.path.startswith("/w/") else ""
        if world not in self._tokens:
            status, body = answered(self._application, self._login(world))
            if status != 200:
                return status, body
            self._tokens[world] = json.loads(body)["access_token"]
        status, body = answered(self._application, replace(sent, authorization=f"Bearer {self._tokens[world]}"))
        if status == 401:
            del self._tokens[world]
        return status, body

    def _login(self, world: str) -> Sent:
        """A good request for a token; a reset may have changed the seed and with it the secrets."""
        listed = answered(self._application, Sent("GET", f"{world}/_kontrak/credentials", b"", "", None))[1]
        client = json.loads(listed)["tpos"]["clients"][0]
        form = {"grant_type": "client_credentials", **{name: client[name] for name in ("client_id", "client_secret")}}
        return Sent("POST", f"{world}{TOKEN}", urlencode(form).encode(), FORM, None)


def blow(count: int, seed: int = 1) -> tuple[Counter[int], list[tuple[Sent, bytes]]]:
    """How many answers of each status a storm got, and the requests that got a 5xx beside 501 (not built) with the answer."""
    contracts = load_all(stage=Stage.MOCK)
    simulator = Simulator(contracts.values(), Settings(still=START))
    target, statuses, failed = Target(create_app(simulator)), Counter[int](), []
    for sent in Storm(contracts, seed).requests(count):
        status, body = target.answer(sent)
        statuses[status] += 1
        if status >= 500 and status != 501:
            failed.append((sent, body))
    simulator.close()
    return statuses, failed


def main() -> None:
    """Blow, and say what came of it."""
    count, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begin = time.perf_counter()
    statuses, failed = blow(count, seed)
    seconds = time.perf_counter() - begin
    print(f"{count} requests in {seconds:.0f} s ({count / seconds:.0f}/s): {dict(sorted(statuses.items()))}")
    for sent, body in failed[:10]:
        print(f"{sent.method} {sent.path} {sent.body[:2000]!r} -> {body[:300]!r}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
