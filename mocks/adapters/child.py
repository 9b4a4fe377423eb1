"""The simulator in a process of its own, which cannot outlive the one that started it."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib import import_module
from pathlib import Path
from typing import IO

from kontrak.contracts import KontrakError
from kontrak.mocks.adapters.server import LOOPBACK, Options, check, serve
from kontrak.mocks.adapters.verdict import Judge
from kontrak.mocks.pipeline import Settings

PATIENCE = 30.0
LAST_LINES = 20
OK = 200


class MockDidNotStart(KontrakError):
    """The simulator's process ended, or did not answer in time; the text holds what it printed."""


@contextmanager
def running_mock(
    settings: Settings | None = None,
    workers: int = 1,
    patience: float = PATIENCE,
    tls_dir: Path | None = None,
    judge: Judge | None = None,
) -> Iterator[str]:
    """A simulator in a process of its own, on a free loopback port; gives its base URL (HTTPS with `tls_dir`).

    `judge` gives the verdict on its clients. The child leaves when the context ends or its parent does, whatever ended it. Raises MockDidNotStart.

        with running_mock() as base_url:
            httpx.get(f"{base_url}/_kontrak/health")
    """
    with _started(settings, workers, tls_dir, judge) as child:
        child.wait_until_healthy(patience)
        yield child.options.base_url


@contextmanager
def running_mocks(number: int) -> Iterator[tuple[str, ...]]:
    """Some simulators that are the same but for their data, each as `running_mock`; gives their base URLs."""
    with ExitStack() as stack:
        children = [stack.enter_context(_started()) for _ in range(number)]  # all first: they get ready side by side
        for child in children:
            child.wait_until_healthy(PATIENCE)
        yield tuple(child.options.base_url for child in children)


@contextmanager
def _started(
    settings: Settings | None = None, workers: int = 1, tls_dir: Path | None = None, judge: Judge | None = None
) -> Iterator[_Child]:
    with _free_port() as port, tempfile.TemporaryFile("w+") as stderr:
        options = Options(port=port, workers=workers, settings=settings or Settings(), tls_dir=tls_dir, judge=judge)
        process = _start(options, stderr)
        try:
            yield _Child(process, options, stderr)
        finally:
            _stop(process)


@dataclass(frozen=True, slots=True)
class _Child:
    """The process of a simulator, how it was started, and what it prints."""

    process: subprocess.Popen[str]
    options: Options
    stderr: IO[str]

    def wait_until_healthy(self, patience: float) -> None:
        """Return when it answers; raises MockDidNotStart."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise MockDidNotStart(f"the simulator ended with code {self.process.returncode}:\n{_said(self.stderr)}")
            if _is_healthy(self.options):
                return
            time.sleep(0.02)
        raise MockDidNotStart(f"the simulator did not answer within {patience:g} s:\n{_said(self.stderr)}")


def _start(options: Options, stderr: IO[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kontrak.mocks.adapters.child"]
    child = subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=stderr, stderr=stderr, text=True, start_new_session=True
    )
    line = {"port": options.port, "workers": options.workers, "settings": _as_json(options.settings)}
    line["tls_dir"] = str(options.tls_dir) if options.tls_dir else None
    line["judge"] = [options.judge.__module__, options.judge.__qualname__] if options.judge else None
    if child.stdin:
        # Not on the command line, which all can read: a database URL may hold a password.
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(line) + "\n")
            child.stdin.flush()
    return child


def _stop(child: subprocess.Popen[str]) -> None:
    if child.stdin:
        with suppress(BrokenPipeError):
            child.stdin.close()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _said(stderr: IO[str]) -> str:
    stderr.seek(0)
    return "\n".join(stderr.read().splitlines()[-LAST_LINES:])


def _is_healthy(options: Options) -> bool:
    connection = _connection(options)
    try:
        connection.request("GET", "/_kontrak/health")
        return connection.getresponse().status == OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _connection(options: Options) -> HTTPConnection:
    if options.tls_dir is None:
        return HTTPConnection(LOOPBACK, options.port, timeout=5)
    # Only whether somebody answers: the certificates may not be written yet.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return HTTPSConnection(LOOPBACK, options.port, timeout=5, context=context)


@contextmanager
def _free_port() -> Iterator[int]:
    """A port that stays ours: on Linux a socket that does not listen keeps others from being given it."""
    with socket.socket() as reserved:
        if sys.platform == "linux":
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        reserved.bind((LOOPBACK, 0))
        port: int = reserved.getsockname()[1]
        if sys.platform != "linux":
            reserved.close()
        yield port


def _as_json(settings: Settings) -> dict[str, object]:
    members = {name: getattr(settings, name) for name in Settings.__dataclass_fields__}
    return members | {"still": settings.still.isoformat() if settings.still else None}


def main() -> None:
    """Serve as the child of `running_mock`: options on the first line of stdin, the end of stdin ends it."""
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 65536) or b"\n"
    given = json.loads(line)
    still = given["settings"].pop("still")
    settings = Settings(**given["settings"], still=datetime.fromisoformat(still) if still else None)
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    tls_dir = Path(given["tls_dir"]) if given["tls_dir"] else None
    judge = getattr(import_module(given["judge"][0]), given["judge"][1]) if given["judge"] else None
    options = Options(port=given["port"], workers=given["workers"], settings=settings, tls_dir=tls_dir, judge=judge)
    try:
        serve(options, check(options))
    except KontrakError as error:
        sys.exit(f"kontrak mock: {error}")


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
