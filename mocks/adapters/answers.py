"""What the control interface says, as a response of Flask."""

from __future__ import annotations

from flask import Response

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Outcome, Refusal
from kontrak.mocks.stages.answer import render


def respond(found: Json | Refusal) -> Response:
    """A JSON value, or a refusal as a problem document."""
    response = render(Outcome(found if isinstance(found, Refusal) else Answer(200, found)))
    return Response(response.body, response.status, response.headers)
