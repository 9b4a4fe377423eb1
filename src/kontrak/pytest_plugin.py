"""The pytest plugin: a live mock for the session, and a world of its own for each test.

    def test_a_client_orders(kontrak_world):
        client = MyClient(kontrak_world.base_url, **kontrak_world.credentials("tpos")["clients"][0])
        client.order(...)
        kontrak_world.advance(hours=2)
        kontrak_world.assert_conformant("tpos")

The marker sets the world up: `@pytest.mark.kontrak(now="2026-01-05T08:00:00+07:00", variants={"dgi": "trio"})`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # what a fixture needs is imported by it: the plugin is loaded into every run of pytest
    from kontrak.mocks import Simulator
    from kontrak.testkit.world import World

MARKER = (
    "kontrak(now=None, seed=None, readings=None, variants=None): how the world of a test begins: an instant at which its "
    "clock stands still, a seed, readings and variants by name."
)
SETUP = {"now", "seed", "readings", "variants"}
OFFLINE = "https://kontrak.test"
PATIENCE = 30.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the address of a mock that runs already."""
    group = parser.getgroup("kontrak")
    group.addoption("--kontrak-url", metavar="URL", help="A kontrak mock that runs; without it, one is started.")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def kontrak_mock(pytestconfig: pytest.Config) -> Iterator[str]:
    """The base URL of a live mock on a free loopback port, or of the one named by --kontrak-url."""
    url = pytestconfig.getoption("--kontrak-url")
    if url:
        yield str(url).rstrip("/")
        return
    from kontrak.cli.verdict import verdict  # noqa: PLC0415 - as above
    from kontrak.mocks.adapters.child import running_mock  # noqa: PLC0415 - as above

    with running_mock(judge=verdict) as base_url:
        yield base_url


@pytest.fixture
def kontrak_world(request: pytest.FixtureRequest, kontrak_mock: str) -> Iterator[World]:
    """A world of the live mock that no other test has; a client is pointed at its `base_url`."""
    import httpx  # noqa: PLC0415 - as above

    from kontrak.testkit.world import World  # noqa: PLC0415 - as above

    name = _name(request.node.nodeid)
    base_url = f"{kontrak_mock}/w/{name}"
    with httpx.Client(timeout=PATIENCE) as http:
        world = World(name, base_url, f"{base_url}/_kontrak", http)
        _set_up(world, request.node)
        yield world


@pytest.fixture(scope="session")
def kontrak_simulator() -> Iterator[Simulator]:
    """A simulator in this process, with all partners."""
    from kontrak.contracts import Stage, load_all  # noqa: PLC0415 - as above
    from kontrak.mocks import Simulator  # noqa: PLC0415 - as above

    simulator = Simulator(load_all(stage=Stage.MOCK).values())
    yield simulator
    simulator.close()


@pytest.fixture
def kontrak_respx(request: pytest.FixtureRequest, kontrak_simulator: Simulator) -> Iterator[World]:
    """A world in this process: respx hands it every httpx call to its `base_url`, sync or async; no socket is opened."""
    import httpx  # noqa: PLC0415 - as above

    from kontrak.cli.verdict import verdict  # noqa: PLC0415 - as above
    from kontrak.mocks import create_app  # noqa: PLC0415 - as above
    from kontrak.mocks.adapters.router import contract_router  # noqa: PLC0415 - as above
    from kontrak.testkit.world import World  # noqa: PLC0415 - as above

    name = _name(request.node.nodeid)
    transport = httpx.WSGITransport(app=create_app(kontrak_simulator, judge=verdict))
    with httpx.Client(transport=transport) as http, contract_router(kontrak_simulator, OFFLINE, name=name) as router:
        world = World(name, OFFLINE, f"http://localhost/w/{name}/_kontrak", http, router)
        _set_up(world, request.node)
        yield world


def _name(nodeid: str) -> str:
    """A name for the world of a test: readable, and never that of another test."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", nodeid.rpartition("::")[2]).strip("-")[:40]
    return f"{readable}-{hashlib.sha256(nodeid.encode()).hexdigest()[:12]}"


def _set_up(world: World, node: Any) -> None:
    """Begin a world as the marker of its test says."""
    asked: dict[str, Any] = {}
    for marker in reversed(list(node.iter_markers("kontrak"))):
        asked |= marker.kwargs
    if unknown := sorted(set(asked) - SETUP):
        raise pytest.UsageError(
            f"@pytest.mark.kontrak: unknown {', '.join(unknown)}; known: {', '.join(sorted(SETUP))}"
        )
    world.reset(asked.get("seed"))
    if asked.get("readings"):
        world.readings(asked["readings"])
    if asked.get("variants"):
        world.variants(asked["variants"])
    if asked.get("now"):
        world.stop(asked["now"])
