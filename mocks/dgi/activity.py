"""The log of activity that AHM asks main dealers to keep (v1.3, portal), as a view of the journal."""

from __future__ import annotations

import json

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Refusal, Turn, Verdict
from kontrak.mocks.store import journal

MOST = 1000
LIMIT = "100"


def activity(turn: Turn, query: Json) -> Json | Refusal:
    """The exchanges of a world, newest first: `GET /_kontrak/dgi/activity?limit=&operation=`."""
    limit = query.get("limit", LIMIT)
    if not (limit.isascii() and limit.isdigit() and len(limit) <= len(str(MOST)) and 1 <= int(limit) <= MOST):
        breach = Violation(None, "control", "", limit, f"1 to {MOST}")
        return Refusal(400, "limit is not a number of this kind.", (breach,))
    count, entries = journal.read(
        turn.connection,
        journal.Filter(turn.world.name, operation=query.get("operation"), system=turn.partner.name),
        limit=int(limit),
    )
    return {"activity": [_line(entry) for entry in entries], "count": count}


def _line(entry: dict[str, Json]) -> dict[str, Json]:
    is_success = entry["verdict"] == Verdict.ACCEPTED
    return {
        "endpoint": entry["path"],
        "postData": entry["request"],
        "ip": entry["client"],
        "dealerGroup": entry["caller"],
        "requestTime": entry["at"],
        "responseTime": entry["answered_at"],
        "httpCode": entry["status"],
        "status": int(is_success),
        "message": None if is_success else _message(entry["answer"]),
        "dataCount": entry["answer_rows"] if is_success else None,
    }


def _message(answer: str) -> Json:
    """What the answer said; the text as far as it was kept where it was too long to be kept whole."""
    try:
        return json.loads(answer).get("message")
    except ValueError:
        return answer
