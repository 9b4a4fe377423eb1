"""Steps about feeds, on a real target: read from where its kontrak.toml says."""

import sqlite3
from contextlib import closing

import pytest

TABLE = """# language: id
@tpos
Fitur: Feed
  Skenario: tabel
    Maka feed "goods-receipt" berisi baris dengan:
      | noPo | {po} |
    Dan feed "goods-receipt" berisi 1 baris
    Dan feed "goods-receipt" tidak berisi baris dengan:
      | noPo | PO-2 |
"""
FILES = """# language: id
@tpos
Fitur: Feed
  Skenario: berkas
    Maka berkas feed "goods-receipt" memuat baris dengan:
      | noPo | PO-1 |
"""


@pytest.fixture
def database(tmp_path):
    """A database of the target's own, with one row of a feed and not all of its columns."""
    with closing(sqlite3.connect(tmp_path / "dms.db")) as connection:
        connection.execute("CREATE TABLE tpos_goods_receipt (no_po TEXT, qty_shipment INTEGER)")
        connection.execute("INSERT INTO tpos_goods_receipt VALUES ('PO-1', 3)")
        connection.commit()
    return f"sqlite:///{tmp_path / 'dms.db'}"


@pytest.fixture
def told(bdd, write):
    def run(feature, feeds):
        write("a.feature", feature)
        write("kontrak.toml", f'[target.tpos]\nbase_url = "http://127.0.0.1:9"\n{feeds}\n')
        ran = bdd("a.feature", "--config", "kontrak.toml")
        return ran.code, " ".join((ran.out + ran.err).split())

    return run


def test_rows_are_read_from_the_staging_table_of_a_target(told, database):
    code, text = told(TABLE.format(po="PO-1"), f'feeds = {{ database = "{database}" }}')
    assert code == 0, text
    code, text = told(TABLE.format(po="PO-9"), f'feeds = {{ database = "{database}" }}')
    assert (code, 'didapat noPo "PO-1" diharapkan noPo "PO-9"' in text) == (1, True), text


@pytest.mark.parametrize(
    ("feature", "feeds", "line"),
    [
        (TABLE, "", 'needs the staging tables; add to kontrak.toml: [target.tpos] feeds = { database = "postgresql:'),
        (FILES, "", 'needs the folder of the files; add to kontrak.toml: [target.tpos] feeds = { outbox = "folder" }'),
        (TABLE, 'feeds = {{ outbox = "." }}', 'feeds = { database = "postgresql:'),
        (TABLE, 'feeds = {{ database = "{}", tables = {{ goods-receipt = "X" }} }}', "needs the table X"),
        (TABLE, 'feeds = {{ database = "{}", only = ["invoice"] }}', "not to have the feed goods-receipt"),
    ],
)
def test_what_is_not_said_is_skipped_with_the_line_to_add(told, database, feature, feeds, line):
    code, text = told(feature, feeds.format(database))
    assert (code, line in text) == (3, True), text


def test_a_database_that_does_not_answer_is_no_finding(told):
    pytest.importorskip("psycopg")
    code, text = told(TABLE, 'feeds = { database = "postgresql://nobody:rahasia@127.0.0.1:9/none" }')
    assert (code, "cannot be used" in text, "rahasia" in text) == (3, True, False), text


def test_feeds_have_their_time_to_settle_when_the_clock_was_moved(told, database, monkeypatch):
    waited = []
    monkeypatch.setattr("kontrak.features.steps.clock.sleep", waited.append)
    feature = TABLE.format(po="PO-1").replace("    Maka feed", "    Ketika 1 hari berlalu\n    Maka feed", 1)
    code, text = told(feature, f'feeds = {{ database = "{database}", settle = 7 }}\nhooks.advance = "true {{hours}}"')
    assert (code, waited) == (0, [7.0]), text


def test_files_are_those_that_the_target_names(told, tmp_path, database):
    (tmp_path / "out").mkdir()
    code, text = told(FILES, 'feeds = { outbox = "out", files = { goods-receipt = "GR*.dat" } }')
    assert (code, "Tidak ada baris." in text) == (1, True), text
