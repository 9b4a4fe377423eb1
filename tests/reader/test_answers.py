"""What a DMS answers, however it keeps it."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.reader.answers import asked, plain, printed
from kontrak.conformance.reader.settings import Question, Reads
from kontrak.conformance.staging.database import Unreachable
from tests.planted.feeds.target import open_database
from tests.planted.readers.target import FEEDS

WIB = timezone(timedelta(hours=7))
CLAIMS = FEEDS["parts-claim-judgement"]
KEYS = frozenset({("O1", "C1")})


@pytest.mark.parametrize(
    ("feed", "key", "value", "wanted"),
    [
        ("etd", "tanggalPo", "20260109", "20260109"),
        ("etd", "tanggalPo", "2026-01-09", "20260109"),
        ("etd", "tanggalPo", date(2026, 1, 9), "20260109"),
        ("etd", "tanggalPo", "2026-01-09 00:00:00.000000", "20260109"),
        ("etd", "terakhirEtd", "20260109 10:30", "20260109 10:30"),
        ("etd", "terakhirEtd", datetime(2026, 1, 9, 3, 30, tzinfo=UTC), "20260109 10:30"),
        ("etd", "terakhirEtd", "2026-01-09T10:30:00+07:00", "20260109 10:30"),
        ("etd", "terakhirEtd", "soon", "soon"),
        ("etd", "terakhirEtd", "", None),
        ("etd", "satuan", "pcs  ", "pcs"),
        ("etd", "satuan", 7, "7"),
        ("etd", "boQtyBo", "4", Decimal(4)),
        ("etd", "boQtyBo", 4.0, Decimal(4)),
        ("etd", "boQtyBo", "four", "four"),
        ("invoice", "netAmount", Decimal("3600.00"), Decimal(3600)),
    ],
)
def test_a_value_is_compared_by_what_it_means(feed, key, value, wanted):
    assert plain(value, FEEDS[feed].field(key), WIB) == wanted


def test_a_command_prints_json_or_csv():
    rows = [{"no": "1", "name": "a,b"}]
    assert printed(b'[{"no": "1", "name": "a,b"}]', "ask") == rows
    assert printed(b'\xef\xbb\xbfno,name\r\n1,"a,b"\r\n', "ask") == rows
    assert printed(b"", "ask") == []


@pytest.mark.parametrize("output", [b"[1]", b'{"a": 1}', b"[{", b"\xff\xfe", b'a\n"b', b"a\n1,2"])
def test_other_output_is_an_error_of_the_command(output):
    with pytest.raises(Trouble, match="the command 'ask' prints"):
        printed(output, "ask")


def test_a_command_is_asked_with_the_name_of_the_feed():
    script = "import sys; print('outletCode,noPartsClaimTam,tamJudgement\\nO1,C1,'+sys.argv[1])"
    question = Question(command=f'{sys.executable} -c "{script}" {{feed}}')
    found = asked(Reads("", "", {CLAIMS.name: question}), CLAIMS, KEYS, WIB)
    assert found.rows[("O1", "C1")][0]["tamJudgement"] == "parts-claim-judgement"
    assert found.absent == ("qtyTamJudgement",)


def test_a_command_that_fails_gives_no_answer():
    question = Question(command=f"{sys.executable} -c \"raise SystemExit('no store')\"")
    with pytest.raises(Trouble, match="ended with 1: no store"):
        asked(Reads("", "", {CLAIMS.name: question}), CLAIMS, KEYS, WIB)


def test_a_column_of_the_key_must_be_there(tmp_path):
    with pytest.raises(
        Missing, match=r"no column noPartsClaimTam \(it has outletCode, claim\); name it, or add columns"
    ):
        ask(tmp_path, "SELECT 'O1' AS outletCode, 'C1' AS claim")


def test_a_per_cent_sign_in_a_query_is_its_own(tmp_path):
    query = "SELECT 'O1' AS outletCode, 'C1' AS noPartsClaimTam WHERE 'a%s' LIKE 'a%'"
    assert len(ask(tmp_path, query).rows) == 1


def ask(folder, query):
    reads = Reads("", "", {CLAIMS.name: Question(query=query)}, f"sqlite:///{folder}/dms.db")
    return asked(reads, CLAIMS, KEYS, WIB)


def test_a_question_cannot_write_into_sqlite(tmp_path):
    with sqlite3.connect(tmp_path / "dms.db") as store:
        store.execute("CREATE TABLE t (a)")
    with pytest.raises(Unreachable, match="readonly database"):
        ask(tmp_path, "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x RETURNING a")


def test_a_question_cannot_write_into_postgresql(tmp_path):
    with ExitStack() as stack:
        _, url = open_database("postgresql", tmp_path, stack)
        query = "WITH x AS (DELETE FROM pg_description WHERE false RETURNING *) SELECT * FROM x"
        reads = Reads("", "", {CLAIMS.name: Question(query=query)}, url)
        with pytest.raises(Unreachable, match="read-only transaction"):
            asked(reads, CLAIMS, KEYS, WIB)
