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
from tests.feeds.rows import lines_of
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


@st.composite
def layouts(draw):
    """A feed, as the contract lays it out or as a target may."""
    feed = FEEDS[draw(st.sampled_from(sorted(FEEDS)))]
    form = feed.form
    changes = [
        {},
        {"encoding": "latin-1"},
        {"encoding": "utf-8"},
        {"fillings": form.fillings | {"Int": Filling("right", " "), "Decimal": Filling("right", " ")}},
        {"fillings": form.fillings | {"Varchar": Filling("right", " ")}},
        {"fillings": form.fillings | {"Int": Filling("right", "0", sign="leading")}},
        {"fillings": form.fillings | {"Int": Filling("left", " ")}},
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
    return laid_out(feed, replace(form, **draw(st.sampled_from(changes))))


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


@settings(deadline=None, max_examples=4000, suppress_health_check=list(HealthCheck))
@given(broken(), st.integers(1, 700), st.integers(1, 9), st.integers(1, 4), st.booleans())
def test_the_fast_checker_counts_what_the_slow_one_counts(file, drawn, block, run, limit, zipped):
    feed, data = drawn
    file.write_bytes(gzip.compress(data, 1) if zipped else data)
    fast = examine(Source(file, block=block), feed, limit=limit, run=run)
    slow = Slow(data, feed, limit).outcome
    assert outcome(fast) == outcome(slow)
    assert report(fast, feed, CONTRACT, "strict", "f") == report(slow, feed, CONTRACT, "strict", "f")
