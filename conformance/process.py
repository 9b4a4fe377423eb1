"""Commands of a configuration, each in a session of its own, bounded in time and in what is kept of its output."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import IO

from kontrak.conformance.errors import Trouble

KEPT, PIECE = 16, 4096
MOST = 64 * 2**20
"""Bytes of output that are taken from a command whose output is wanted."""


class Failed(Trouble):
    """A command ended, and says that it did not do what it should."""


def command(line: str, called: str, seconds: float, *, wants_output: bool = False) -> bytes:
    """Run a command line for so many seconds at most; what it prints where that is wanted.

    It runs in a session of its own, so that what it started goes with it when its time is up. Of its errors only the end is
    kept. Raises Failed where it ends with another code than 0, Trouble where it cannot be run, does not end or prints too much.
    """
    try:
        words = shlex.split(line)
        process = subprocess.Popen(  # noqa: S603 - the command is the configuration's own
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if wants_output else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError, IndexError) as error:
        raise Trouble(f"{called} cannot be run: {error}") from None
    told: deque[bytes] = deque(maxlen=KEPT)
    printed: deque[bytes] = deque(maxlen=MOST // PIECE + 1)
    readers = [_reading(process.stderr, told.append), _reading(process.stdout, printed.append)]
    code = _ended(process, readers, called, seconds)
    if code:
        raise Failed(f"{called} ended with {code}: {b''.join(told).decode(errors='replace').strip()[-200:]}")
    if len(output := b"".join(printed)) > MOST:
        raise Trouble(f"{called} printed more than {MOST // 2**20} MB")
    return output


def _ended(process: subprocess.Popen[bytes], readers: list[Thread], called: str, seconds: float) -> int:
    """The code with which a process ended; it and all that it started are gone then."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Trouble(f"{called} did not end within {seconds:g} s") from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for reader in readers:
            reader.join(1.0)


def _reading(stream: IO[bytes] | None, take: Callable[[bytes], None]) -> Thread:
    """A thread that takes all that a stream gives."""
    thread = Thread(target=_read, args=(stream, take), daemon=True)
    thread.start()
    return thread


def _read(stream: IO[bytes] | None, take: Callable[[bytes], None]) -> None:
    if stream is None:
        return
    with stream:
        while piece := stream.read(PIECE):
            take(piece)
