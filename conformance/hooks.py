"""What the owner of a target lets a run do to it: move its clock, set it back."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import IO

from kontrak.conformance.client import Client
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.exchange import Outgoing
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

LONGEST = 60.0
"""Seconds for a hook."""
KEPT, PIECE = 16, 4096
NAMES = ("advance", "reset")


@dataclass(frozen=True, slots=True)
class Hooks:
    """Commands, or URLs that are sent a POST; `{hours}` in `advance` is replaced by a whole number of hours.

    For a target in process `advance` may be a function that takes the hours. `token` is sent to a URL as a bearer.
    """

    advance: str | Callable[[int], None] = ""
    reset: str = ""
    token: str = field(default="", repr=False)

    def check(self, partner: str) -> None:
        """Raise Missing, with the line to add, where the target's clock cannot be moved."""
        if not self.advance:
            line = f'[target.{partner}] hooks = {{ advance = "command or URL with {{hours}}" }}'
            raise Missing(f"needs a clock that can be moved; add to kontrak.toml: {line}")

    def move(self, hours: int, partner: str, longest: float = LONGEST) -> None:
        """Let the target's clock go forward, in so many seconds at the longest.

        Raises Missing where it cannot be moved, Trouble where that fails.
        """
        self.check(partner)
        if callable(self.advance):
            self.advance(hours)
            return
        _run(self.advance.replace("{hours}", str(hours)), min(LONGEST, longest), self.token)


def read_hooks(table: Json, where: str) -> Hooks:
    """The `hooks` of a target; raises ConfigurationError with what to write."""
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise ConfigurationError(f'{where}: hooks is a table of texts; write hooks = {{ advance = "..." }}')
    if unknown := sorted(set(table) - set(NAMES)):
        raise ConfigurationError(f"{where}: unknown hooks {', '.join(unknown)}; known: {', '.join(NAMES)}")
    if table.get("advance") and "{hours}" not in table["advance"]:
        raise ConfigurationError(f"{where}: hooks.advance does not say how far; put {{hours}} where the hours go")
    return Hooks(**table)


def _run(hook: str, longest: float, token: str) -> None:
    if hook.startswith(("http://", "https://")):
        _post(hook, longest, token)
        return
    try:
        _command(shlex.split(hook), longest)
    except (OSError, ValueError) as error:
        raise Trouble(f"the hook {hook!r} cannot be run: {error}") from None
    except _Failed as failed:
        raise Trouble(f"the hook {hook!r} {failed}") from None


class _Failed(Exception):
    """A command did not do what it should."""


def _command(words: list[str], longest: float) -> None:
    """Run a command, of whose output only the end of its errors is kept; raises _Failed.

    It runs in a session of its own, so that what it started goes with it when its time is up.
    """
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE, start_new_session=True)  # noqa: S603 - the command is the configuration's own
    tail: deque[bytes] = deque(maxlen=KEPT)
    reader = Thread(target=_read, args=(process.stderr, tail), daemon=True)
    reader.start()
    try:
        code = process.wait(longest)
    except subprocess.TimeoutExpired:
        raise _Failed(f"did not end within {longest:.3g} s") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join(1.0)
    if code:
        told = b"".join(tail).decode(errors="replace").strip()[-200:]
        raise _Failed(f"ended with {code}: {told}")


def _read(stream: IO[bytes], tail: deque[bytes]) -> None:
    """Take all that a stream gives; the last pieces stay in `tail`."""
    with stream:
        while piece := stream.read(PIECE):
            tail.append(piece)


def _post(url: str, longest: float, token: str) -> None:
    """Send a POST, whose answer is bounded as a target's is."""
    with Client(timeout=longest) as client:
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.send(Outgoing("POST", url, headers)).response
        except (Trouble, UnicodeError) as error:
            raise Trouble(f"the hook {url} does not answer: {error}") from None
    if not 200 <= answer.status < 300:
        raise Trouble(f"the hook {url} answered {answer.status}")
