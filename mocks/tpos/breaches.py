"""Breaches that no schema sees, told as the schema's are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Call

T = TypeVar("T")


def breach(requirement: str | None, rule: str, pointer: str, got: Json, wanted: str) -> Violation:
    """A breach of a rule that compares a value with the world's state."""
    return Violation(requirement, rule, pointer, got, wanted)


def unwaived(call: Call, found: Iterable[Violation]) -> list[Violation]:
    """The breaches of requirements that hold under the world's readings."""
    return [each for each in found if each.requirement not in call.judge.waived]


def whole(value: Json) -> int | None:
    """The whole number that a value is (5 and 5.0), None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value)


def is_given(value: Json) -> bool:
    """Whether a column has a value: neither missing, nor null, nor blank."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
