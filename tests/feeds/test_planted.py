"""Every faulty producer is refused by the requirement that it breaks; the right one by none."""

import pytest

from tests.planted.feeds.faults import FAULTS, FEEDS, OF_TABLES, breakable
from tests.planted.feeds.producer import write

BESIDE = 3


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.requirement[10:]}: {fault.text}")
def test_a_faulty_producer_is_refused_by_the_requirement_that_it_breaks(checked, contract, fault):
    feed = contract.feeds[fault.layout]
    report = checked(write(feed, fault), feed, "strict", fault.name, **dict(fault.form))
    failed = {id for finding in report.findings if finding.fails for id in finding.requirements}
    assert fault.requirement in failed
    assert report.verdict == "nonconformant"
    assert len(report.findings) <= BESIDE, report.findings


@pytest.mark.parametrize("name", FEEDS)
def test_the_right_producer_is_refused_by_nothing(checked, contract, name):
    report = checked(write(contract.feeds[f"tpos.{name}"]), f"tpos.{name}", "strict")
    assert (report.verdict, report.findings) == ("conformant", ())


def test_the_right_producer_keeps_what_is_agreed_too(checked, contract):
    form = {"agreed": frozenset({"file_name", "order"}), "order": "key"}
    feed = contract.feeds["tpos.bo-etd"]
    lines = b"".join(sorted(write(feed).splitlines(keepends=True)))
    report = checked(lines, feed, "strict", "tpos.bo-etd_202601311200.txt", **form)
    assert report.findings == ()


def test_every_requirement_that_a_rule_can_find_broken_has_a_faulty_producer():
    assert breakable() - {fault.requirement for fault in FAULTS} == OF_TABLES
