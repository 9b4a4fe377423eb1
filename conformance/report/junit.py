"""The report as JUnit XML, in the form that GitLab, Azure DevOps and GitHub viewers read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from kontrak.conformance.report.characters import one_line, shortened, visible
from kontrak.conformance.report.outline import Area, failures, headline, systems
from kontrak.conformance.verdict import Failure, Outcome, Report, RequirementResult

SKIPPED = (Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE)
LONGEST = 4_000
KEPT = 10


def render(report: Report) -> str:
    """A suite for each area, a case for each requirement; a warning is a passed case with output.

    What was not tested is skipped, which many viewers show as green: gate on the exit code of `verify`.
    """
    report = visible(report)
    root = ET.Element("testsuites", {"name": "kontrak", **_counts(report.requirements)})
    for areas in systems(report).values():
        for area in areas:
            root.append(_suite(area, report))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(area: Area, report: Report) -> ET.Element:
    suite = ET.Element("testsuite", {"name": one_line(area.name), **_counts(area.requirements)})
    if started := report.run.get("started"):
        suite.set("timestamp", one_line(str(started)))
    run = {key: report.run[key] for key in ("kontrak", "contracts", "seed", "profile", "depth") if key in report.run}
    _properties(suite, {**run, "verdict": report.verdict})
    suite.extend(_case(area, result) for result in area.requirements)
    return suite


def _case(area: Area, result: RequirementResult) -> ET.Element:
    classname = "kontrak." + area.name.replace(".", "-").replace("-", ".")
    case = ET.Element("testcase", name=one_line(f"{result.id} {result.text}", 250), classname=one_line(classname))
    case.set("time", _time([result]))
    shown = {
        "requirement": result.id,
        "level": result.level,
        "keyword": result.keyword,
        "source": result.source,
        "verdict": result.verdict,
    }
    _properties(case, shown)
    _outcome(case, result)
    return case


def _outcome(case: ET.Element, result: RequirementResult) -> None:
    said = one_line(headline(result))
    match result.verdict:
        case Outcome.FAIL:
            ET.SubElement(case, "failure", message=said, type="nonconformity").text = _evidence(result)
        case Outcome.ERROR:
            ET.SubElement(case, "error", message=said, type="error").text = _evidence(result)
        case Outcome.NOT_TESTED | Outcome.NOT_APPLICABLE:
            ET.SubElement(case, "skipped", message=said or result.verdict)
        case Outcome.WARN:
            ET.SubElement(case, "system-out").text = "warning: " + _evidence(result)


def _evidence(result: RequirementResult) -> str:
    found = [failure for _, failure in failures(result)]
    blocks = [_block(failure) for failure in found[:KEPT]] or [shortened(headline(result), LONGEST)]
    if len(found) > KEPT:
        blocks.append(f"{len(found) - KEPT} more in report.json")
    return "\n\n".join(blocks)


def _block(failure: Failure) -> str:
    lines = {"": failure.message, "got: ": failure.got, "wanted: ": failure.wanted, "curl: ": failure.curl}
    return "\n".join(label + shortened(text, LONGEST) for label, text in lines.items() if text)


def _properties(parent: ET.Element, values: Mapping[str, object]) -> None:
    properties = ET.SubElement(parent, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=one_line(str(value)))


def _counts(results: Iterable[RequirementResult]) -> dict[str, str]:
    results = list(results)
    outcomes = [result.verdict for result in results]
    return {
        "tests": str(len(results)),
        "failures": str(outcomes.count(Outcome.FAIL)),
        "errors": str(outcomes.count(Outcome.ERROR)),
        "skipped": str(sum(outcome in SKIPPED for outcome in outcomes)),
        "time": _time(results),
    }


def _time(results: Iterable[RequirementResult]) -> str:
    return f"{sum(check.seconds for result in results for check in result.checks):.3f}"
