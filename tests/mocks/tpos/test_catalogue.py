"""Invented parts and outlets, and the user's own."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kontrak.cli.mock import mock
from kontrak.contracts import ConfigurationError
from kontrak.mocks import Settings, Simulator
from kontrak.mocks.model import Refusal
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Place
from tests.mocks.tpos.conftest import MONDAY
from tests.mocks.tpos.dms import Dms, contract

HEAD = "noPart,namaPart,hargaRetail,discount,stock,substitusiPnoNew\n"
PARTS = HEAD + "ABC1,Rem cakram,100000,10,3,ABC2\nABC2,Rem cakram baru,120000,10,0,\n"


def listing(dms, **query):
    return dms.control.view(dms.world, "tpos", "parts", query)


def own(tmp_path, parts=None, outlets=None):
    files = {}
    for name, text in (("parts", parts), ("outlets", outlets)):
        if text is not None:
            files[f"tpos/{name}"] = str(tmp_path / f"{name}.csv")
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return Simulator([contract()], Settings(still=MONDAY, master=files))


def test_a_world_has_some_thousand_parts_that_cost_it_nothing(dms):
    assert listing(dms, limit="1")["count"] == 4000
    with dms.simulator.engine.begin() as connection:
        assert records.count(connection, Place(dms.world, "tpos", "parts")) == 6


def test_the_catalogue_is_listed_by_pages(dms):
    numbers = [part["number"] for part in listing(dms, limit="7")["parts"]]
    pages = [part["number"] for start in "036" for part in listing(dms, start=start, limit="3")["parts"]]
    assert pages[:7] == numbers
    assert listing(dms, start="99999", limit="x")["parts"] == []


def test_the_same_seed_gives_the_same_parts_and_another_one_others(simulate):
    first, again, other = (
        json.dumps(listing(Dms(simulate(contract(), still=MONDAY, seed=seed)), limit="50")) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_the_parts_of_the_contracts_own_world_stay(dms):
    [row] = dms.ask("inquireParts", noParts=["9KT01A0001"])
    assert (row["namaPart"], row["onHand"]) == ("CONTOH KAMPAS REM", "Available")


def test_ones_own_parts_take_the_place_of_invented_ones(tmp_path):
    dms = Dms(own(tmp_path, PARTS))
    assert [part["number"] for part in listing(dms)["parts"]] == ["ABC1", "ABC2"]
    asked = ["ABC1", "9KT10X0001", "9KT01A0001"]
    assert [row["noPart"] for row in dms.ask("inquireParts", noParts=asked)] == ["ABC1", "9KT01A0001"]
    dms.order("P-1", {"ABC1": 2})
    assert dms.status("P-1")[0]["processNoPart"] == "ABC2"


def test_ones_own_outlets_are_beside_the_contracts_own(tmp_path):
    simulator = own(tmp_path, outlets="outletCode,dealer\nMINE1,KONTRAK\n")
    assert Dms(simulator, outlet="MINE1").order("P-1", {"9KT01A0001": 1})[0] == 200
    assert Dms(simulator).order("P-1", {"9KT01A0001": 1})[0] == 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PARTS + "ABC3,Busi,mahal,10,3,\n", ':4, column hargaRetail: got "mahal", wanted integer'),
        (PARTS + "ABC3,Busi,1000,110,3,\n", ":4, column discount: got 110, wanted maximum 100"),
        (PARTS + ",Busi,1000,10,3,\n", ":4, column noPart: got nothing, wanted a value"),
        (PARTS + "ABC1,Busi,1000,10,3,\n", ':4, column noPart: got "ABC1", wanted a noPart that stands once'),
        (PARTS + "ABC3,Busi\n", ":4: got 2 cells, wanted 6 cells"),
        (PARTS + 'ABC3,"Busi"x,1,1,1,\n', ":4: not CSV"),
        ("noPart,harga\nA,1\n", ":1, column harga: got an unknown column, wanted columns of noPart,"),
        ("noPart,noPart\nA,1\n", ":1, column noPart: got the column twice"),
        ("noPart\nA\n", ":1, column namaPart: got no such column"),
        (HEAD, "the file has no rows"),
        ("", ":1, column noPart: got no such column"),
        (b"noPart\xff\n", "is not UTF-8"),
    ],
)
def test_a_wrong_file_is_told_with_line_and_column(tmp_path, text, told):
    with pytest.raises(ConfigurationError) as caught:
        own(tmp_path, text)
    assert told in str(caught.value)
    assert "parts.csv" in str(caught.value)


def test_files_are_for_collections_that_can_be_read(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no file can be read for tpos/rpps; those that can: tpos/outlets"):
        Simulator([contract()], Settings(master={"tpos/rpps": "x.csv"}))


def test_the_command_line_refuses_a_wrong_file(tmp_path):
    done = CliRunner().invoke(mock, ["--port", "18999", "--parts", str(tmp_path / "none.csv")])
    assert done.exit_code == 2
    assert "none.csv: cannot be read: No such file or directory" in done.output


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("replenish", {"noPart": "ABC", "qty": 1}, 404),
        ("replenish", {"noPart": "9KT01A0001", "qty": 0}, 400),
        ("replenish", {"noPart": "9KT01A0001", "qty": True}, 400),
        ("replenish", None, 400),
        ("cancel", {"outletCode": "KTK000001", "noPo": "X", "noPart": "Y"}, 404),
        ("change-etd", {"outletCode": "KTK000001", "noPo": "X", "noPart": "Y", "etd": "besok"}, 400),
        ("judge", {"outletCode": "KTK000001", "noDokumenDms": "X"}, 404),
        ("judge", {"outletCode": "KTK000001", "noDokumenDms": "X", "verdict": 1}, 400),
        ("schedule", {"nightRun": "25:00"}, 400),
    ],
)
def test_an_action_that_cannot_be_done_says_why(dms, name, body, status):
    done = dms.control.act(dms.world, "tpos", name, body)
    assert isinstance(done, Refusal)
    assert done.status == status
    assert done.violations


def test_the_schedule_can_be_changed(dms):
    assert dms.acted("schedule", minutes=30)["minutes"] == 30
    assert dms.control.view(dms.world, "tpos", "schedule", {})["minutes"] == 30
    dms.order("P-1", {"9KT01A0001": 1})
    dms.wait("PT29M")
    assert dms.status("P-1")[0]["pendingBoQtyPending"] == 1
    dms.wait("PT1M")
    assert dms.status("P-1")[0]["pendingBoQtyPending"] == 0


def test_the_agenda_says_what_comes_next(dms):
    dms.order("P-1", {"9KT01A0001": 1})
    first = dms.control.view(dms.world, "tpos", "agenda", {"limit": "1"})["agenda"]
    assert [(entry["do"], entry["due"]) for entry in first] == [("process", "2026-11-02T08:05:00+07:00")]


def test_a_reset_forgets_what_was_to_come(dms):
    dms.order("P-1", {"9KT01A0001": 1})
    dms.control.reset(dms.world, {})
    assert {one["do"] for one in dms.coming()} == {"debit"}


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59+07:00", "9998-12-31T12:00:00+00:00"]
)
def test_the_ends_of_the_calendar_stop_nobody(dms, instant):
    dms.set_clock(instant)
    assert dms.order("P-1", {"9KT01A0001": 1, "9KT01A0002": 2}, tanggalPo="20261102")[0] == 200
    dms.wait("PT0S")
    assert len(dms.status("P-1")) == 2
    assert dms.send("createPartsClaim", contract().operations["createPartsClaim"].examples[0])[0] == 200


def test_records_that_the_control_interface_breaks_break_no_answer(dms):
    dms.order("P-1", {"9KT01A0001": 1})
    put = dms.control.put_record
    key, texts = "KTK000001/P-1", ("outletCode", "noVendorInvoice", "noCase", "noMaterial")
    broken = dict.fromkeys((*texts, "hargaNetDealer"), 5) | {"qtyInvoice": "x"}
    put(dms.world, "tpos", "purchase_orders", key, {"noPo": key})
    put(dms.world, "tpos", "shipments", "PO-KT-0901", {"noPo": "PO-KT-0901", **broken})
    put(dms.world, "tpos", "parts", "9KT01A0001", {"noPart": "9KT01A0001", "hargaRetail": "x", "stock": -4})
    put(dms.world, "tpos", "schedule", "tpos", {"name": "tpos", "minutes": "x"})
    dms.wait("P1D")
    assert dms.status("P-1") == []
    assert dms.order("P-2", {"9KT01A0001": 1})[0] == 200
    assert dms.send("createPartsClaim", contract().operations["createPartsClaim"].examples[0])[0] == 422
    assert dms.ask("inquireParts", noParts=["9KT01A0001"])[0]["onHand"] == "Not Available"


@pytest.mark.parametrize(
    ("name", "shown"), [(" ", "9KT01A0001"), ("\0Rem\n", "Rem"), (7, "7"), ("Rém" * 30, ("Rém" * 30)[:64])]
)
def test_a_records_name_is_one_that_every_answer_can_hold(dms, name, shown):
    body = {"noPart": "9KT01A0001", "namaPart": name, "hargaRetail": 1000}
    dms.control.put_record(dms.world, "tpos", "parts", "9KT01A0001", body)
    [row] = dms.ask("inquireParts", noParts=["9KT01A0001"])
    assert row["namaPart"] == shown
