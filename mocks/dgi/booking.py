"""The Booking Service: a contract of our own, since the slide names it and none was found (DGI-R-46; level assumed)."""

from __future__ import annotations

from kontrak.mocks.dgi import reads
from kontrak.mocks.model import Answer, Call, Refusal, Verdict


def read(call: Call) -> Answer | Refusal:
    """The bookings of a window, in the manner of the reads; nothing where the reading offers none."""
    if call.judge.readings["DGI-R-46"] == "none":
        return Refusal(404, "There is no booking service here (DGI-R-46).", verdict=Verdict.UNMATCHED)
    return reads.read(call)
