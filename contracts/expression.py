"""Conditions over the columns of a row, as data writes them: `processQty + reject <= qtyPo`.

The form is that of Python's own expressions, of which little is allowed: columns (`qtyPo`), columns of something else that is
named (`order.noPo`), numbers and texts, `+ - *`, comparisons, `in`, `and`, `or`, `not`, and the functions of FUNCTIONS.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kontrak.contracts.model import Json

FUNCTIONS = ("given", "days", "length", "mentions")
Look = Callable[[str, str], Json]
"""Gives a column of the thing of a name (an empty name: the row itself); None where it has none."""


class NotGiven(Exception):
    """A column that a condition needs is missing, null or blank: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition; `text` is how it was written."""

    text: str
    tree: ast.expr

    def holds(self, look: Look) -> bool:
        """Whether it holds; raises NotGiven where a column that it needs is not there."""
        return bool(_value(self.tree, look))

    def things(self) -> set[str]:
        """The names of the things beside the row whose columns it uses."""
        return {_named(node)[0] for node in ast.walk(self.tree) if isinstance(node, ast.Attribute)}

    def columns(self) -> list[tuple[str, str]]:
        """The columns that it uses, each with the name of its thing."""
        named = [_named(node) for node in ast.walk(self.tree) if isinstance(node, ast.Attribute | ast.Name)]
        things = self.things()
        return [pair for pair in dict.fromkeys(named) if pair[1] not in (*FUNCTIONS, *things)]


def parse(text: str) -> Expression:
    """The condition that a text means; raises ValueError with what is wrong."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{text!r} is no condition: {error.msg}") from None
    if problem := next(filter(None, map(_mistake, ast.walk(tree))), None):
        raise ValueError(f"{text!r}: {problem}")
    return Expression(text, tree)


def _mistake(node: ast.AST) -> str | None:
    """What is wrong with a part of a condition."""
    if not isinstance(node, ALLOWED):
        return f"{type(node).__name__} has no place in a condition"
    if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
        return f"no such function; known: {', '.join(FUNCTIONS)}"
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        return "write thing.column"
    return None


def is_given(value: Json) -> bool:
    """Whether a value says anything: it is there, and no blank text."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def same(one: Json, other: Json) -> bool:
    """Whether two values are equal, a number and its text counting as one."""
    return bool(_compared(operator.eq, one, other))


def number(value: Json) -> Decimal:
    """The number that a value is, or is the text of; raises NotGiven."""
    try:
        return Decimal("none" if isinstance(value, bool) else str(value))
    except InvalidOperation:
        raise NotGiven(str(value)) from None


ALLOWED = (
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    *(ast.Name, ast.Attribute, ast.Constant, ast.Call, ast.Load),
)
ARITHMETIC: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
COMPARISONS: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _value(node: ast.expr, look: Look) -> Any:
    return _BY_NODE[type(node)](node, look)


def _logic(node: ast.BoolOp, look: Look) -> bool:
    """`and` and `or`: what is not given decides nothing where another part decides."""
    decides = isinstance(node.op, ast.Or)
    missing = None
    for part in node.values:
        try:
            if bool(_value(part, look)) is decides:
                return decides
        except NotGiven as error:
            missing = error
    if missing is not None and (not decides or len(node.values) == 1):
        raise missing
    return not decides


def _unary(node: ast.UnaryOp, look: Look) -> Any:
    value = _value(node.operand, look)
    return not value if isinstance(node.op, ast.Not) else -number(value)


def _arithmetic(node: ast.BinOp, look: Look) -> Decimal:
    left, right = number(_value(node.left, look)), number(_value(node.right, look))
    return Decimal(ARITHMETIC[type(node.op)](left, right))


def _column(node: ast.expr, look: Look) -> Json:
    value = look(*_named(node))
    if not is_given(value):
        raise NotGiven(".".join(filter(None, _named(node))))
    return value


def _named(node: ast.AST) -> tuple[str, str]:
    """The thing and the column that a node names."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return "", node.id if isinstance(node, ast.Name) else ""


def _compare(node: ast.Compare, look: Look) -> bool:
    left = _value(node.left, look)
    for kind, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, look)
        if isinstance(kind, ast.In | ast.NotIn):
            holds = any(same(left, one) for one in right) is isinstance(kind, ast.In)
        else:
            holds = _compared(COMPARISONS[type(kind)], left, right)
        if not holds:
            return False
        left = right
    return True


def _compared(compare: Callable[[Any, Any], bool], one: Json, other: Json) -> bool:
    """Numbers, and texts of numbers, by their value; all else by its text, as days and minutes are written in order."""
    try:
        return compare(number(one), number(other))
    except NotGiven:
        return compare(str(one), str(other))


def _call(node: ast.Call, look: Look) -> Any:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "given":
        return all(is_given(look(*_named(part))) for part in node.args)
    values = [_value(part, look) for part in node.args]
    if name == "days":
        return (_day(values[1]) - _day(values[0])).days
    if name == "mentions":
        return str(values[1]).lower() in str(values[0]).lower()
    return len(str(values[0]))


def _day(value: Json) -> datetime:
    """The day with which a value begins, YYYYMMDD; raises NotGiven."""
    try:
        return datetime.strptime(str(value)[:8], "%Y%m%d")  # noqa: DTZ007 - the partner's days name no zone
    except ValueError:
        raise NotGiven(str(value)) from None


_BY_NODE: Mapping[type, Callable[[Any, Look], Any]] = {
    ast.Constant: lambda node, _: node.value,
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.BinOp: _arithmetic,
    ast.Compare: _compare,
    ast.Call: _call,
    ast.Name: _column,
    ast.Attribute: _column,
}
