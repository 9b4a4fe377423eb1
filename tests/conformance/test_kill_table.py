from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kill_table import without_fault
from tests.planted.kill import faults, kill

TABLE = Path(__file__).parents[2] / "docs/kill-table-padi.md"
LINE = re.compile(r"\| (PADI-\S+) \| \w+ \| (.+) \| (.+) \|")
BESIDE = 3


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_planted_fault_is_failed_by_its_own_requirement_and_few_others(fault):
    found = kill(fault)
    assert fault.requirement in found.failed
    assert not found.broken
    assert len(found.beside) <= BESIDE, found.beside


def test_every_testable_requirement_has_a_fault():
    assert without_fault("padi") == []


def test_the_names_of_the_faults_are_unique():
    names = [fault.name for fault in faults()]
    assert len(set(names)) == len(names)


def test_the_written_table_lists_exactly_these_faults():
    written = [(line[1], line[2]) for line in LINE.finditer(TABLE.read_text(encoding="utf-8"))]
    assert sorted(written) == sorted((fault.requirement, fault.text) for fault in faults())


def test_the_written_table_has_no_survivor():
    assert "survived" not in TABLE.read_text(encoding="utf-8")
