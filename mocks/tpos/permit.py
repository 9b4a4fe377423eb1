"""Whose data a caller may ask for: those of the outlets that it serves, and of outlets that there are."""

from __future__ import annotations

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.tpos import outlets

OUTLET = "outletCode"
REQUIREMENT = "TPOS-AUTH-010"
INQUIRIES = (
    "inquireParts", "inquireOrderStatus", "inquirePendingDetail", "inquireBoDetail", "inquireIssueToShip",
    "inquirePossInfo", "inquireEtd", "inquireClaims",
)  # fmt: skip
"""What can be answered without rows."""


def permit(call: Call) -> Answer | Refusal | None:
    """What is said to a message for a foreign or unknown outlet (TPOS-R-152), None if the caller serves it.

    A message whose outlet cannot be read is judged by its schema.
    """
    if not call.operation.secured or not isinstance(call.message, dict):
        return None
    outlet = call.message.get(OUTLET)
    if _serves(call, outlet) or _is_broken(call):
        return None
    breach = Violation(REQUIREMENT, "outlet", call.pointer(OUTLET), outlet, "an outlet that the caller serves")
    reading = call.judge.readings["TPOS-R-152"]
    if reading == "empty" and call.operation.id in INQUIRIES:
        return Answer(200, {"data": []})
    status = 404 if reading == "unknown" else 403
    return Refusal(status, f"The caller does not serve the outlet {outlet}.", (breach,))


def _serves(call: Call, outlet: Json) -> bool:
    may = call.caller.may
    return isinstance(outlet, str) and (outlet in may if may is not None else outlets.exists(call, outlet))


def _is_broken(call: Call) -> bool:
    return any(found.column == OUTLET for found in call.judge.request(call.operation, call.message))
