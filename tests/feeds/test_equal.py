"""The fast checker finds what the slow, obvious one finds, in any broken file, however it is cut into blocks."""

import gzip
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.conformance.feeds.check import examine
from kontrak.conformance.feeds.findings import report
from kontrak.conformance.feeds.source import Source
from kontrak.contracts import load
from kontrak.contracts.feed import Filling, laid_out
from kontrak.contracts.fixed import encode
from tests.feeds.rows import lines_of, row_of
from tests.feeds.slow import Slow

CONTRACT = load("tpos")
FEEDS = CONTRACT.feeds
BYTES = [
    b"0",
    b"9",
    b" ",
    b"A",
    b"-",
    b".",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\t",
    b"\xe9",
    "é".encode(),
    b"2",
    b";",
    b"",
]
FRAMES = [b"", b"HDR20260101\n", b"TRL0001\n", b"outlet_code,no_po\n", b"\n", b"      \n", b"\xef\xbb\xbf"]


ORDINARY = FEEDS["tpos.invoice"].form
LAYOUTS = [
    {},
    {"encoding": "latin-1"},
    {"encoding": "utf-8"},
    {"fillings": ORDINARY.fillings | {"Int": Filling("right", " "), "Decimal": Filling("right", " ")}},
    {"fillings": ORDINARY.fillings | {"Varchar": Filling("right", " ")}},
    {"fillings": ORDINARY.fillings | {"Int": Filling("right", "0", sign="leading")}},
    {"fillings": ORDINARY.fillings | {"Int": Filling("left", " ")}},
    {"null": "zero"},
    {"order": "key"},
    {"terminator": "\r\n"},
    {"terminator": ""},
    {"header": "HDR", "trailer": "TRL"},
    {"scale": 2, "point": "written"},
    {
        "forms": {"YYYYMMDD": "DDMMYYYY", "YYYYMMDD hh:mm": "YYYYMMDDhhmm"},
        "dates": {"YYYYMMDD": 8, "YYYYMMDD hh:mm": 12},
    },
]
DAYS = [
    "00000101",
    "20240229",
    "20230229",
    "19000229",
    "20000229",
    "20261301",
    "20260431",
    "20260010",
    "20260100",
    "99991231",
]
TIMES = ["2359", "2400", "1260", "0000"]


def pieces(field, form, good):
    """Pieces at the edges of what a field takes, and beyond them; `good` is a right one."""
    found = [
        " " * field.width,
        "0" * field.width,
        "9" * field.width,
        "A" * field.width,
        "\0" * field.width,
        "\t",
        " A",
        "A ",
    ]
    if field.type == "DateTime":
        written = form.forms[field.format]
        for day in DAYS:
            for time in TIMES if "hh" in written else TIMES[:1]:
                text = written.replace("YYYY", day[:4]).replace("MM", day[4:6]).replace("DD", day[6:])
                found.append(text.replace("hh", time[:2]).replace("mm", time[2:]))
    elif field.type in ("Int", "Decimal"):
        near = [int(good) + step for step in (-2, -1, 1, 2)] if good.isdigit() else []
        texts = [str(value) for value in (*near, 100, 101, 5) if value >= 0]
        found += [text.rjust(field.width, "0") for text in texts] + [
            text.rjust(field.width) for text in (*texts, "-5", "+5")
        ]
        found += [
            "5".ljust(field.width),
            "-" + "5".rjust(field.width - 1, "0"),
            "1.5".rjust(field.width, "0"),
            "0 0",
            "1 ",
        ]
    return [piece.ljust(field.width)[: field.width] for piece in found]


