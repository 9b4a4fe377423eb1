"""Who calls: a stand-in that lets everybody in, until tokens are checked."""

from __future__ import annotations

from kontrak.mocks.model import Answer, Call, Caller, Request, Turn


def authenticate(_turn: Turn, _request: Request) -> Caller:
    """A caller of every outlet."""
    return Caller("everybody")


def token(_call: Call) -> Answer:
    """A token that nobody asks for."""
    return Answer(200, {"access_token": "token", "token_type": "bearer", "expires_in": 86399})
