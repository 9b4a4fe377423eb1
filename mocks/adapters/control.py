"""The control interface over HTTP, under `/_kontrak/` and, for one world, `/w/{world}/_kontrak/`."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from kontrak.contracts.model import Json
from kontrak.mocks.adapters.answers import respond
from kontrak.mocks.adapters.body import read_body
from kontrak.mocks.adapters.docs import add_docs
from kontrak.mocks.adapters.verdict import Judge, add_verdict
from kontrak.mocks.control import MOST, Control, refused
from kontrak.mocks.model import DEFAULT_WORLD, Refusal
from kontrak.mocks.pipeline import Simulator
from kontrak.mocks.strict_json import NotJson, parse
from kontrak.mocks.world import NAME

LIMIT = 100
HAR = "application/har+json"
FURTHEST = 2**31
RECORDS = "/records/<partner>/<collection>"
RECORD = f"{RECORDS}/<path:key>"
View = Callable[..., Json | Refusal]


class NotUsable(Exception):
    """A body or a parameter that cannot be read; the refusal says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.title)


def blueprint(simulator: Simulator, ca: bytes | None = None, judge: Judge | None = None) -> Blueprint:
    """The routes of the control interface of a simulator.

    `ca` is the certificate that its clients have to trust, `judge` judges the clients of a world.
    """
    control, routes = Control(simulator), Blueprint("control", "kontrak.mocks", root_path="/")
    views = Views(control, simulator.settings.max_body)
    table: list[tuple[str, str, View]] = [
        ("GET", "/health", lambda _world: control.health()),
        ("GET", "/worlds", views.worlds),
        ("DELETE", "/worlds/<name>", lambda _world, name: control.delete_world(name)),
        ("GET", "/credentials", control.credentials),
        ("POST", "/reset", views.reset),
        ("GET", "/clock", control.clock),
        ("POST", "/clock", views.set_clock),
        ("GET", "/readings", control.readings),
        ("PUT", "/readings", lambda world: control.set_readings(world, views.body())),
        ("GET", "/variant", control.variant),
        ("PUT", "/variant", lambda world: control.set_variant(world, views.body())),
        ("GET", RECORDS, views.records),
        ("PUT", RECORD, views.put_record),
        ("DELETE", RECORD, control.delete_record),
        ("GET", "/journal", views.journal),
        ("GET", "/faults", control.faults),
        ("POST", "/faults", lambda world: control.set_faults(world, views.body())),
        ("DELETE", "/faults", control.delete_faults),
        ("DELETE", "/faults/<id>", control.delete_faults),
        ("POST", "/<partner>/<name>", views.act),
        ("GET", "/<partner>/<name>", lambda world, partner, name: control.view(world, partner, name, {**request.args})),
    ]
    for method, rule, view in table:
        routes.add_url_rule(rule, f"{method} {rule}".replace(".", ""), _respond(view), methods=[method])
    routes.add_url_rule("/ca.pem", "GET /ca-pem", lambda **_world: _certificate(ca))
    add_verdict(routes, simulator, judge)
    add_docs(routes, simulator)
    return routes


def _certificate(ca: bytes | None) -> Response:
    if ca is None:
        return respond(refused(404, "This simulator serves plain HTTP; start it with --tls."))
    return Response(ca, 200, {"content-type": "application/x-pem-file"})


def _respond(view: View) -> Callable[..., Response]:
    def serve(world: str = DEFAULT_WORLD, **named: str) -> Response:
        try:
            found = view(world, **named)
        except NotUsable as unusable:
            found = unusable.refusal
        return respond(found)

    return serve


class Views:
    """The routes that read a body or a query."""

    def __init__(self, control: Control, max_body: int) -> None:
        self._control, self._max_body = control, max_body

    def reset(self, world: str) -> Json | Refusal:
        """`POST /reset`, with or without a body."""
        return self._control.reset(world, self.body(required=False))

    def set_clock(self, world: str) -> Json | Refusal:
        """`POST /clock` with a body, or with the same in the query: `?advance=PT24H`."""
        return self._control.set_clock(world, {**request.args} or self.body())

    def records(self, world: str, partner: str, collection: str) -> Json | Refusal:
        """`GET /records/{partner}/{collection}?limit=&start=`."""
        limit, start = _number("limit", LIMIT), _number("start", 0, least=0, most=FURTHEST)
        return self._control.records(world, partner, collection, limit, start)

    def put_record(self, world: str, partner: str, collection: str, key: str) -> Json | Refusal:
        """`PUT /records/{partner}/{collection}/{key}`."""
        return self._control.put_record(world, partner, collection, key, self.body())

    def worlds(self, _world: str) -> Json | Refusal:
        """`GET /worlds?prefix=&after=&limit=`."""
        after, prefix = _name("after"), _name("prefix")
        return self._control.worlds(_number("limit", LIMIT), after, prefix)

    def journal(self, world: str) -> Json | Refusal:
        """`GET /journal?limit=&before=&operation=...`; as HAR with `format=har`, or where that is what is accepted."""
        more = {name: value for name, value in request.args.items() if name not in ("limit", "before", "format")}
        limit, before = _number("limit", LIMIT), _number("before", 0, least=0, most=2**62) or None
        form = request.args.get("format", "har" if HAR in request.headers.get("accept", "") else "json")
        if form not in ("json", "har"):
            return refused(400, f"Unknown format {form!r}.", form, "json or har")
        base_url = request.host_url.rstrip("/")
        if form == "har":
            return self._control.har(world, limit, before, more, base_url)
        return self._control.journal(world, limit, more=more, before=before, base_url=base_url)

    def act(self, world: str, partner: str, name: str) -> Json | Refusal:
        """`POST /{partner}/{name}`, with or without a body."""
        return self._control.act(world, partner, name, self.body(required=False))

    def body(self, *, required: bool = True) -> Json:
        """The request's body as JSON; raises NotUsable."""
        raw = read_body(request.environ, self._max_body)
        if len(raw) > self._max_body:
            raise NotUsable(refused(413, "The body is too large.", None, f"at most {self._max_body} bytes"))
        if not raw and not required:
            return None
        try:
            return parse(raw)
        except NotJson as error:
            wanted = "JSON (RFC 8259) in UTF-8"
            raise NotUsable(refused(400, f"The body is not JSON: {error}.", None, wanted)) from None


def _name(parameter: str) -> str:
    text = request.args.get(parameter, "")
    if text and not NAME.fullmatch(text):
        raise NotUsable(refused(400, f"{parameter} is no name of a world.", text, "letters, digits, _ and -"))
    return text


def _number(name: str, default: int, least: int = 1, most: int = MOST) -> int:
    text = request.args.get(name, str(default))
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    raise NotUsable(refused(400, f"{name} is not a number of this kind.", text, f"{least} to {most}"))
