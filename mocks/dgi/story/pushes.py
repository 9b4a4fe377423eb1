"""What a dealer's pushes mean for the story: a hotline order whose deposit is pushed waits no longer (DGI-UNPAIDHLO-020)."""

from __future__ import annotations

from kontrak.mocks.dgi.story.step import hide
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.partner import Decide


def heard(decide: Decide) -> Decide:
    """A push that the story hears of once it is accepted."""

    def decided(call: Call) -> Answer | Refusal:
        said = decide(call)
        if isinstance(said, Answer) and call.operation.id == "addDphlo":
            hide(call, "unpaidhlo", call.message["idHLODocument"])
        return said

    return decided
