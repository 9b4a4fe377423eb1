"""What a DMS knows beside what it must know; one fault is told once for each feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from kontrak.conformance.evidence import Evidence
from kontrak.conformance.reader.answers import Known, plain
from kontrak.conformance.verdict import Failure
from kontrak.contracts.feed import Feed
from kontrak.contracts.reading import Key, Read, Row

NOTHING = "nothing"


@dataclass(slots=True)
class Comparison:
    """The comparison for one feed; `broken` are fields that were told wrong already, of which nothing more is said."""

    feed: Feed
    zone: tzinfo
    broken: set[str] = field(default_factory=set)

    def plain_key(self, key: Key) -> Key:
        """A key in the form in which answers are compared."""
        return tuple(
            plain(value, self.feed.field(name), self.zone) for name, value in zip(self.feed.key, key, strict=True)
        )

    def judge(self, wanted: Mapping[Key, Row], got: Known, read: Read, when: str, evidence: Evidence) -> bool:
        """Say which rows are missing, known several times or too early, and which columns are wrong.

        Returns whether just those rows are known that should be.
        """
        rows = {self.plain_key(key): row for key, row in wanted.items()}
        problems = [*self._missing(rows, got), *self._several(rows, got), *self._unwanted(rows, got)]
        for problem, found, should in problems:
            evidence.failed(read.requirement, Failure(f"{self.feed.name}, {when}: {problem}", found, should))
        if not problems:
            evidence.passed(read.requirement, max(len(rows), 1))
        self._judge_values(rows, got, read, when, evidence)
        return not problems

    def _missing(self, wanted: Mapping[Key, Row], got: Known) -> Iterator[tuple[str, str, str]]:
        missing = [key for key in wanted if key not in got.rows]
        if missing:
            text = f"{len(missing)} of {len(wanted)} rows not known, such as {self._named(missing[0])}"
            outlet = missing[0][self.feed.key.index("outletCode")] if "outletCode" in self.feed.key else "no outlet"
            yield (
                text,
                NOTHING,
                f"the row is known after the read (it is of {outlet}; records.outlets may name another)",
            )

    def _several(self, wanted: Mapping[Key, Row], got: Known) -> Iterator[tuple[str, str, str]]:
        several = [key for key in wanted if len(got.rows.get(key, ())) > 1]
        if several:
            count = len(got.rows[several[0]])
            yield f"{self._named(several[0])} is known {count} times", f"{count} rows", "one row for each key"

    def _unwanted(self, wanted: Mapping[Key, Row], got: Known) -> Iterator[tuple[str, str, str]]:
        unwanted = [key for key in got.rows if key not in wanted]
        if unwanted:
            text = f"{self._named(unwanted[0])} is known, though it was not delivered yet"
            yield text, f"{len(unwanted)} rows", NOTHING

    def _judge_values(self, wanted: Mapping[Key, Row], got: Known, read: Read, when: str, evidence: Evidence) -> None:
        found = self._differing(wanted, got)
        for key, (name, told, should) in found.items():
            text = f"{self.feed.name}, {when}: {key} of {name} is {_shown(told)}, not {_shown(should)}"
            evidence.failed(read.values, Failure(text, _shown(told), _shown(should)))
        if not found and read.values != read.requirement and got.rows:
            evidence.passed(read.values, len(got.rows))
        if read.values != read.requirement:
            # What is wrong in good rows is wrong in all: later findings are about what is special to them.
            self.broken |= found.keys()

    def _differing(self, wanted: Mapping[Key, Row], got: Known) -> dict[str, tuple[str, object, object]]:
        """The first wrong value of each column."""
        found: dict[str, tuple[str, object, object]] = {}
        for key, row in wanted.items():
            told = got.rows.get(key, ())
            for entry in self.feed.fields:
                should = plain(row.get(entry.key), entry, self.zone)
                has = {one[entry.key] for one in told if entry.key in one} - {should}
                if has and entry.key not in (*found, *self.broken):
                    found[entry.key] = self._named(key), has.pop(), should
        return found

    def _named(self, key: Key) -> str:
        pairs = zip(self.feed.key, key, strict=True)
        return ", ".join(f"{name} {value}" for name, value in pairs if name != "outletCode")


def _shown(value: object) -> str:
    return NOTHING if value is None else f"{value:f}" if hasattr(value, "normalize") else repr(value)
