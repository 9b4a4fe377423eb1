"""The engine's process: started when it is first needed, handed job after job, stopped where one takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer
from typing import IO, Any

COMMAND = (sys.executable, "-m", "kontrak.conformance.engine.worker")


class Engine:
    """One process for all jobs of a run: importing the engine takes longer than most of its jobs.

    After a job `was_stopped` says that it took too long, `failure` how the process ended where it should not have.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.errors: IO[bytes] | None = None
        self.was_stopped = False
        self.failure: str | None = None

    def work(self, job: str, seconds: float) -> Iterator[Any]:
        """What the engine tells of a job, entry by entry; it is stopped after some seconds."""
        self.was_stopped, self.failure = False, None
        process = self.process or self._start()
        watchdog = Timer(seconds, self._stop)
        watchdog.start()
        done = False
        try:
            for line in self._lines(process, job):
                entry = json.loads(line)
                if done := "done" in entry:
                    return
                yield entry
            self._note_end(process)
        finally:
            watchdog.cancel()
            if not done:
                self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        process, errors, self.process, self.errors = self.process, self.errors, None, None
        if process is None or errors is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        errors.close()

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        # A pipe that nobody reads would stop a talkative engine.
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=self.errors, text=True)  # noqa: S603 - our own module
        return self.process

    def _lines(self, process: subprocess.Popen[str], job: str) -> Iterator[str]:
        """Hand over a job, and read whole lines until the process says no more."""
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(job + "\n")
            process.stdin.flush()
        for line in process.stdout:
            if not line.endswith("\n"):
                return  # it was stopped in the middle of a line
            yield line

    def _note_end(self, process: subprocess.Popen[str]) -> None:
        code = process.wait()
        if code != 0 and not self.was_stopped and self.errors is not None:
            self.errors.seek(0)
            self.failure = f"{code}: {self.errors.read().decode(errors='replace')[-500:].strip()}"

    def _stop(self) -> None:
        self.was_stopped = True
        if self.process is not None:
            self.process.kill()
