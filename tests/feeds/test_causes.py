"""What is wrong in many rows for one reason is one finding, with its count, its first places, and the reason."""

import gzip
import io
import zipfile

import pytest

from kontrak.conformance.feeds.source import Source, Unreadable
from kontrak.contracts.fixed import encode
from tests.feeds.rows import lines_of, row_of

LAYOUT = "tpos.invoice"


@pytest.fixture
def lines(contract):
    return lines_of(contract.feeds[LAYOUT], 300)


def joined(lines, end="\n"):
    return "".join(line + end for line in lines).encode()


def told(report):
    return [(finding.rule, finding.count, finding.cause) for finding in report.findings]


def test_one_length_that_is_wrong_everywhere_is_one_finding_with_its_column(checked, lines):
    wider = [line[:59] + " " + line[59:] for line in lines]
    assert told(checked(joined(wider), LAYOUT)) == [("width", 300, "Part No is 16 wide, not 15")]


def test_a_missing_column_is_named(checked, lines):
    report = checked(joined([line[:44] + line[59:] for line in lines]), LAYOUT)
    assert told(report) == [("width", 300, "the column Part No is missing")]
    assert report.findings[0].requirements == ("TPOS-FEED-ALL-006", "TPOS-FEED-INV-001")


def test_an_additional_column_is_told(checked, lines):
    report = checked(joined([line + "ZZ9" for line in lines]), LAYOUT)
    assert [finding.rule for finding in report.findings] == ["width"]
    assert report.findings[0].cause


def test_fields_with_a_separator_are_told(checked, contract, lines):
    fields = contract.feeds[LAYOUT].fields
    separated = [";".join(line[field.start : field.end].strip() for field in fields) for line in lines]
    assert [(rule, cause) for rule, _, cause in told(checked(joined(separated), LAYOUT))] == [
        ("width", "the fields are separated by ';'")
    ]


def test_a_shifted_column_in_records_of_the_right_length_is_one_finding(checked, lines):
    shifted = [line[:41] + " " + line[41:104] + line[105:] for line in lines]
    ((rule, count, cause),) = told(checked(joined(shifted), LAYOUT))
    assert (rule, count, cause) == ("shift", 300, "Order No is 9 wide, not 8, and Net Amount 10, not 11")


def test_single_wrong_lengths_are_one_finding_with_their_lengths(checked, lines):
    report = checked(joined([*lines[:5], lines[5][:-1], *lines[6:9], lines[9] + "xy", *lines[10:]]), LAYOUT)
    (finding,) = report.findings
    assert finding.message == "records of another length: 1 of 121, 1 of 124 characters"
    assert [(place.line, place.got) for place in finding.places] == [(6, "121 characters"), (10, "124 characters")]


def test_numbers_filled_with_blanks_in_all_columns_are_one_finding(checked, contract, lines):
    feed = contract.feeds[LAYOUT]

    def blank(line):
        for key in ("orderQty", "deliveredQty", "retailPrice", "netAmount"):
            field = feed.field(key)
            line = line[: field.start] + str(int(line[field.start : field.end])).rjust(field.width) + line[field.end :]
        return line

    report = checked(joined(map(blank, lines)), LAYOUT)
    (finding,) = report.findings
    assert (finding.rule, finding.count) == ("padding", 300)
    assert finding.fields == ("orderQty", "deliveredQty", "retailPrice", "netAmount")
    assert (finding.level, finding.fails, report.verdict) == ("assumed", False, "conformant")


def test_the_same_fault_in_few_rows_is_told_for_each_field(checked, lines):
    wrong = [
        *lines[:3],
        lines[3][:79] + "      5" + lines[3][86:],
        lines[4][:86] + "      4" + lines[4][93:],
        *lines[5:],
    ]
    assert [finding.fields for finding in checked(joined(wrong), LAYOUT).findings] == [("orderQty",), ("deliveredQty",)]


