"""What the owner of a target lets a run do to it: move its clock, set it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kontrak.conformance.client import Client
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.exchange import Outgoing
from kontrak.conformance.process import Failed, command
from kontrak.contracts.errors import ConfigurationError
from kontrak.contracts.model import Json

LONGEST = 60.0
"""Seconds for a hook."""
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
        carry_out(self.advance.replace("{hours}", str(hours)), min(LONGEST, longest), self.token)


def read_hooks(table: Json, where: str) -> Hooks:
    """The `hooks` of a target; raises ConfigurationError with what to write."""
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise ConfigurationError(f'{where}: hooks is a table of texts; write hooks = {{ advance = "..." }}')
    if unknown := sorted(set(table) - set(NAMES)):
        raise ConfigurationError(f"{where}: unknown hooks {', '.join(unknown)}; known: {', '.join(NAMES)}")
    if table.get("advance") and "{hours}" not in table["advance"]:
        raise ConfigurationError(f"{where}: hooks.advance does not say how far; put {{hours}} where the hours go")
    return Hooks(**table)


def carry_out(hook: str, seconds: float | None = None, token: str = "") -> None:
    """Run a command, or send a POST to a URL, for so many seconds at most (as many as any hook has, where not said).

    `token` goes with the POST, as Bearer. Raises Failed where it ended with an error, Trouble where it cannot be run, does
    not answer or does not end.
    """
    longest = seconds or LONGEST
    if hook.startswith(("http://", "https://")):
        _post(hook, longest, token)
        return
    command(hook, f"the hook {hook!r}", longest)


def _post(url: str, seconds: float, token: str) -> None:
    """Send a POST, whose answer is bounded as a target's is."""
    with Client(timeout=seconds) as client:
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.send(Outgoing("POST", url, headers)).response
        except (Trouble, UnicodeError) as error:
            raise Trouble(f"the hook {url} does not answer: {error}") from None
    if not 200 <= answer.status < 300:
        raise Failed(f"the hook {url} answered {answer.status}")
