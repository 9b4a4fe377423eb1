import json

import pytest
from click.testing import CliRunner

from kontrak.cli.contracts import contracts
from kontrak.contracts import load, load_all


def said(*arguments):
    done = CliRunner().invoke(contracts, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_list_counts_what_each_contract_holds():
    padi = load("padi")
    row = next(line for line in said("list").splitlines() if line.startswith("padi"))
    assert row.split()[-4:] == ["6", "0", str(len(padi.requirements)), str(len(padi.readings))]
    assert "1.2.0" in row


def test_a_requirement_is_shown_with_level_source_and_reading():
    text = said("requirements", "padi", "--search", "PADI-TRX-106")
    assert "PADI-TRX-106  documented, MUST" in text
    assert "source: 002 API Transaksi, row 6; reading: PADI-R-05" in text


def test_a_requirement_that_is_not_tested_says_why():
    assert "not tested: It cannot be told apart" in said("requirements", "padi", "--search", "PADI-TRX-108")


def test_a_reading_is_shown_with_its_candidates_and_the_choice_is_marked():
    text = said("readings", "padi", "--search", "PADI-R-20")
    assert "  * reject:" in text
    assert "    upsert:" in text


@pytest.mark.parametrize("command", ["list", "requirements", "readings", "operations"])
def test_json_holds_the_same_entries_for_machines(command):
    known = load_all().values()
    counts = {
        "list": len(known),
        "requirements": sum(len(contract.requirements) for contract in known),
        "readings": sum(len(contract.readings) for contract in known),
        "operations": sum(len(contract.operations) for contract in known),
    }
    assert len(json.loads(said(command, "--json"))) == counts[command]


def test_a_search_that_finds_nothing_prints_nothing():
    assert said("requirements", "padi", "--search", "tidak ada ini") == ""


def test_no_line_is_wider_than_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, said("readings", "padi").splitlines())) <= 80