@pytest.mark.parametrize(
    ("change", "rule", "count"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "ends", 300),
        (lambda data: data.replace(b"\n", b"\r"), "ends", 300),
        (lambda data: data.replace(b"\n", b""), "ends", 300),
        (lambda data: data.replace(b"\n", b"\r\n", 7), "mixed-ends", 7),
        (lambda data: data[:-1], "last-end", 1),
        (lambda data: b"\xef\xbb\xbf" + data, "bom", 1),
        (lambda data: b"HDR\n" + data, "header", 1),
        (lambda data: b"Outlet Code;Part No\n" + data, "header", 1),
        (lambda data: data + b"TRL300\n", "trailer", 1),
        (lambda data: data + b"\n\n", "empty", 2),
        (lambda data: data * 2, "batch", 300),
        (lambda data: data + data[: 123 * 40], "batch", 40),
    ],
)
def test_what_is_wrong_with_the_file_is_one_finding(checked, lines, change, rule, count):
    assert [found[:2] for found in told(checked(change(joined(lines)), LAYOUT, "strict"))] == [(rule, count)]


def test_a_record_that_breaks_off_is_told_from_one_without_an_end(checked, lines):
    rules = {rule for rule, _, _ in told(checked(joined(lines)[:-50], LAYOUT))}
    assert rules == {"partial", "last-end"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        ("x".encode("utf-16") * 200, "looks like utf-16"),
        (("O0001" * 60).encode("cp500"), "looks like ebcdic"),
        (gzip.compress(b"O" * 5000, mtime=0)[:-20], "cannot be read to its end"),
        (b"x\n", "no record has the length of the layout"),
    ],
    ids=["empty", "utf-16", "ebcdic", "broken off", "no record of its length"],
)
def test_a_file_of_which_nothing_can_be_said_is_never_conformant(checked, data, reason):
    report = checked(data, LAYOUT)
    assert report.verdict in ("inconclusive", "nonconformant")
    assert reason in report.reason


def test_utf_8_in_an_ascii_file_is_one_finding(checked, contract):
    feed = contract.feeds[LAYOUT]
    lines = [encode(row_of(feed, at), feed).replace("P1", "Pé").encode() for at in range(100)]
    ((rule, count, _),) = told(checked(b"\n".join([*lines, b""]), LAYOUT))
    assert (rule, count > 10) == ("encoding", True)


def test_rows_of_one_key_are_told_apart_by_what_they_say(checked, contract):
    feed = contract.feeds[LAYOUT]
    rows = [row_of(feed, at) for at in range(6)] + [row_of(feed, 1), {**row_of(feed, 4), "partName": "OTHER"}]
    report = checked(joined([encode(row, feed) for row in rows]), LAYOUT)
    places = [(finding.rule, finding.places[0].line, finding.places[0].got) for finding in report.findings]
    assert places == [("key", 8, "line 5"), ("repeated", 7, "line 2")]


def test_what_a_layout_file_sets_is_agreed_and_fails(checked, lines):
    data = joined(lines, "\r\n")
    assert checked(data, LAYOUT).verdict == "conformant"
    agreed = checked(data, LAYOUT, agreed=frozenset({"terminator"}))
    assert (agreed.verdict, agreed.findings[0].level) == ("nonconformant", "agreed")
    assert checked(data, LAYOUT, agreed=frozenset({"terminator"}), terminator="\r\n").findings == ()


def test_an_archive_is_read_as_what_is_in_it(checked, lines):
    assert checked(gzip.compress(joined(lines)), LAYOUT, "strict", "a.gz").findings == ()
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", joined(lines))
    assert checked(room.getvalue(), LAYOUT, "strict", "a.zip").findings == ()


def test_an_archive_of_several_files_is_not_guessed_at(checked):
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b.txt", "b")
    report = checked(room.getvalue(), LAYOUT, "strict", "a.zip")
    assert (report.verdict, "has 2 files" in report.reason) == ("inconclusive", True)


def test_an_archive_that_unfolds_without_end_is_stopped(tmp_path):
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(bytes(3_000_000)))
    with pytest.raises(Unreadable, match="unfolds"):
        list(Source(file, limit=10_000).blocks())


def test_a_record_of_megabytes_is_one_finding(checked, lines):
    report = checked(joined(lines[:5]) + b"A" * 3_000_000 + b"\n" + joined(lines[5:]), LAYOUT)
    assert [finding.message for finding in report.findings] == ["records of another length: 1 of 3000000 characters"]
    assert report.lines == 301
