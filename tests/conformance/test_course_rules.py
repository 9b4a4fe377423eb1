from __future__ import annotations

import json

import pytest

from kontrak.conformance.courses.judge import applies, judged
from kontrak.conformance.courses.play import Played
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing
from kontrak.contracts.course import Step, course

STEPS = [
    {"as": "order", "send": "create"},
    {"as": "list", "send": "ask"},
    {"as": "detail", "send": "ask"},
]


def stage(order=None, listed=(), detail=(), **changes):
    """What was played: an order of that message, and the rows that two questions were answered with."""
    message = order or {"no": "1", "items": [{"part": "A", "qty": 2}, {"part": "B", "qty": 3}]}
    answer = Exchange(Outgoing("POST", "http://x"), Incoming(200, {}, json.dumps({"data": list(listed)}).encode()))
    return {
        "order": Played(Step("order"), message, answer, accepted=changes.get("accepted", True)),
        "list": Played(Step("list"), {"no": "1", "parts": ["A"]}, answer, accepted=True, rows=tuple(listed)),
        "detail": Played(Step("detail"), {"no": "1"}, answer, accepted=True, rows=tuple(detail)),
    }


def found(rule, **played):
    """Whether each comparison of a rule holds."""
    entry = {"name": "a", "title": "A", "steps": STEPS, "rules": [{"requirement": "X-A-001", "text": "w", **rule}]}
    [made] = course(entry).rules
    told = stage(**played)
    return [case.holds for case in judged(made, told)] if applies(made, told) else []


BY_PART = {"with": "detail", "by": {"part": "part"}}


@pytest.mark.parametrize(
    ("rule", "played", "holds"),
    [
        ({"of": "list", "each": "n <= 2"}, {"listed": [{"n": 1}, {"n": 3}]}, [True, False]),
        ({"of": "list", "each": "n <= 2"}, {"listed": [{"n": None}]}, []),
        ({"of": "list", "each": "n <= 2", "where": "part == 'A'"}, {"listed": [{"n": 3, "part": "B"}]}, []),
        ({"of": "list", "each": "no == sent.no"}, {"listed": [{"no": 1}]}, [True]),
        ({"of": "list", "each": "part in sent.parts"}, {"listed": [{"part": "B"}]}, [False]),
        ({"of": "list", "each": "no == order.no"}, {"listed": [{"no": "2"}]}, [False]),
        ({"of": "list", "never": "n > 2"}, {}, [True]),
        ({"of": "list", "never": "n > 2"}, {"listed": [{"n": 3}, {"n": 1}]}, [False]),
        ({"of": "list", "rows": "some"}, {}, [False]),
        ({"of": "list", "rows": "none"}, {}, [True]),
        ({"of": "list", "rows": "one"}, {"listed": [{"n": 1}, {"n": 1}]}, [False]),
        ({"of": "order", "answer": "refused"}, {"accepted": False}, [True]),
        ({"of": "list", "says": "UNKNOWN"}, {"listed": [{"m": "parts unknown"}]}, [True]),
        ({"of": "list", "says": "unknown"}, {}, [False]),
        ({"of": "list", "numbered": "no"}, {"listed": [{"no": 1}, {"no": "002"}]}, [True]),
        ({"of": "list", "numbered": "no"}, {"listed": [{"no": 1}, {"no": 3}]}, [False]),
        ({"of": "list", "numbered": "no"}, {"listed": [{"no": 1}]}, []),
        (
            {"of": "list", **BY_PART, "each": "n == other.n"},
            {"listed": [{"part": "A", "n": 1}], "detail": [{"part": "A", "n": "1"}, {"part": "B", "n": 2}]},
            [True],
        ),
        (
            {"of": "list", **BY_PART, "sums": {"n": "m"}},
            {"listed": [{"part": "A", "n": 3}], "detail": [{"part": "A", "m": 1}, {"part": "A", "m": 2}]},
            [True],
        ),
        ({"of": "list", **BY_PART, "sums": {"n": "m"}}, {"detail": [{"part": "A", "m": 1}]}, [False]),
        (
            {"of": "list", "with": "order", "by": {"no": "no", "part": "part"}, "sums": {"n": "qty"}},
            {"listed": [{"no": 1, "part": "A", "n": 2}, {"no": 1, "part": "B", "n": 4}]},
            [True, False],
        ),
        ({"of": "list", **BY_PART, "matched": True}, {"listed": [{"part": "A"}], "detail": [{"part": "B"}]}, [False]),
        ({"of": "list", "rows": "none", "when": "detail", "there": "n > 0"}, {"detail": [{"n": 0}]}, []),
        ({"of": "list", "rows": "none", "when": "detail", "there": "n > 0"}, {"detail": [{"n": 1}]}, [True]),
    ],
)
def test_a_rule_holds_of_what_was_answered(rule, played, holds):
    assert found(rule, **played) == holds
