"""What TPOS's contract cannot say: its operations by id, its clock, and what TAM does of its own accord."""

from __future__ import annotations

from kontrak.mocks.partner import Rules
from kontrak.mocks.tpos import (
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

RULES = Rules(
    normalise=normal.normalise,
    authenticate=login.authenticate,
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
        "requestToken": login.token,
    },
    begin=examples.begin,
    advance=steps.advance,
    actions=ACTIONS,
    views=VIEWS,
    master={"parts": catalogue.ROW, "outlets": outlets.ROW},
)
