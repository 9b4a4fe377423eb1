"""The `reader` of a kontrak.toml: what is wrong there is told with what to write."""

from __future__ import annotations

import pytest

from kontrak.conformance.config import read_targets
from kontrak.conformance.reader.settings import Question
from kontrak.contracts import ConfigurationError, load

ENOUGH = 'database = "DB", run = "read-once"'


@pytest.fixture(scope="module")
def contracts():
    return {name: load(name) for name in ("tpos", "padi")}


@pytest.fixture
def read(tmp_path, contracts):
    def read(reader, partner="tpos"):
        file = tmp_path / "kontrak.toml"
        (tmp_path / "tables.db").touch()
        text = reader.replace("DB", f"sqlite:///{tmp_path}/tables.db")
        file.write_text(f"[target.{partner}]\nreader = {text}\n", encoding="utf-8")
        return read_targets(file, contracts)[partner].reader

    return read


def test_a_reader_is_read_as_it_is_written(read):
    found = read(
        f'{{ {ENOUGH}, answers_database = "DB", tables = {{ invoice = "BILLS" }}, batch = "RUN", account = "dms", '
        'only = ["invoice", "etd"], seconds = 5, answers = { invoice = "bills", bo-etd = "dms.bo", '
        'rpp-judgement = "select 1", etd = { command = "ask {feed}", columns = { alasan = "WHY", satuan = false } } } }'
    )
    assert (found.run, found.seconds, found.only, found.account) == ("read-once", 5, ("invoice", "etd"), "dms")
    assert (found.names.tables, found.batch, found.answers_database) == ({"invoice": "BILLS"}, "RUN", found.database)
    assert found.answers == {
        "invoice": Question(view="bills"),
        "bo-etd": Question(view="dms.bo"),
        "rpp-judgement": Question(query="select 1"),
        "etd": Question(command="ask {feed}", columns={"alasan": "WHY", "satuan": False}),
    }


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        ("1", "reader is a table; write reader = { database = "),
        ('{ run = "x" }', "reader does not say where the tables are; write reader = { database"),
        ('{ database = "DB" }', "reader does not say how to make the DMS read once; write reader = { database"),
        ("{ ENOUGH, answer = 1 }", "unknown keys answer in reader; known: account, answers, "),
        ('{ database = 1, run = "x" }', 'reader.database is a text; write database = "..."'),
        ('{ database = "here", run = "x" }', "reader.database is no database URL; write one such as postgresql://"),
        ('{ database = "sqlite:////none/t.db", run = "x" }', "reader.database: there is no file /none/t.db"),
        ('{ ENOUGH, answers_database = "here" }', "reader.answers_database is no database URL"),
        ('{ ENOUGH, only = ["bill"] }', "reader.only: no feed bill; known: "),
        ("{ ENOUGH, seconds = 0 }", "reader.seconds bounds one run of the DMS: above 0, up to 600; write seconds = 60"),
        ('{ ENOUGH, answers = "x" }', 'reader.answers is a table of feeds; write answers = { invoice = "SELECT'),
        ('{ ENOUGH, answers = { bill = "x" } }', "reader.answers: no feed bill; known: "),
        ("{ ENOUGH, answers = { invoice = 1 } }", "reader.answers.invoice is a SELECT, the name of a view, or a table; write one of view, query, command"),
        ('{ ENOUGH, answers = { invoice = { view = "a", query = "b" } } }', "reader.answers.invoice is a SELECT"),
        ("{ ENOUGH, answers = { invoice = { view = 1 } } }", 'reader.answers.invoice.view is a text; write view = "..."'),
        ('{ ENOUGH, answers = { invoice = "DELETE FROM x" } }', "'DELETE FROM x' is neither a SELECT nor the name of a view; write \"SELECT ...\""),
        ('{ ENOUGH, answers = { invoice = { query = "DELETE FROM x" } } }', "reader.answers.invoice is no single SELECT"),
        ('{ ENOUGH, answers = { invoice = "SELECT 1; DELETE FROM x" } }', "is no single SELECT; only questions are sent"),
        ('{ ENOUGH, answers = { invoice = { view = "a", columns = { da = "x" } } } }', 'reader.answers.invoice.columns: write key = "COLUMN", or key = false'),
        ('{ ENOUGH, answers = { invoice = { view = "a", columns = { daNo = true } } } }', 'reader.answers.invoice.columns: write key = "COLUMN"'),
        ('{ ENOUGH, answers = { invoice = { view = "a", columns = { partNo = false } } } }', "columns: partNo tells rows apart; name the column that has it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_write(read, reader, told):
    with pytest.raises(ConfigurationError) as error:
        read(reader.replace("ENOUGH", ENOUGH))
    assert "kontrak.toml: [target.tpos]: " in str(error.value)
    assert told in str(error.value)


def test_a_partner_without_staging_tables_has_none_to_read(read):
    with pytest.raises(ConfigurationError, match="padi has no staging tables to read"):
        read(f"{{ {ENOUGH} }}", "padi")
