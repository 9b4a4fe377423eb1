"""The simulator behind granian, until it is told to stop."""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from kontrak.contracts import ConfigurationError, Contract, Stage, load_all
from kontrak.mocks import master
from kontrak.mocks.adapters.flask_app import create_app
from kontrak.mocks.adapters.guard import is_loopback
from kontrak.mocks.adapters.rsgi import Bridge
from kontrak.mocks.adapters.ticker import Ticker
from kontrak.mocks.adapters.verdict import Judge
from kontrak.mocks.faults import file as faults_file
from kontrak.mocks.partner import Partner
from kontrak.mocks.pipeline import Settings, Simulator
from kontrak.mocks.publish import Feeds
from kontrak.mocks.readings import check_readings
from kontrak.mocks.store.engine import IN_MEMORY, is_in_memory, open_engine
from kontrak.mocks.variants import check_variants

if TYPE_CHECKING:
    from kontrak.mocks.adapters.tls import Tls

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Options:
    """Where to serve, and what. Several workers need a database outside the process.

    With `tls_dir` it is HTTPS, with certificates of a throw-away authority written into that folder; `dms_role` is a role
    of PostgreSQL that is granted the staging tables. `judge` gives the verdict on clients.
    """

    host: str = LOOPBACK
    port: int = 8080
    workers: int = 1
    settings: Settings = field(default_factory=Settings)
    tls_dir: Path | None = None
    dms_role: str | None = None
    judge: Judge | None = None

    @property
    def base_url(self) -> str:
        """The URL that clients use."""
        return f"http{'s' if self.tls_dir else ''}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def check(options: Options) -> list[Contract]:
    """The contracts to serve; raises ConfigurationError where serving with these options cannot work."""
    _check_control(options)
    contracts = list(load_all(stage=Stage.MOCK).values())
    settings = options.settings
    check_readings(contracts, settings.readings or {})
    check_variants(contracts, settings.variants or {})
    master.load({contract.name: contract for contract in contracts}, settings.master or {})
    if settings.limits or settings.faults:
        _check_partners(settings, {contract.name: Partner(contract) for contract in contracts})
    _check_databases(options, contracts)
    if options.workers > 1 and is_in_memory(settings.database):
        problem = f"{options.workers} workers cannot share a database in memory"
        raise ConfigurationError(f"{problem}; add --database sqlite:///kontrak.db, or another URL")
    return contracts


def _check_partners(settings: Settings, partners: Mapping[str, Partner]) -> None:
    """What only the partners' rules can tell, whose import a plain start need not wait for."""
    limited = [name for name, partner in partners.items() if partner.rules.is_limited]
    for name in settings.limits or {}:
        if name not in limited:
            raise ConfigurationError(f"{name} has no limit of requests; partners that have: {', '.join(limited)}")
    if settings.faults:
        faults_file.read(settings.faults, partners)


def _check_control(options: Options) -> None:
    """Others must not steer by accident what they can reach."""
    settings = options.settings
    if settings.control and settings.control_token is None and not is_loopback(options.host):
        problem = f"others than this machine reach --host {options.host}, and with it the control interface"
        raise ConfigurationError(f"{problem}; add --control-token TOKEN (or KONTRAK_CONTROL_TOKEN), or --no-control")


def _check_databases(options: Options, contracts: list[Contract]) -> None:
    settings = options.settings
    if settings.database == IN_MEMORY and not (settings.outbox or settings.staging or options.dms_role):
        return
    engine = open_engine(settings.database)
    where = {"outbox": settings.outbox, "staging": settings.staging}
    feeds = Feeds(contracts, engine, database=settings.database, **where)
    try:
        if options.dms_role is not None:
            feeds.staging.grant(feeds.engine, options.dms_role)
    finally:
        feeds.close()
        engine.dispose()


def check_port(host: str, port: int) -> None:
    """Raise ConfigurationError if nobody can listen there (granian itself would share the port silently)."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(f"cannot listen on {host} port {port}: {reason}; choose another --port") from None


def serve(options: Options, contracts: list[Contract]) -> None:
    """Serve until SIGINT or SIGTERM; raises ConfigurationError if the certificates cannot be written."""
    tls = _certificates(options)
    server = Server(
        "kontrak.mocks",
        address=options.host,
        port=options.port,
        interface=Interfaces.RSGI,
        workers=options.workers,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    )
    ca = tls.ca.read_bytes() if tls else None
    loader = partial(application, options.settings, contracts, ca, options.host, options.judge)
    server.serve(target_loader=loader, wrap_loader=False)


def _certificates(options: Options) -> Tls | None:
    if options.tls_dir is None:
        return None
    from kontrak.mocks.adapters.tls import certify  # noqa: PLC0415 - plain HTTP starts without it

    return certify(options.tls_dir, options.host)


def application(
    settings: Settings,
    contracts: list[Contract],
    ca: bytes | None = None,
    host: str = LOOPBACK,
    judge: Judge | None = None,
) -> Any:
    """The application of one worker process; `ca` is the certificate that its clients have to trust, `host` its name."""
    _leave_with_parent()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    simulator = Simulator(contracts, settings)
    Ticker(simulator).start()
    return Bridge(create_app(simulator, ca, host, judge), settings.max_body)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    # In a group of its own a worker is not hit by Ctrl-C before its parent, which would call that a crash.
    os.setpgid(0, 0)

    def leave() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=leave, daemon=True).start()
