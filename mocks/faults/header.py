"""A fault for one call, in the call's own header: `X-Kontrak-Fault: http; status=503; retryAfter=2`."""

from __future__ import annotations

from kontrak.contracts.model import Json

NAME = "x-kontrak-fault"


def read(text: str) -> dict[str, Json]:
    """The JSON of the fault that a header describes; what is no number stays a text."""
    kind, *rest = (part.strip() for part in text.split(";"))
    pairs = (part.partition("=") for part in rest if part)
    return {"kind": kind} | {name.strip(): _value(value.strip()) for name, _, value in pairs}


def _value(text: str) -> Json:
    if len(text) < 20 and text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text) if "." in text else int(text)
    return text
