"""Counts become findings: each cause once, with its requirement, its level and its first places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kontrak.conformance.feeds.lines import ENDS
from kontrak.conformance.feeds.shapes import learn, separator
from kontrak.conformance.feeds.sort import Outcome
from kontrak.conformance.feeds.tally import Entry, Name, Place, Tally
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.model import Contract, Level
from kontrak.contracts.pieces import NUMBERS, moment, wanted

AGREED = "agreed"
PROFILES = ("documented", "observed", "strict")
STRENGTH = (Level.ASSUMED.value, Level.OBSERVED.value, Level.DOCUMENTED.value, AGREED)
WIDESPREAD = 0.5
PARTS = {
    **dict.fromkeys(("width", "partial", "empty", "shift"), "record"),
    **dict.fromkeys(("encoding", "characters", "bom"), "encoding"),
    **dict.fromkeys(("ends", "mixed-ends", "last-end"), "terminator"),
    **dict.fromkeys(("point",), "decimals"),
    **{name: name for name in ("null", "header", "trailer", "repeated", "batch", "order", "file_name")},
    **dict.fromkeys(("padding", "alignment", "sign"), "types"),
}
OF_FORM = ("padding", "alignment", "sign", "point", "null", "date-form")
TEXTS = {
    "mandatory": "nothing where the field is mandatory",
    "characters": "characters that cannot be printed",
    "digits": "something that is no number",
    "sign": "a sign where none is agreed",
    "point": "another number of decimals, or a point",
    "padding": "a value filled otherwise",
    "alignment": "a value on the other side",
    "date": "a day or time that does not exist",
    "date-form": "a date of another form",
    "null": "nothing, written otherwise",
    "codes": "a value that is no code of the list",
    "range": "a value out of its range",
    "not_above": "a value above another that it may not exceed",
    "net": "an amount that does not follow from price, discount and quantity",
    "sequence": "a number that does not follow the one before",
}
FILE_TEXTS = {
    "partial": "the last record breaks off",
    "empty": "empty lines",
    "header": "the first line",
    "trailer": "the last line",
    "key": "rows with the key of an earlier row, and other values",
    "repeated": "rows that repeat an earlier row",
    "batch": "rows that are a batch once more",
    "order": "rows with a key below that of the row before",
    "encoding": "records with bytes of another encoding",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause: the rule, the keys of the fields, the requirements that it breaks, and how many of the records it is in.

    `level` is the strongest of the requirements', or `agreed` where the target's layout file sets what is broken; `wanted`
    and `cause` are in words; `places` are the first ones.
    """

    rule: str
    message: str
    count: int
    requirements: tuple[str, ...]
    level: str
    fields: tuple[str, ...] = ()
    wanted: str = ""
    cause: str = ""
    places: tuple[Place, ...] = ()
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a file: `conformant`, `nonconformant` or `inconclusive` with its `reason`, and the findings."""

    file: str
    layout: str
    verdict: str
    reason: str
    lines: int
    rows: int
    findings: tuple[Finding, ...]


def report(outcome: Outcome, feed: Feed, contract: Contract, profile: str, file: str) -> Report:
    """The report on a file, by what was counted; `profile` decides which levels fail."""
    findings = tuple(Reporter(outcome, feed, contract, profile, file).findings())
    reason = _reason(outcome)
    failed = any(finding.fails for finding in findings)
    verdict = "nonconformant" if failed else "inconclusive" if reason else "conformant"
    return Report(file, feed.layout, verdict, reason, outcome.tally.lines, outcome.tally.rows, findings)


def _reason(outcome: Outcome) -> str:
    if outcome.unreadable:
        return f"the file cannot be read to its end: {outcome.unreadable}"
    if outcome.head.fatal:
        return f"the file looks like {outcome.head.fatal}; no record was checked"
    if not outcome.tally.lines:
        return "the file is empty; no record was checked"
    return "" if outcome.tally.rows else "no record has the length of the layout; no field was checked"


def fails(level: str, profile: str) -> bool:
    """Whether a breach of that level fails in a profile: what nobody told a target fails in `strict` only."""
    least = {"documented": 2, "observed": 1, "strict": 0}[profile]
    return STRENGTH.index(level) >= least


class Reporter:
    """Makes the findings of one outcome."""

    def __init__(self, outcome: Outcome, feed: Feed, contract: Contract, profile: str, file: str = "") -> None:
        self.outcome, self.tally, self.feed = outcome, outcome.tally, feed
        self.contract, self.profile, self.file = contract, profile, file

    def findings(self) -> Iterator[Finding]:
        """All findings: the file first, then its records, then single fields, then rows among each other."""
        yield from self._named()
        yield from self._head()
        yield from self._ends()
        yield from self._widths()
        groups: dict[tuple[str, str], list[tuple[Name, Entry]]] = {}
        for name, entry in self.tally.entries.items():
            groups.setdefault(self._group(name, entry), []).append((name, entry))
        order = {entry.key: at for at, entry in enumerate(self.feed.fields)}
        for members in sorted(groups.values(), key=lambda found: (order.get(found[0][0][1], -1), found[0][0])):
            if members[0][0][0] != "width":
                yield self._finding(members)

    def of_batch(self, message: str, count: int) -> Finding:
        """The finding that a whole batch is delivered again."""
        return self._make("batch", message, count, self._part("batch"))

    def _group(self, name: Name, entry: Entry) -> tuple[str, str]:
        """What is wrong in the same way in most rows of several fields of one type has one cause."""
        rule, key, requirement = name
        if key and rule in OF_FORM and entry.count >= WIDESPREAD * max(1, self.tally.rows):
            return rule, _kind(self.feed.field(key))
        return rule, f"{key} {requirement}"

    def _make(self, rule: str, message: str, count: int, requirements: tuple[str, ...], **more: object) -> Finding:
        levels = [self.contract.requirements[id].level.value for id in requirements if id in self.contract.requirements]
        level = max(levels, key=STRENGTH.index, default=Level.ASSUMED.value)
        part = PARTS.get(rule)
        if part in self.feed.form.agreed or (rule.startswith("date") and "dates" in self.feed.form.agreed):
            level = AGREED
        return Finding(rule, message, count, requirements, level, fails=fails(level, self.profile), **more)  # type: ignore[arg-type]

    def _part(self, name: str) -> tuple[str, ...]:
        found = self.feed.form.requirements.get(name)
        return (found,) if found else ()

    def _named(self) -> Iterator[Finding]:
        """The name of the file, where one is agreed; an archive may add its own ending."""
        template = self.feed.form.file_name
        if "file_name" not in self.feed.form.agreed or has_name(self.file, template, self.feed.layout):
            return
        text = f"the file is called {self.file}"
        yield self._make("file_name", text, 1, self._part("file_name"), wanted=template)

    def _head(self) -> Iterator[Finding]:
        if self.outcome.head.fatal:
            text = f"the file looks like {self.outcome.head.fatal}"
            yield self._make("encoding", text, 1, self._part("encoding"), wanted=self.feed.form.encoding)
        if self.outcome.head.skip:
            yield self._make("bom", "a byte order mark before the first record", 1, self._part("encoding"))

    def _ends(self) -> Iterator[Finding]:
        ends, agreed = dict(self.tally.ends), ENDS[self.feed.form.terminator.encode()]
        last = ends.pop("none", None) if len(ends) > 1 and ends.get("none", (0, 0))[0] == 1 else None
        others = {kind: found for kind, found in ends.items() if kind != agreed}
        places = tuple(Place(first, self.feed.width + 1, kind) for kind, (_, first) in sorted(others.items()))
        if len(ends) > 1:
            counts = ", ".join(f"{kind} {count}" for kind, (count, _) in sorted(ends.items()))
            total = sum(count for count, _ in others.values())
            yield self._terminator("mixed-ends", f"records end differently: {counts}", total, agreed, places)
        elif others and not (agreed == "LF" and self.tally.lines == 1 and "none" in others):
            kind, (count, _) = next(iter(others.items()))
            yield self._terminator("ends", f"records end with {_end(kind)}", count, agreed, places)
        elif others:
            last = others["none"]
        if last is not None and agreed != "none":
            place = Place(last[1], self.feed.width + 1, "none")
            yield self._terminator("last-end", "the last record has no end", 1, agreed, (place,))

    def _terminator(self, rule: str, text: str, count: int, agreed: str, places: tuple[Place, ...]) -> Finding:
        return self._make(rule, text, count, self._part("terminator"), wanted=_end(agreed), places=places)

    def _widths(self) -> Iterator[Finding]:
        entry = self.tally.entries.get(("width", "", ""))
        if entry is None:
            return
        lengths = sorted(self.tally.lengths.items(), key=lambda pair: (-pair[1], pair[0]))
        shown = ", ".join(f"{count} of {length}" for length, count in lengths[:5])
        message = f"records of another length: {shown} characters" + (", and others" if len(lengths) > 5 else "")
        cause, is_column = self._cause(lengths[0][0])
        requirements = self._part("record") + (self._columns() if is_column else ())
        wanted = f"{self.feed.width} characters"
        yield self._make(
            "width", message, entry.count, requirements, wanted=wanted, cause=cause, places=tuple(entry.places)
        )

    def _columns(self) -> tuple[str, ...]:
        found = self.feed.requirements.get("columns")
        return (found,) if found else ()

    def _cause(self, length: int) -> tuple[str, bool]:
        """Why most of the wrong records have their length, and whether a column is missing or too many."""
        sample = self.outcome.samples.get(length, [])
        mark = separator(sample, self.feed)
        if mark is not None:
            return f"the fields are separated by {mark!r}", False
        shape = learn(sample, self.feed) if length < 8 * self.feed.width else None
        return (shape.text, shape.is_column) if shape else ("", False)

    def _finding(self, members: list[tuple[Name, Entry]]) -> Finding:
        rule, key, requirement = members[0][0]
        keys = tuple(name[1] for name, _ in members if name[1])
        count = max(entry.count for _, entry in members)
        places = tuple(sorted(place for _, entry in members for place in entry.places)[: self.tally.limit])
        if rule == "shift" and self.outcome.shape is not None:
            text, more = "rows whose columns are shifted", self._columns() if self.outcome.shape.is_column else ()
            cause = self.outcome.shape.text
            return self._make(rule, text, count, self._part("record") + more, cause=cause, places=places)
        if not key:
            return self._make(
                rule, FILE_TEXTS[rule], count, self._of_file(rule), wanted=self._wanted(rule), places=places
            )
        requirements = (requirement,) if requirement else self._of_field(rule, keys)
        asked = self._asked(rule, requirement, self.feed.field(key))
        return self._make(rule, TEXTS[rule], count, requirements, fields=keys, wanted=asked, places=places)

    def _of_file(self, rule: str) -> tuple[str, ...]:
        if rule == "key":
            found = self.feed.requirements.get("key")
            return (found,) if found else ()
        return self._part({"trailer": "header"}.get(rule, PARTS[rule]))

    def _wanted(self, rule: str) -> str:
        form = self.feed.form
        edges = {"header": form.header, "trailer": form.trailer}
        if rule in edges:
            return "a record" if edges[rule] == "none" else f"a line that starts with {edges[rule]}"
        return {"encoding": form.encoding, "partial": f"{self.feed.width} characters"}.get(rule, "")

    def _of_field(self, rule: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        if rule == "mandatory":
            given = [
                found.requirement
                for found in self.feed.rules
                if found.kind == "given" and set(keys) & set(found.fields)
            ]
            own = self.feed.requirements.get("mandatory")
            return tuple(filter(None, (own, *given)))
        if rule in ("digits", "date", "date-form"):
            own = self.feed.requirements.get("values")
            return (own,) if own else ()
        if PARTS[rule] == "types":
            return self._part("number" if self.feed.field(keys[0]).type in NUMBERS else "text")
        return self._part(PARTS[rule])

    def _asked(self, rule: str, requirement: str, entry: FeedField) -> str:
        if not requirement:
            return wanted(rule, entry, self.feed.form)
        found = self.contract.requirements.get(requirement)
        return found.text if found else ""


def has_name(file: str, template: str, layout: str) -> bool:
    """Whether a file is called as agreed; the template may hold `<layout>` and one moment such as `<YYYYMMDDhhmm>`."""
    plain = re.sub(r"\.(gz|zip)$", "", file)
    before, _, rest = template.replace("<layout>", layout).partition("<")
    form, _, after = rest.partition(">")
    fits = len(plain) == len(before + form + after) and plain.startswith(before) and plain.endswith(after)
    return fits and (not form or moment(plain[len(before) : len(before + form)], form) is not None)


def _kind(entry: FeedField) -> str:
    return "number" if entry.type in NUMBERS else entry.type


def _end(kind: str) -> str:
    return "nothing" if kind == "none" else kind


def with_copies(
    reports: Sequence[Report], digests: Sequence[str], feed: Feed, contract: Contract, profile: str
) -> list[Report]:
    """The reports on several files in the order of their delivery, with a finding on each that repeats an earlier one."""
    found: list[Report] = []
    firsts: dict[str, str] = {}
    for report, digest in zip(reports, digests, strict=True):
        earlier = firsts.setdefault(digest, report.file)
        is_copy = report.lines > 0 and any(other.file == earlier for other in found)
        found.append(_copy(report, earlier, feed, contract, profile) if is_copy else report)
    return found


def _copy(report: Report, earlier: str, feed: Feed, contract: Contract, profile: str) -> Report:
    reporter = Reporter(Outcome(Tally(1)), feed, contract, profile)
    finding = reporter.of_batch(f"the same content as {earlier}", report.lines)
    verdict = "nonconformant" if finding.fails else report.verdict
    return replace(report, findings=(*report.findings, finding), verdict=verdict)
