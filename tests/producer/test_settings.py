"""The `feeds` of a kontrak.toml: what is wrong there is told with what to write."""

from __future__ import annotations

import pytest

from kontrak.conformance.config import read_targets
from kontrak.contracts import ConfigurationError, load


@pytest.fixture(scope="module")
def contracts():
    return {name: load(name) for name in ("tpos", "padi")}


@pytest.fixture
def read(tmp_path, contracts):
    def read(feeds, partner="tpos"):
        file = tmp_path / "kontrak.toml"
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "tables.db").touch()
        text = feeds.replace("OUT", str(tmp_path / "out")).replace("DB", f"sqlite:///{tmp_path}/tables.db")
        file.write_text(f"[target.{partner}]\nfeeds = {text}\n", encoding="utf-8")
        return read_targets(file, contracts)[partner].feeds

    return read


def test_feeds_are_read_as_they_are_written(read, tmp_path):
    found = read(
        '{ outbox = "OUT", files = { invoice = "INV*.dat" }, database = "DB", tables = { invoice = "BILLS" }, '
        'columns = { invoice = { daNo = "DA" } }, reader = "dms", batch = "RUN", only = ["invoice"], settle = 2 }'
    )
    assert (found.outbox, found.files, found.only) == (tmp_path / "out", {"invoice": "INV*.dat"}, ("invoice",))
    assert (found.names.tables, found.names.columns) == ({"invoice": "BILLS"}, {"invoice": {"daNo": "DA"}})
    assert (found.reader, found.batch, found.time, found.complete, found.settle) == (
        "dms",
        "RUN",
        "created_at",
        True,
        2,
    )


@pytest.mark.parametrize(
    ("feeds", "told"),
    [
        ("1", 'feeds is a table; write feeds = { outbox = "folder" }'),
        ("{}", "says neither where files nor where tables are; write feeds = { outbox"),
        ('{ outbx = "OUT" }', "unknown keys outbx in feeds; known: "),
        ("{ outbox = 1 }", 'feeds.outbox is a text; write outbox = "..."'),
        ('{ outbox = "OUT/none" }', "/out/none is no folder; make it, or name another"),
        ('{ database = "DB", files = { invoice = "I*" } }', 'names files of no folder; add outbox = "folder"'),
        ('{ outbox = "OUT", files = { bill = "I*" } }', "feeds.files: no feed bill; known: bo-etd, credit-advice"),
        ('{ outbox = "OUT", files = { invoice = 1 } }', 'feeds.files is a table of texts; write files = { invoice = "INV*.dat"'),
        ('{ database = "here" }', "feeds.database is no database URL; write one such as postgresql://"),
        ('{ database = "sqlite:////none/tables.db" }', "there is no file /none/tables.db; name the one with the tables"),
        ('{ database = "DB", tables = { bill = "B" } }', "feeds.tables: no feed bill; known: "),
        ('{ database = "DB", columns = { invoice = "x" } }', "feeds.columns is a table for each feed; write columns = "),
        ('{ database = "DB", columns = { invoice = { da = "x" } } }', "feeds.columns.invoice.da: write key = column, with keys among"),
        ('{ outbox = "OUT", layout = "none.yaml" }', "feeds.layout: none.yaml is no file"),
        ('{ outbox = "OUT", only = "invoice" }', 'feeds.only is a list of feeds; write only = ["invoice"'),
        ('{ outbox = "OUT", only = ["bill"] }', "feeds.only: no feed bill; known: "),
        ('{ outbox = "OUT", complete = 1 }', "feeds.complete is true, or false where older batches were taken away"),
        ('{ outbox = "OUT", settle = -1 }', "feeds.settle is a number of seconds up to 600; write settle = 5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_write(read, feeds, told):
    with pytest.raises(ConfigurationError) as error:
        read(feeds)
    assert "kontrak.toml: [target.tpos]: " in str(error.value)
    assert told in str(error.value)


def test_a_partner_without_feeds_has_none_to_configure(read):
    with pytest.raises(ConfigurationError, match="padi has no feeds"):
        read('{ outbox = "OUT" }', "padi")
