from xml.etree import ElementTree as ET

import pytest

from kontrak.conformance.report.junit import render


@pytest.fixture
def root(report) -> ET.Element:
    return ET.fromstring(render(report).encode())


def case(root: ET.Element, id: str) -> ET.Element:
    return next(case for case in root.iter("testcase") if case.get("name", "").startswith(id))


def counts(element: ET.Element) -> dict[str, int]:
    return {name: int(element.get(name, "-1")) for name in ("tests", "failures", "errors", "skipped")}


def test_there_is_a_suite_for_each_area(root):
    assert [suite.get("name") for suite in root] == ["PADI-TRX", "PADI-API"]


def test_the_root_counts_every_case_once(root):
    assert counts(root) == {"tests": 6, "failures": 1, "errors": 1, "skipped": 2}


def test_the_counts_of_each_suite_are_those_of_its_cases(root):
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in root:
        seen = {name: len(suite.findall(f"testcase/{kind}")) for name, kind in kinds.items()}
        assert counts(suite) == {"tests": len(suite.findall("testcase")), **seen}


def test_the_time_of_the_root_is_that_of_its_checks(root):
    assert float(root.get("time", "")) == pytest.approx(6 * 0.25)


def test_a_case_is_named_by_its_requirement(root):
    found = case(root, "PADI-TRX-001")
    assert found.get("name") == "PADI-TRX-001 The rule number 1."
    assert found.get("classname") == "kontrak.PADI.TRX"


def test_a_case_has_the_properties_of_its_requirement(root):
    found = {p.get("name"): p.get("value") for p in case(root, "PADI-API-002").iter("property")}
    assert found == {
        "requirement": "PADI-API-002",
        "level": "documented",
        "keyword": "MUST",
        "source": "002, row 8",
        "verdict": "fail",
    }


def test_a_failure_has_message_got_wanted_and_curl(root):
    failure = case(root, "PADI-API-002").find("failure")
    assert failure.get("message") == "kategori_umkm was accepted"
    assert [line.partition(":")[0] for line in failure.text.splitlines()[1:]] == ["got", "wanted", "curl"]


def test_a_warning_is_a_passed_case_with_output(root):
    found = case(root, "PADI-TRX-003")
    assert [child.tag for child in found] == ["properties", "system-out"]
    assert "kategori_umkm was accepted" in found.find("system-out").text


@pytest.mark.parametrize(("id", "outcome"), [("PADI-API-004", "not_tested"), ("PADI-TRX-005", "not_applicable")])
def test_what_was_not_tested_is_skipped_with_its_reason(id, outcome, root):
    assert case(root, id).find("skipped").get("message") == f"the reason of {outcome}"


def test_an_error_is_no_failure(root):
    assert case(root, "PADI-API-006").find("error").get("message") == "the reason of error"