def at_the_edges(feed):
    """A file with one row for each piece of each field, and rows of one key in several wordings and encodings."""
    lines = [line for line in lines_of(feed, 2) if isinstance(line, str)]
    if not lines:
        return b""
    for field in feed.fields:
        good = lines[0][field.start : field.end]
        lines += [lines[1][: field.start] + piece + lines[1][field.end :] for piece in pieces(field, feed.form, good)]
    if feed.name == "invoice":
        nothing = {"deliveredQty": 0, "netAmount": 0}
        changes = [nothing | {"discount": 100}, nothing | {"discount": 101}, {"orderQty": 3}, {"orderQty": 4}]
        lines += [encode({**row_of(feed, 1), **change}, feed) for change in changes]
    rows = [line.encode("latin-1") for line in lines]
    start = feed.fields[-1].start
    rows += [row[:start] + put + row[start + len(put) :] for row in rows[:2] for put in (b"\xe9", b"Z", "é".encode())]
    return b"".join(row + (feed.form.terminator or "\n").encode() for row in rows)


@st.composite
def layouts(draw):
    """A feed, as the contract lays it out or as a target may."""
    feed = FEEDS[draw(st.sampled_from(sorted(FEEDS)))]
    return laid_out(feed, replace(feed.form, **draw(st.sampled_from(LAYOUTS))))


def changed(draw, data):
    """A few bytes replaced, put in, or taken out."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        taken = draw(st.sampled_from([0, 1, 1, 1, 2, 7]))
        data = data[:at] + draw(st.sampled_from(BYTES)) + data[at + taken :]
    return data


@st.composite
def broken(draw):
    """A feed and a file of it that is wrong in a few ways, or in all rows, or not at all."""
    feed = draw(layouts())
    lines = [line.encode() for line in lines_of(feed, draw(st.integers(0, 12))) if isinstance(line, str)]
    if lines and draw(st.booleans()):
        lines += lines[draw(st.integers(0, len(lines) - 1)) :]
    if lines and draw(st.booleans()):
        lines = draw(st.permutations(lines))
    if draw(st.booleans()):
        at, step = draw(st.integers(0, feed.width)), draw(st.integers(0, 2))
        cut, put = draw(st.sampled_from([(0, b" " * step), (step, b""), (step, b"0" * step)]))
        lines = [line[:at] + put + line[at + cut :] for line in lines]
    lines = [changed(draw, line) if draw(st.integers(0, 3)) == 0 else line for line in lines]
    ends = st.sampled_from([[feed.form.terminator], ["\n"], ["\r\n"], [""], ["\r"], ["\n", "\r\n"], ["\n", ""]])
    chosen = draw(ends)
    data = b"".join(line + draw(st.sampled_from(chosen)).encode() for line in lines)
    data = draw(st.sampled_from(FRAMES)) + data + draw(st.sampled_from(FRAMES))
    return feed, changed(draw, data) if draw(st.integers(0, 3)) == 0 else data


def outcome(found):
    """What must be equal: everything that was counted, and where."""
    entries = {name: (entry.count, entry.places) for name, entry in found.tally.entries.items()}
    shape = found.shape.text if found.shape else None
    tally = found.tally
    return entries, tally.lengths, tally.ends, tally.lines, tally.rows, found.samples, shape, found.head


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("equal") / "batch.txt"


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(broken(), st.integers(1, 700), st.integers(1, 9), st.integers(1, 4), st.booleans())
def test_the_fast_checker_counts_what_the_slow_one_counts(file, drawn, block, run, limit, zipped):
    feed, data = drawn
    file.write_bytes(gzip.compress(data, 1) if zipped else data)
    fast = examine(Source(file, block=block), feed, limit=limit, run=run)
    slow = Slow(data, feed, limit).outcome
    assert outcome(fast) == outcome(slow)
    assert report(fast, feed, CONTRACT, "strict", "f") == report(slow, feed, CONTRACT, "strict", "f")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: ",".join(layout) or "as printed")
@pytest.mark.parametrize("name", ["tpos.invoice", "tpos.etd", "tpos.debit-advice"])
def test_the_two_agree_at_the_edges_of_every_field(file, name, layout):
    feed = laid_out(FEEDS[name], replace(FEEDS[name].form, **layout))
    data = at_the_edges(feed)
    file.write_bytes(data)
    fast = examine(Source(file, block=5000), feed, limit=1000, run=50)
    assert outcome(fast) == outcome(Slow(data, feed, 1000).outcome)
