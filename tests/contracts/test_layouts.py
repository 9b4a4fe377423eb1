"""A target's layout file: what it may set, and what it is told when it is wrong."""

import pytest

from kontrak.contracts import ConfigurationError, ContractError, load
from kontrak.contracts.layouts import read_layout, with_layout_file


@pytest.fixture(scope="module")
def contract():
    return load("tpos")


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "my.yaml"
        file.write_text(text)
        return file

    return write


def test_members_are_given_plain_or_with_value(contract, write):
    form = read_layout(contract, write('encoding: latin-1\nterminator: {value: "\\r\\n"}\ndecimals: 2\n'))
    assert (form.encoding, form.terminator, form.scale) == ("latin-1", "\r\n", 2)
    assert form.agreed == {"encoding", "terminator", "decimals"}


def test_a_type_keeps_what_the_file_does_not_set(contract, write):
    form = read_layout(contract, write('types: {Int: {fill: " "}}\n'))
    assert (form.fillings["Int"].align, form.fillings["Int"].fill) == ("right", " ")
    assert form.fillings["Decimal"].fill == "0"


def test_another_width_of_dates_moves_what_stands_after_them(contract, write):
    feeds = with_layout_file(contract, write('dates: {"YYYYMMDD hh:mm": 12, YYYYMMDD: {form: YYYY-MM-DD}}\n'))
    assert feeds["tpos.bo-etd"].width == 56
    assert feeds["tpos.debit-advice"].width == 128 + 3 * 2
    assert feeds["tpos.debit-advice"].field("daNo").start == 19


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour: red\n", "my.yaml:1 at /colour: unknown member colour; known: encoding"),
        ("'null': blank\nencoding: ebcdic\n", "my.yaml:2 at /encoding: the encoding ebcdic is not supported"),
        ("encoding: 5\n", "my.yaml:1 at /encoding/value: 5 is not of type"),
        ("terminator: LF\n", "my.yaml:1 at /terminator/value:"),
        ("types: left\n", "my.yaml:1 at /types: types is a table"),
        ("types:\n  Int: zeros\n", "my.yaml:2 at /types/Int: Int is a table"),
        ("types: {Integer: zeros}\n", "unknown Integer in types; known: Varchar"),
        ("dates: {YYMMDD: 6}\n", "unknown YYMMDD in dates"),
        ("dates: {YYYYMMDD: 10}\n", "what stands in 10 characters?"),
        ("dates: {YYYYMMDD: {form: DDMMYY, width: 8}}\n", "DDMMYY has 6 characters, not 8"),
        ("[]\n", "not a layout"),
        ("", "not a layout"),
    ],
)
def test_a_wrong_layout_is_told_with_its_place(contract, write, text, told):
    with pytest.raises(ConfigurationError) as error:
        read_layout(contract, write(text))
    assert told in str(error.value)


def test_what_is_no_yaml_is_told_with_its_line(contract, write):
    with pytest.raises(ContractError, match=r"my.yaml:\d"):
        read_layout(contract, write("encoding: [\n"))
