"""Rows beside other rows: of another feed, of an earlier batch, of the outlets that the target serves."""

# ruff: noqa: S608 - the names in the queries are those of the contract, quoted

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.producer.batch import Medium
from kontrak.conformance.producer.ledger import current, listed, quoted, table
from kontrak.conformance.producer.session import Producer, ending, failure
from kontrak.contracts import Requirement
from kontrak.contracts.feed import Feed, FeedChange, FeedReference, FeedSum

BACK_ORDER, EXPECTED = "bo-etd", "etd"
BILLED = "invoice"
INEXACT = 1e-3
"""Amounts with decimals are added as binary fractions."""


def references(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """What a row names in another feed is there."""
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            for one in (one for one in feed.references if one.requirement == requirement.id):
                for medium in session.media(feed.name, one.feed):
                    _refers(session, medium, feed, one, evidence)


def _refers(session: Producer, medium: Medium, feed: Feed, one: FeedReference, evidence: Evidence) -> None:
    session.ledger.index(medium, one.feed, one.names)
    given = " AND ".join(f"r.{quoted(key)} IS NOT NULL" for key in one.fields)
    same = _same(one.fields, one.names)
    source = f"FROM {table(medium, feed.name)} r WHERE {given}"
    missing = f"{source} AND NOT EXISTS (SELECT 1 FROM {table(medium, one.feed)} o WHERE {same})"
    total, broken = session.ledger.number(f"SELECT COUNT(*) {source}"), 0
    for batch, line, *values in session.ledger.ask(f"SELECT r.batch, r.line, {listed(one.fields, 'r.')} {missing}"):
        broken += 1
        text = f"{session.where(medium, feed.name, batch, line)}: no row of {one.feed} has {_pairs(one.names, values)}"
        if not session.deliveries.complete:
            raise Missing(f"{text}, which may be among what was taken away (feeds.complete = false)")
        evidence.failed(one.requirement, failure(text, _pairs(one.fields, values), _wanted(one)))
    evidence.passed(one.requirement, total - broken)


def _wanted(one: FeedReference) -> str:
    older = "where older batches were taken away, say so with feeds.complete = false"
    return f"a row of {one.feed} with {', '.join(one.names)}; {older}"


def amounts(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """Amounts of a feed are those of the other that they collect, or not more."""
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            for one in (one for one in feed.sums if one.requirement == requirement.id):
                for medium in session.media(feed.name, one.feed):
                    _adds_up(session, medium, feed, one, evidence)


def _adds_up(session: Producer, medium: Medium, feed: Feed, one: FeedSum, evidence: Evidence) -> None:
    def summed(name: str, keys: tuple[str, ...], amount: str) -> str:
        key = ", ".join(f"{quoted(key)} AS k{number}" for number, key in enumerate(keys))
        last = "MAX(batch) AS batch, MAX(line) AS line"
        return f"SELECT {key}, SUM({quoted(amount)}) AS total, COUNT(*) AS added, {last} FROM {current(medium, name)} GROUP BY {listed(keys)}"

    numbers = range(len(one.fields))
    same = " AND ".join(f"a.k{number} = b.k{number}" for number in numbers)
    keys = ", ".join(f"a.k{number}" for number in numbers)
    own, other = summed(feed.name, one.fields, one.amount), summed(one.feed, one.names, one.of)
    query = (
        f"SELECT a.batch, a.line, a.total, b.total, a.added + b.added, {keys} FROM ({own}) a JOIN ({other}) b ON {same}"
    )
    for batch, line, total, wanted, added, *values in session.ledger.ask(query):
        if total is None or wanted is None:
            continue
        over = total - wanted if one.compare == "at_most" else abs(total - wanted)
        if over <= one.tolerance * added + INEXACT:
            evidence.passed(one.requirement)
            continue
        text = (
            f"{session.where(medium, feed.name, batch, line)}: {one.amount} of {_pairs(one.fields, values)} is {total}"
        )
        asked = f"{'at most ' if one.compare == 'at_most' else ''}{wanted}, the sum of {one.of} in {one.feed}"
        evidence.failed(one.requirement, failure(text, total, asked))


def changes(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """A row that comes again says something new, and moves what was latest to what is previous."""
    wanted = {requirement.id for requirement in requirements}
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            one = feed.changes
            if one is None or requirement.id != next(id for id in (one.written, one.moved) if id in wanted):
                continue
            for medium in session.media(feed.name):
                _follows(session, medium, feed, one, wanted, evidence)


def _follows(
    session: Producer, medium: Medium, feed: Feed, one: FeedChange, wanted: set[str], evidence: Evidence
) -> None:
    counted = {rule.fields[0] for rule in feed.rules if rule.kind == "sequence"}
    said = [key for key in session.ledger.columns[feed.name] if key not in counted]
    over = f"OVER (PARTITION BY {listed(feed.key)} ORDER BY rowid)"
    asked = (*one.original, *one.previous, *one.latest, *said)
    before = (*one.original, *one.latest, *said)
    lags = ", ".join(f"LAG({quoted(key)}) {over}" for key in before)
    query = f"SELECT ROW_NUMBER() {over}, batch, line, {listed(asked)}, {lags} FROM {table(medium, feed.name)}"
    size, count = len(one.latest), len(said)
    for number, batch, line, *values in session.ledger.ask(query):
        original, previous, latest, own, original_0, latest_0, own_0 = _cut(
            values, (size, size, size, count, size, size, count)
        )
        where = session.where(medium, feed.name, batch, line)
        if one.written in wanted:
            if number > 1 and own == own_0:
                text = f"{where}: the row says what the one before of its key said"
                evidence.failed(one.written, failure(text, _pairs(one.latest, latest), "a row where something changed"))
            else:
                evidence.passed(one.written)
        if one.moved in wanted and number > 1 and latest != latest_0:
            _moves(one, where, (original, original_0), (previous, latest_0), evidence)


Pair = tuple[Sequence[object], Sequence[object]]


def _moves(one: FeedChange, where: str, originals: Pair, moved: Pair, evidence: Evidence) -> None:
    if originals[0] != originals[1]:
        text = f"{where}: the original values changed"
        evidence.failed(
            one.moved, failure(text, _pairs(one.original, originals[0]), _pairs(one.original, originals[1]))
        )
    elif moved[0] != moved[1]:
        text = f"{where}: the previous values are not the latest of the row before"
        evidence.failed(one.moved, failure(text, _pairs(one.previous, moved[0]), _pairs(one.previous, moved[1])))
    else:
        evidence.passed(one.moved)


def final(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """What was judged once is not judged otherwise later."""
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            said = listed(("tamJudgement", "qtyTamJudgement"))
            for medium in session.media(feed.name):
                kinds = f"SELECT DISTINCT {listed(feed.key)}, {said} FROM {table(medium, feed.name)}"
                query = f"SELECT COUNT(*), {listed(feed.key)} FROM ({kinds}) GROUP BY {listed(feed.key)}"
                for count, *values in session.ledger.ask(query):
                    if count == 1:
                        evidence.passed(requirement.id)
                    else:
                        text = f"{feed.name}: {_pairs(feed.key, values)} has {count} judgements"
                        evidence.failed(requirement.id, failure(text, count, "one judgement, however often it is told"))


def back_orders(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """What has an ETD as a back order was one in some row of the ETD feed."""
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            for medium in session.media(feed.name, EXPECTED):
                same = _same(("outletCode", "noPo", "noMaterial"), ("outletCode", "noPo", "noPart"))
                is_one = "MAX(COALESCE(o.boQtyBo > 0, o.boTanggalBo IS NOT NULL))"
                session.ledger.index(medium, EXPECTED, session.feeds[EXPECTED].key)
                rows = f"{current(medium, feed.name)} r JOIN {table(medium, EXPECTED)} o ON {same}"
                query = f"SELECT r.batch, r.line, {is_one} FROM {rows} GROUP BY r.batch, r.line"
                for batch, line, was_one in session.ledger.ask(query):
                    if was_one:
                        evidence.passed(requirement.id)
                        continue
                    text = (
                        f"{session.where(medium, feed.name, batch, line)}: no row of {EXPECTED} has a back order for it"
                    )
                    evidence.failed(requirement.id, failure(text, "boTanggalBo and boQtyBo are empty", "a back order"))


def provided(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """Rows of the goods receipt are there, though nothing asked for them."""
    for requirement in requirements:
        with ending(evidence, requirement):
            feed = session.feed(requirement)
            if rows := sum(session.ledger.count(medium, feed.name) for medium in Medium):
                evidence.passed(requirement.id, rows)
            elif bills := sum(session.ledger.count(medium, BILLED) for medium in Medium):
                text = f"{bills} rows of {BILLED}, which bill what was shipped, and none of {feed.name}"
                evidence.failed(requirement.id, failure(text, "no row", "the rows of what was shipped"))
            else:
                session.media(feed.name)


def outlets(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """Every outlet in a feed is one that the target's reader serves."""
    for requirement in requirements:
        with ending(evidence, requirement):
            served = session.outlets()
            if not served:
                line = f'{session.table} records.outlets = [{{ outletCode = "..." }}]'
                raise Missing(f"needs the outlets that the reader serves; add to kontrak.toml: {line}")
            for medium, feed, outlet, rows in _outlets(session):
                if outlet in served:
                    evidence.passed(requirement.id, rows)
                    continue
                text = f"{feed} ({medium}): {rows} rows of the outlet {outlet}"
                evidence.failed(requirement.id, failure(text, outlet, f"one of {', '.join(sorted(served))}"))


def _outlets(session: Producer) -> Iterator[tuple[Medium, str, str, int]]:
    for feed in session.feeds:
        for medium in session.ledger.media(feed):
            column = quoted("outletCode")
            query = f"SELECT {column}, COUNT(*) FROM {table(medium, feed)} WHERE {column} IS NOT NULL GROUP BY {column}"
            for outlet, rows in session.ledger.ask(query):
                yield medium, feed, str(outlet), int(rows)


def _same(fields: Sequence[str], names: Sequence[str]) -> str:
    return " AND ".join(f"o.{quoted(name)} = r.{quoted(field)}" for field, name in zip(fields, names, strict=True))


def _pairs(keys: Sequence[str], values: Sequence[object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in zip(keys, values, strict=True))


def _cut(values: Sequence[object], sizes: Sequence[int]) -> list[Sequence[object]]:
    found, start = [], 0
    for size in sizes:
        found.append(values[start : start + size])
        start += size
    return found
