"""The generation view: one operation as a plain OpenAPI document, narrow enough for the engine to build on."""

from __future__ import annotations

from typing import Any

from kontrak.conformance.messages import Messages
from kontrak.contracts.model import Operation
from kontrak.contracts.schema import canonical, moments, references


def view(operation: Operation, messages: Messages) -> dict[str, Any]:
    """An OpenAPI 3.1 document with that operation alone.

    The canonical schema stands for the request: conditions are already its consequences there, so that the
    engine's limits on conditions do not matter. Columns that are compared with master data are pinned to one
    record that the target has.
    """
    schema = canonical(operation.request)
    schema["properties"] = schema["properties"] | _pinned(operation, messages)
    if operation.member:
        schema = {
            "type": "object",
            "required": [operation.member],
            "properties": {operation.member: schema},
            "additionalProperties": False,
        }
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    call = {"operationId": operation.id, "requestBody": body, "responses": {"default": {"description": "any"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": operation.id, "version": "1"},
        "paths": {operation.path: {operation.method.lower(): call}},
    }


def _pinned(operation: Operation, messages: Messages) -> dict[str, Any]:
    message: dict[str, Any] = {}
    named = [entry.property for entry in references(operation.request)]
    named += [moment.property for moment in moments(operation.request)]
    messages.refer(operation, dated := message | dict.fromkeys(named, ""), messages.seed)
    return {name: {"const": dated[name]} for name in named}
