"""Judges the rules of a course by what was played."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kontrak.contracts.course import Join, Rule
from kontrak.contracts.expression import Expression, NotGiven, is_given, number
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json

if TYPE_CHECKING:
    from kontrak.conformance.courses.play import Played, Row, Stage


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison: whether it holds, and what was got where it does not."""

    holds: bool
    got: str
    wanted: str
    played: Played


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the step that it answers, and the row laid beside it."""

    played: Played
    row: Row
    other: Row | None = None


def judged(rule: Rule, stage: Stage) -> Iterator[Case]:
    """The comparisons that a rule asks for; none where nothing that it speaks about was answered."""
    for kind, judge in KINDS.items():
        if getattr(rule, kind):
            yield from judge(rule, stage)
            return


def applies(rule: Rule, stage: Stage) -> bool:
    """Whether there is what the rule presupposes."""
    if not rule.when:
        return True
    found = [Line(stage[name], row) for name in rule.when for row in stage[name].rows]
    return any(_holds(rule.there, line, stage) for line in found) if rule.there else bool(found)


def _lines(rule: Rule, stage: Stage) -> list[Line]:
    """The rows of a rule's steps that it chooses, each with every row that belongs beside it."""
    found = [Line(stage[name], row) for name in rule.steps for row in stage[name].rows]
    if rule.join is not None and not rule.sums and not rule.matched:
        others = [row for name in rule.join.steps for row in stage[name].rows]
        found = [
            Line(line.played, line.row, other)
            for line in found
            for other in others
            if _key(line.row, rule.join.by) == _key(other, rule.join.by.values())
        ]
    return [line for line in found if rule.where is None or _holds(rule.where, line, stage)]


def _key(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row.get(column)).strip() for column in columns)


def _look(line: Line, stage: Stage) -> Callable[[str, str], Json]:
    def look(thing: str, column: str) -> Json:
        if thing == "":
            return line.row.get(column)
        if thing == "other":
            return line.other.get(column) if line.other else None
        return line.played.message.get(column) if thing == "sent" else stage[thing].look(column)

    return look


def _holds(expression: Expression, line: Line, stage: Stage) -> bool:
    """Whether a condition holds, and its columns are given."""
    try:
        return expression.holds(_look(line, stage))
    except NotGiven:
        return False


def _each(rule: Rule, stage: Stage) -> Iterator[Case]:
    """Each row keeps the condition, as far as its columns are given."""
    if rule.each is None:
        return
    for line in _lines(rule, stage):
        try:
            holds = rule.each.holds(_look(line, stage))
        except NotGiven:
            continue
        yield Case(holds, _told(rule.each, line, stage), rule.each.text, line.played)


def _never(rule: Rule, stage: Stage) -> Iterator[Case]:
    """No row has the condition; that there is no row at all is as good."""
    if rule.never is None:
        return
    wrong = [line for line in _lines(rule, stage) if _holds(rule.never, line, stage)]
    for line in wrong:
        yield Case(
            holds=False, got=_told(rule.never, line, stage), wanted=f"never {rule.never.text}", played=line.played
        )
    if not wrong:
        yield Case(holds=True, got="", wanted="", played=stage[rule.steps[0]])


def _told(expression: Expression, line: Line, stage: Stage) -> str:
    look = _look(line, stage)
    columns = [(".".join(filter(None, pair)), look(*pair)) for pair in expression.columns()]
    return ", ".join(f"{name} = {shown(value)}" for name, value in columns)


def _rows(rule: Rule, stage: Stage) -> Iterator[Case]:
    count = len(_lines(rule, stage))
    holds = {"some": count > 0, "none": count == 0, "one": count == 1}[rule.rows or ""]
    wanted = f"{rule.rows}{f' for which {rule.where.text}' if rule.where else ''}"
    yield Case(holds, f"{count} rows", f"{wanted} of the rows", stage[rule.steps[0]])


def _answer(rule: Rule, stage: Stage) -> Iterator[Case]:
    for name in rule.steps:
        got = "accepted" if stage[name].accepted else "refused"
        yield Case(got == rule.answer, got, str(rule.answer), stage[name])


def _says(rule: Rule, stage: Stage) -> Iterator[Case]:
    for name in rule.steps:
        exchange = stage[name].exchange
        text = exchange.response.text if exchange else ""
        yield Case(
            str(rule.says).lower() in text.lower(), "not said", f"{rule.says}, somewhere in the answer", stage[name]
        )


def _sums(rule: Rule, stage: Stage) -> Iterator[Case]:
    """The sums of columns over the rows of each key are the same on both sides."""
    join = rule.join or Join((), {})
    mine = [Line(stage[name], row) for name in rule.steps for row in stage[name].rows]
    theirs = [Line(stage[name], row) for name in join.steps for row in _beside(stage[name])]
    keys = dict.fromkeys([_key(line.row, join.by) for line in mine])
    keys |= dict.fromkeys([_key(line.row, join.by.values()) for line in theirs])
    for column, other in rule.sums.items():
        for key in keys:
            left = _sum([line.row for line in mine if _key(line.row, join.by) == key], column)
            right = _sum([line.row for line in theirs if _key(line.row, join.by.values()) == key], other)
            if left is not None and right is not None:
                got = f"{column} {left} for {' '.join(key)}"
                yield Case(left == right, got, f"{right}, the {other} of {join.steps[0]}", stage[rule.steps[0]])


def _beside(played: Played) -> Sequence[Row]:
    """The rows of an answer, or those of a list in the message that was sent, with the message's own columns."""
    lists = [one for one in played.message.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
    return [played.message | row for row in lists[0]] if lists else played.rows


def _sum(rows: Sequence[Row], column: str) -> Decimal | None:
    """The sum of a column; None where a value is no number, of which another requirement speaks."""
    try:
        return sum((number(row[column]) for row in rows if is_given(row.get(column))), Decimal())
    except NotGiven:
        return None


def _matched(rule: Rule, stage: Stage) -> Iterator[Case]:
    """Each row has one on the other side."""
    join = rule.join or Join((), {})
    known = {_key(row, join.by.values()) for name in join.steps for row in _beside(stage[name])}
    for line in _lines(rule, stage):
        key = _key(line.row, join.by)
        yield Case(key in known, f"{' '.join(key)} alone", f"a row of {join.steps[0]} for it", line.played)


def _numbered(rule: Rule, stage: Stage) -> Iterator[Case]:
    """The rows of each answer are numbered from 1 without gaps."""
    for name in rule.steps:
        found = [str(row.get(rule.numbered or "")) for row in stage[name].rows]
        right = [str(place) for place in range(1, len(found) + 1)]
        if len(found) > 1:
            yield Case([one.lstrip("0") for one in found] == right, ", ".join(found), ", ".join(right), stage[name])


KINDS: Mapping[str, Callable[[Rule, Stage], Iterator[Case]]] = {
    "each": _each,
    "never": _never,
    "rows": _rows,
    "answer": _answer,
    "says": _says,
    "sums": _sums,
    "matched": _matched,
    "numbered": _numbered,
}
