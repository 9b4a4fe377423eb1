"""What TPOS's contract cannot say: its operations by id, its clock, and what TAM does of its own accord."""

from __future__ import annotations

from kontrak.mocks.model import Answer, Refusal
from kontrak.mocks.partner import Rules
from kontrak.mocks.stages.answer import problem
from kontrak.mocks.tpos import (
    accounts,
    catalogue,
    claims,
    etd,
    examples,
    inquiry,
    intake,
    login,
    normal,
    outlets,
    parts,
    permit,
    rpps,
    status,
    steps,
)
from kontrak.mocks.tpos.actions import ACTIONS
from kontrak.mocks.tpos.views import VIEWS


def refuse(refusal: Refusal, operation: str | None) -> Answer:
    """A refusal: of a token as OAuth has it, of anything else as a problem document."""
    return login.refuse(refusal) if operation == login.OPERATION else problem(refusal)


RULES = Rules(
    normalise=normal.normalise,
    refuse=refuse,
    authenticate=login.authenticate,
    stale=login.stale,
    credentials=login.credentials,
    secrets=accounts.secrets,
    permit=permit.permit,
    check={
        "createPurchaseOrder": intake.check,
        "createPartsClaim": claims.check,
        "createRpp": rpps.check,
        "inquireParts": parts.check,
    },
    decide={
        "createPurchaseOrder": intake.create,
        "createPartsClaim": claims.create,
        "createRpp": rpps.create,
        "inquireParts": parts.inquire,
        "inquireOrderStatus": status.status,
        "inquirePendingDetail": status.pending,
        "inquireBoDetail": status.back_orders,
        "inquireIssueToShip": status.issued,
        "inquirePossInfo": status.info,
        "inquireEtd": etd.inquire,
        "inquireClaims": inquiry.inquire,
        "inquireClaimDetail": inquiry.detail,
        login.OPERATION: login.token,
    },
    begin=examples.begin,
    advance=steps.advance,
    actions=ACTIONS,
    views=VIEWS,
    master={"parts": catalogue.ROW, "outlets": outlets.ROW},
)
