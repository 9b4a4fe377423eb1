from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kill_table import PLANTED, without_fault
from tests.planted.kill import faults, kill_quickly

DOCS = Path(__file__).parents[2] / "docs"
LINE = re.compile(r"\| ([A-Z]+-\S+-\d+) \| \w+ \| (.+) \| (.+) \|")
each_partner = pytest.mark.parametrize("partner", PLANTED)
BESIDE = 3


@pytest.mark.parametrize(
    "fault",
    [fault for partner in PLANTED for fault in faults(partner)],
    ids=lambda fault: f"{fault.partner}-{fault.name}",
)
def test_a_planted_fault_is_failed_by_its_own_requirement_and_few_others(fault):
    found = kill_quickly(fault)
    assert fault.requirement in found.failed
    assert not found.broken
    assert len(found.beside) <= BESIDE, found.beside


@each_partner
def test_every_testable_requirement_has_a_fault(partner):
    assert without_fault(partner) == []


@each_partner
def test_the_names_of_the_faults_are_unique(partner):
    names = [fault.name for fault in faults(partner)]
    assert len(set(names)) == len(names)


@each_partner
def test_the_written_table_lists_exactly_these_faults(partner):
    text = (DOCS / f"kill-table-{partner}.md").read_text(encoding="utf-8")
    written = [(line[1], line[2]) for line in LINE.finditer(text)]
    assert sorted(written) == sorted((fault.requirement, fault.text) for fault in faults(partner))


@each_partner
def test_the_written_table_has_no_survivor(partner):
    assert "survived" not in (DOCS / f"kill-table-{partner}.md").read_text(encoding="utf-8")
