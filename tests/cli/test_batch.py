"""`kontrak batch` as its users call it."""

import json

import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.contracts import ConfigurationError, load
from kontrak.contracts.fixed import encode
from tests.feeds.rows import lines_of, row_of

LAYOUT = ("--layout", "tpos.invoice")


@pytest.fixture(scope="module")
def feed():
    return load("tpos").feeds["tpos.invoice"]


@pytest.fixture
def run():
    """Runs `kontrak batch`; what a user has to mend is raised."""

    def run(*arguments):
        result = CliRunner().invoke(cli, ["batch", *map(str, arguments)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def good(tmp_path, feed):
    file = tmp_path / "good.txt"
    file.write_text("".join(line + "\n" for line in lines_of(feed, 5)))
    return file


def test_a_right_file_ends_with_0(run, good):
    result = run("check", good, *LAYOUT)
    assert (result.exit_code, "good.txt: conformant" in result.output) == (0, True)


def test_a_wrong_file_ends_with_1_and_names_line_column_field_rule_and_requirement(run, good):
    good.write_text(good.read_text().replace("0000005", "00A0005", 1))
    result = run("check", good, *LAYOUT)
    assert result.exit_code == 1
    assert "FAIL  Order Qty: something that is no number" in result.output
    assert "digits, documented: TPOS-FEED-INV-003" in result.output
    assert "line 1, column 80: got '00A0005'" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_an_empty_file_ends_with_3(run, tmp_path):
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    result = run("check", file, *LAYOUT)
    assert (result.exit_code, "no record was checked" in result.output) == (3, True)


def test_the_report_is_json_on_request(run, good):
    report = json.loads(run("check", good, *LAYOUT, "--json").output)
    assert (report["schema"], report["verdict"], report["rows"]) == ("kontrak-batch/1", "conformant", 5)


def test_a_batch_that_is_delivered_twice_is_told(run, good, tmp_path):
    copy = tmp_path / "later.txt"
    copy.write_bytes(good.read_bytes())
    result = run("check", good, copy, *LAYOUT, "--profile", "strict")
    assert result.exit_code == 1
    assert "the same content as good.txt" in result.output


def test_a_layout_file_changes_what_is_right(run, good, tmp_path):
    layout = tmp_path / "my.yaml"
    layout.write_text('terminator: "\\r\\n"\n')
    assert run("check", good, *LAYOUT, "--layout-file", layout).exit_code == 1
    good.write_bytes(good.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", good, *LAYOUT, "--layout-file", layout).exit_code == 0


def test_an_unknown_layout_is_told_with_those_there_are(run, good):
    with pytest.raises(ConfigurationError, match=r"unknown layout .*tpos\.invoice"):
        run("check", good, "--layout", "tpos.bills")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_decoded_encodes_to_the_same_file(run, good, tmp_path, form):
    rows, again = tmp_path / f"rows.{form}", tmp_path / "again.txt"
    assert run("decode", good, *LAYOUT, "--to", form, "-o", rows).exit_code == 0
    assert run("encode", rows, *LAYOUT, "-o", again).exit_code == 0
    assert again.read_bytes() == good.read_bytes()


def test_a_row_that_cannot_be_written_leaves_no_file(run, feed, tmp_path):
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.txt"
    rows.write_text(
        json.dumps(row_of(feed, 1)) + "\n" + json.dumps({**row_of(feed, 2), "orderQty": -1}) + "\nnonsense\n"
    )
    result = run("encode", rows, *LAYOUT, "-o", out)
    assert result.exit_code == 1
    assert f"{rows}:2: orderQty: sign: got '-1', wanted no sign" in result.output
    assert f"{rows}:3: line: json" in result.output
    assert not out.exists()


def test_a_record_that_cannot_be_read_is_told_with_its_line(run, good):
    good.write_text(good.read_text() + "short\n")
    result = run("decode", good, *LAYOUT)
    assert (result.exit_code, f"{good}:6: line: width" in result.output) == (1, True)


def test_columns_of_a_csv_that_no_field_has_are_a_usage_error(run, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("outletCode,colour\nO1,red\n")
    with pytest.raises(ConfigurationError, match="unknown columns colour"):
        run("encode", rows, *LAYOUT)


def test_a_layout_is_described_with_places_and_sources(run, feed):
    output = run("describe", "tpos.invoice").output
    assert "tpos.invoice: Proforma invoices, 122 characters" in output
    assert max(map(len, output.splitlines())) <= 80
    described = json.loads(run("describe", "tpos.invoice", "--json").output)
    assert [entry["offset"] for entry in described["fields"][:3]] == [1, 10, 30]
    assert encode(row_of(feed, 1), feed)[described["fields"][-1]["offset"] - 1 :] == "D1     "
