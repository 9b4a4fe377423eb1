"""What the owner of a target lets a run do to it: move its clock, set it back."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from kontrak.conformance.errors import Missing, Trouble
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

LONGEST = 60.0
NAMES = ("advance", "reset")


@dataclass(frozen=True, slots=True)
class Hooks:
    """Commands, or URLs that are sent a POST; `{hours}` in `advance` is replaced by a whole number of hours.

    For a target in process `advance` may be a function that takes the hours.
    """

    advance: str | Callable[[int], None] = ""
    reset: str = ""

    def move(self, hours: int, partner: str, longest: float = LONGEST) -> None:
        """Let the target's clock go forward, in so many seconds at the longest.

        Raises Missing where it cannot be moved, Trouble where that fails.
        """
        if not self.advance:
            line = f'[target.{partner}] hooks = {{ advance = "command or URL with {{hours}}" }}'
            raise Missing(f"needs a clock that can be moved; add to kontrak.toml: {line}")
        if callable(self.advance):
            self.advance(hours)
            return
        _run(self.advance.replace("{hours}", str(hours)), min(LONGEST, longest))


def read_hooks(table: Json, where: str) -> Hooks:
    """The `hooks` of a target; raises ConfigurationError with what to write."""
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise ConfigurationError(f'{where}: hooks is a table of texts; write hooks = {{ advance = "..." }}')
    if unknown := sorted(set(table) - set(NAMES)):
        raise ConfigurationError(f"{where}: unknown hooks {', '.join(unknown)}; known: {', '.join(NAMES)}")
    if table.get("advance") and "{hours}" not in table["advance"]:
        raise ConfigurationError(f"{where}: hooks.advance does not say how far; put {{hours}} where the hours go")
    return Hooks(**table)


def _run(hook: str, longest: float) -> None:
    if hook.startswith(("http://", "https://")):
        _post(hook, longest)
        return
    try:
        done = subprocess.run(  # noqa: S603 - the command is the configuration's own
            shlex.split(hook), capture_output=True, text=True, timeout=longest, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Trouble(f"the hook {hook!r} cannot be run: {error}") from None
    if done.returncode:
        raise Trouble(f"the hook {hook!r} ended with {done.returncode}: {done.stderr.strip()[-200:]}")


def _post(url: str, longest: float) -> None:
    try:
        answer = httpx.post(url, timeout=longest)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble(f"the hook {url} does not answer: {error}") from None
    if not answer.is_success:
        raise Trouble(f"the hook {url} answered {answer.status_code}")
