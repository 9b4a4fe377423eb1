"""Staging tables and fixed-length files: the same rows, in one transaction, apart for each world, and not lost."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.fixed import decode
from kontrak.contracts.staging import from_table
from kontrak.mocks import Simulator
from kontrak.mocks.control import Control
from kontrak.mocks.outbox import content
from kontrak.mocks.tpos.feeds import publish
from kontrak.mocks.tpos.layout import under

LAYOUT = "tpos.bo-etd"
NOW = {"now": "2026-01-05T08:00:00+07:00"}


def row(number: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        "outletCode": "KTK000001",
        "noPo": f"PO-{number}",
        "noMaterial": "9KT01A0001",
        "etd": "20260107 06:00",
    } | changed


class Sender:
    """Publishes in one world of a simulator, and reads what came of it with connections of its own."""

    def __init__(self, simulator: Simulator, world: str = "default") -> None:
        self.simulator, self.world, self.control = simulator, world, Control(simulator)
        self.feed = simulator.partners["tpos"].contract.feeds[LAYOUT]
        self.control.set_clock(world, NOW)

    def send(self, *rows: Any, fail: bool = False) -> None:
        def work(connection: Any) -> None:
            world = self.simulator.open(connection, self.world)
            publish(self.simulator.turn(self.simulator.partners["tpos"], world, connection), LAYOUT, rows)
            if fail:
                raise RuntimeError

        self.simulator.transact(work)

    def staged(self, url: str) -> list[dict[str, Any]]:
        """The rows of this world, read as a DMS reads them."""
        engine = create_engine(url)
        table = self.simulator.feeds.staging.table(self.world, LAYOUT)
        assert table.name == self.feed.staging + ("" if self.world == "default" else "_worlds")
        query = select(table).order_by(table.c.id)
        if self.world != "default":
            query = query.where(table.c.kontrak_world == self.world)
        with engine.connect() as connection:
            found = connection.execute(query).mappings().all()
        engine.dispose()
        return [dict(one) for one in found]

    def filed(self, outbox: Path) -> dict[str, list[Any]]:
        folder = outbox if self.world == "default" else outbox / "w" / self.world
        files = sorted(folder.glob(f"{LAYOUT}_*.txt"))
        return {file.name: [decode(line, self.feed) for line in file.read_text().splitlines()] for file in files}


@pytest.fixture
def sender(contract: Contract, simulate: Callable[..., Simulator], tmp_path: Path) -> Sender:
    return Sender(simulate(contract, database=f"sqlite:///{tmp_path}/k.db", outbox=str(tmp_path / "out")))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/k.db"


def test_a_batch_is_in_the_table_and_the_same_in_a_file(sender: Sender, url: str, tmp_path: Path) -> None:
    sender.send(row(1), row(2))
    staged = sender.staged(url)
    assert [from_table(one, sender.feed) for one in staged] == [row(1), row(2)]
    assert {one["batch_id"] for one in staged} == {"tpos.bo-etd_202601050800"}
    assert sender.filed(tmp_path / "out") == {"tpos.bo-etd_202601050800.txt": [row(1), row(2)]}


def test_batches_of_one_minute_have_files_of_their_own(sender: Sender, tmp_path: Path) -> None:
    for number in range(3):
        sender.send(row(number))
    names = [f"tpos.bo-etd_20260105080{minute}.txt" for minute in range(3)]
    assert sender.filed(tmp_path / "out") == {name: [row(number)] for number, name in enumerate(names)}


def test_a_file_is_whole_readable_by_all_and_the_only_one(sender: Sender, tmp_path: Path) -> None:
    sender.send(row())
    files = list((tmp_path / "out").iterdir())
    assert {(file.suffix, stat.S_IMODE(file.stat().st_mode)) for file in files} == {(".txt", 0o644)}


def test_nothing_is_delivered_of_what_was_rolled_back(sender: Sender, url: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        sender.send(row(), fail=True)
    sender.simulator.feeds.flush(always=True)
    assert (sender.staged(url), sender.filed(tmp_path / "out")) == ([], {})


def test_a_batch_that_waited_is_delivered_at_the_next_start(
    sender: Sender, contract: Contract, simulate: Callable[..., Simulator], url: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sender.simulator.feeds, "flush", lambda **_: None)
    sender.send(row())
    assert sender.filed(tmp_path / "out") == {}
    simulate(contract, database=url, outbox=str(tmp_path / "out"))
    assert list(sender.filed(tmp_path / "out").values()) == [[row()]]


def test_an_outbox_that_is_gone_stops_nothing_and_is_caught_up_with(sender: Sender, url: str, tmp_path: Path) -> None:
    sender.send(row(1))
    (tmp_path / "out").rename(tmp_path / "kept")
    (tmp_path / "out").write_text("a file in the way")
    sender.send(row(2))
    (tmp_path / "out").unlink()
    (tmp_path / "kept").rename(tmp_path / "out")
    assert len(sender.staged(url)) == 2
    sender.simulator.feeds.flush(always=True)
    assert list(sender.filed(tmp_path / "out").values()) == [[row(1)], [row(2)]]


def test_worlds_do_not_see_each_other(sender: Sender, url: str, tmp_path: Path) -> None:
    other = Sender(sender.simulator, "anna")
    sender.send(row(1))
    other.send(row(2))
    for one, number in ((sender, 1), (other, 2)):
        assert [from_table(found, one.feed) for found in one.staged(url)] == [row(number)]
        assert list(one.filed(tmp_path / "out").values()) == [[row(number)]]


def test_a_reset_forgets_what_its_world_sent_and_no_more(sender: Sender, url: str, tmp_path: Path) -> None:
    other = Sender(sender.simulator, "anna")
    for one in (sender, other):
        one.send(row())
    (tmp_path / "out" / "catatan.txt").write_text("not ours")
    sender.control.reset("default", None)
    assert (sender.staged(url), len(other.staged(url))) == ([], 1)
    assert sender.filed(tmp_path / "out") == {}
    assert (tmp_path / "out" / "catatan.txt").exists()
    assert len(other.filed(tmp_path / "out")) == 1
    sender.control.set_clock("default", NOW)
    sender.send(row(7))
    assert list(sender.filed(tmp_path / "out")) == ["tpos.bo-etd_202601050800.txt"]


@pytest.mark.parametrize(("again", "numbers"), [("append", [1, 2, 1]), ("upsert", [2, 1]), ("once", [1, 2])])
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_row_that_comes_again_is_treated_as_the_reading_has_it(
    contract: Contract, simulate: Callable[..., Simulator], url: str, again: str, numbers: list[int], is_elsewhere: bool
) -> None:
    where = {"staging": url} if is_elsewhere else {"database": url}
    sender = Sender(simulate(contract, readings={"TPOS-R-014": again}, **where))
    for number in (1, 2, 1):
        sender.send(row(number))
    assert [one["no_po"] for one in sender.staged(url)] == [f"PO-{number}" for number in numbers]


def test_staging_tables_may_be_in_another_database(
    contract: Contract, simulate: Callable[..., Simulator], database: str, world: str
) -> None:
    sender = Sender(simulate(contract, staging=database), world)
    sender.send(row(1))
    sender.send(row(2), row(3))
    assert [from_table(one, sender.feed) for one in sender.staged(database)] == [row(1), row(2), row(3)]
    sender.control.reset(world, None)
    assert sender.staged(database) == []


def test_a_new_world_forgets_what_an_earlier_run_left_elsewhere(
    contract: Contract, simulate: Callable[..., Simulator], url: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "out")
    for number in (1, 2):
        sender = Sender(simulate(contract, staging=url, outbox=out))
        sender.send(row(number))
        assert [one["no_po"] for one in sender.staged(url)] == [f"PO-{number}"]
        assert list(sender.filed(tmp_path / "out").values()) == [[row(number)]]


def test_a_batch_delivered_twice_elsewhere_is_there_once(
    contract: Contract, simulate: Callable[..., Simulator], url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = f"sqlite:///{tmp_path}/main.db"
    sender = Sender(simulate(contract, database=main, staging=url))

    def crash(*_: Any) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("kontrak.mocks.store.batches.close", crash)
        sender.send(row())
    assert len(sender.staged(url)) == 1
    simulate(contract, database=main, staging=url)
    assert len(sender.staged(url)) == 1


def test_on_each_database_the_rows_are_in_the_table_when_the_transaction_ends(
    contract: Contract, simulate: Callable[..., Simulator], own_database: str, world: str, tmp_path: Path
) -> None:
    sender = Sender(simulate(contract, database=own_database, outbox=str(tmp_path / "out")), world)
    sender.send(row(1), row(2))
    assert [from_table(one, sender.feed) for one in sender.staged(own_database)] == [row(1), row(2)]
    assert list(sender.filed(tmp_path / "out").values()) == [[row(1), row(2)]]


def test_characters_that_a_file_cannot_hold_become_question_marks(sender: Sender, url: str, tmp_path: Path) -> None:
    sender.send(row(noPo="PO-é\n1"))
    assert [one["no_po"] for one in sender.staged(url)] == ["PO-é\n1"]
    assert list(sender.filed(tmp_path / "out").values()) == [[row(noPo="PO-??1")]]


def test_a_row_that_fits_no_line_is_named_in_the_log(
    sender: Sender, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sender.send(row(1), row(2, noMaterial="9" * 16))
    assert list(sender.filed(tmp_path / "out").values()) == [[row(1)]]
    assert "overlong" in caplog.text


@pytest.mark.parametrize(("setting", "value"), [("outbox", "{}/file/below"), ("staging", "sqlite:///{}/no/such/k.db")])
def test_what_cannot_be_delivered_is_said_at_the_start(
    contract: Contract, simulate: Callable[..., Simulator], tmp_path: Path, setting: str, value: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        simulate(contract, **{setting: value.format(tmp_path)})


@pytest.mark.parametrize("database", ["KONTRAK_TEST_POSTGRESQL"], indirect=True)
def test_a_dms_role_reads_the_staging_tables_and_nothing_else(
    contract: Contract, simulate: Callable[..., Simulator], own_database: str, role: str
) -> None:
    sender = Sender(simulate(contract, database=own_database))
    sender.simulator.feeds.staging.grant(sender.simulator.feeds.engine, role)
    sender.send(row())
    dms = create_engine(make_url(own_database).set(username=role), isolation_level="AUTOCOMMIT")
    with dms.connect() as connection:
        listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        seen = {name for (name,) in connection.execute(text(listed))}
        assert seen == {feed.staging for feed in contract.feeds.values()}
        counts = {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in seen}
        assert counts["tpos_bo_etd"] == 1
        denied = ["SELECT 1 FROM kontrak_records", "SELECT 1 FROM kontrak_journal", "SELECT 1 FROM tpos_bo_etd_worlds",
                  "DELETE FROM tpos_bo_etd", "UPDATE tpos_bo_etd SET no_po = ''", "CREATE TABLE x (y int)"]  # fmt: skip
        for statement in denied:
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(statement))
    dms.dispose()


@pytest.mark.parametrize("database", ["KONTRAK_TEST_POSTGRESQL"], indirect=True)
def test_a_grant_that_cannot_be_is_said(sender: Sender, own_database: str) -> None:
    with pytest.raises(ConfigurationError, match="--dms-role"):
        sender.simulator.feeds.staging.grant(sender.simulator.engine, "dms")
    engine = create_engine(own_database)
    sender.simulator.feeds.staging.metadata.create_all(engine)
    for role in ("nobody", 'no"body; DROP TABLE x'):
        with pytest.raises(ConfigurationError, match="does not exist"):
            sender.simulator.feeds.staging.grant(engine, role)
    engine.dispose()


@pytest.mark.parametrize(
    ("readings", "ends"),
    [
        ({}, b"20260107 06:00\n"),
        ({"TPOS-R-141": "crlf"}, b"20260107 06:00\r\n"),
        ({"TPOS-R-141": "none"}, b"20260107 06:00"),
        ({"TPOS-R-144": "compact"}, b"202601070600\n"),
        ({"TPOS-R-142": "left-blanks"}, b"               PO-1     9KT01A000120260107 06:00\n"),
        ({"TPOS-R-147": "cut"}, b"9KT01A000123456" + b"20260107 06:00\n"),
    ],
)
def test_a_file_has_the_form_that_the_worlds_readings_give_it(
    sender: Sender, tmp_path: Path, readings: dict[str, str], ends: bytes
) -> None:
    sender.control.set_readings("default", readings)
    cut = "TPOS-R-147" in readings
    sender.send(row(noMaterial="9KT01A0001234567" if cut else "9KT01A0001", noPo="PO-1"))
    [file] = (tmp_path / "out").glob(f"{LAYOUT}_*.txt")
    assert file.read_bytes().endswith(ends)


def test_numbers_and_names_follow_the_readings_too(contract: Contract) -> None:
    feed, known = contract.feeds["tpos.invoice"], {id: one.chosen for id, one in contract.readings.items()}
    rows = [{"outletCode": "KTK000001", "partName": "Kampas é", "netAmount": 1250, "orderQty": 3}]
    needed = {one.key: 1 if one.type in ("Int", "Decimal") else "X" for one in feed.fields if one.mandatory}
    plain = content([needed | rows[0]], under(feed, known))
    changed = {"TPOS-R-140": "utf-8", "TPOS-R-143": "blanks", "TPOS-R-145": "printed", "TPOS-R-146": "zeros"}
    other = content([needed | rows[0]], under(feed, known | changed))
    assert ("Kampas ?" in plain, "00000001250" in plain) == (True, True)
    assert ("Kampas é" in other, "1250.00" in other, len(other)) == (True, True, len(plain))
