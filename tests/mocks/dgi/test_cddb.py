"""The customer database file: what is written is read, and each breach is found where it stands."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.cli.main import cli
from kontrak.contracts import ConfigurationError
from kontrak.mocks.dgi import cddb
from tests.mocks.dgi.client import CONTRACT

RECORD = cddb.record(CONTRACT)
NAME = "KT0-99101-261120-2611201200.CDDB"
ROW = cddb.read(RECORD.example.encode(), RECORD).rows[0]


def changed(**values):
    return ";".join(str(value) for value in {**ROW, **values}.values()).encode() + b"\n"


def places(raw):
    return [(one.rule, one.line, one.name) for one in cddb.read(raw, RECORD).findings]


def test_the_example_has_37_columns_and_no_breach():
    assert (len(ROW), places(RECORD.example.encode())) == (37, [])


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("noMesinDepan", "KTRK", "length"),
        ("noMesinBelakang", "10000012", "length"),
        ("kodeCustomer", "X", "code"),
        ("jenisKelamin", "", "code"),
        ("tanggalLahir", "30021990", "date"),
        ("tanggalLahir", "1081990", "date"),
        ("tanggalLahir", "", "date"),
        ("kewarganegaraan", "3", "code"),
    ],
)
def test_a_value_that_breaks_its_column_is_found(column, value, rule):
    assert places(changed(**{column: value})) == [(rule, 1, column)]


@pytest.mark.parametrize(
    ("raw", "rule", "line"),
    [
        (b"", "empty", None),
        (b"\n", "columns", 1),
        (changed() + b"a;b\n", "columns", 2),
        (changed(refId="a;b"), "columns", 1),
        (changed() + b"\xff\n", "encoding", 2),
    ],
)
def test_a_file_that_is_none_is_found(raw, rule, line):
    assert places(raw) == [(rule, line, None)]


def test_lines_may_end_as_on_windows():
    assert places(changed().replace(b"\n", b"\r\n") * 2) == []


@pytest.mark.parametrize(
    ("name", "is_good"),
    [
        (NAME, True),
        ("KT0-99101-261120-2611211200.CDDB", False),
        ("KT0-99101-261320-2613201200.CDDB", False),
        ("KT0-99101-261120120000.CDDB", False),
        ("KT0-99101-261120-2611202500.CDDB", False),
        ("kt.cddb", False),
    ],
)
def test_the_name_of_a_file_is_checked(name, is_good):
    assert (cddb.check_name(name) == []) is is_good


def test_a_file_is_named_by_its_time():
    assert cddb.file_name("KT0", "99101", datetime(2026, 11, 20, 12, 0)) == NAME  # noqa: DTZ001 - the partner's clock names no zone


texts = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters=";"), max_size=20)
known = {column.name: st.sampled_from(sorted(RECORD.codes[column.codes])) for column in RECORD.columns if column.codes}
fixed = known | {name: st.just(ROW[name]) for name in ("noMesinDepan", "noMesinBelakang", "tanggalLahir")}
customers = st.fixed_dictionaries({column.name: fixed.get(column.name, texts) for column in RECORD.columns})


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(customers, min_size=1, max_size=4))
def test_what_is_written_is_read(rows):
    found = cddb.read(cddb.write(rows, RECORD), RECORD)
    assert (list(found.rows), found.findings) == (rows, ())


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(";\r\n1", max_size=80).map(str.encode))
def test_any_bytes_give_rows_or_findings(raw):
    found = cddb.read(raw, RECORD)
    assert found.rows or found.findings


@pytest.mark.parametrize(
    "values", [{"alamat": "a;b"}, {"alamat": "a\nb"}, {"alamat": 7}, {"hobby": "x"}, {"jenisKelamin": "9"}]
)
def test_a_value_that_cannot_stand_in_a_file_is_not_written(values):
    with pytest.raises(ConfigurationError, match=r"wanted|which is no column"):
        cddb.write([{**ROW, **values}], RECORD)


def run(*arguments):
    return CliRunner().invoke(cli, ["dgi", "cddb", *map(str, arguments)])


def test_the_command_line_writes_checks_and_reads(tmp_path):
    (tmp_path / "rows.json").write_text(json.dumps([ROW]))
    made = run(
        "write",
        tmp_path / "rows.json",
        "--main-dealer",
        "KT0",
        "--dealer",
        "99101",
        "--at",
        "2026-11-20T12:00",
        "--out",
        tmp_path,
    )
    file = tmp_path / NAME
    assert (made.exit_code, file.read_bytes()) == (0, changed())
    assert run("check", file).exit_code == 0
    assert json.loads(run("read", file).stdout) == [ROW]


def test_the_command_line_names_each_finding_and_ends_with_one(tmp_path):
    file = tmp_path / "x.CDDB"
    file.write_bytes(changed(agama="9"))
    result = run("check", file)
    assert result.exit_code == 1
    assert 'line 1, column 13 (agama): code: got "9", wanted one of 1, 2' in result.output
    assert [one["requirement"] for one in json.loads(run("check", file, "--json").output)] == [
        "DGI-CDDB-001",
        "DGI-CDDB-006",
    ]


@pytest.mark.parametrize("text", ["{}", "[7]", "no"])
def test_customers_that_are_no_array_of_objects_are_told_so(tmp_path, text):
    (tmp_path / "rows.json").write_text(text)
    result = run("write", tmp_path / "rows.json", "--main-dealer", "KT0", "--dealer", "99101")
    assert isinstance(result.exception, ConfigurationError)
