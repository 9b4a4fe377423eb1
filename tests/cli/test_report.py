import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner

from kontrak.cli.report import report
from kontrak.conformance.report.write import write
from kontrak.conformance.run import Options
from kontrak.conformance.verify import verify
from kontrak.contracts import ConfigurationError, load_all
from tests.planted.kill import serving


@pytest.fixture(scope="module")
def report_json(tmp_path_factory):
    """The report of one requirement of a faulty server."""
    with serving("accepts-missing-tanggal-transaksi") as target:
        found = verify(load_all(), [target], Options(only=("PADI-TRX-001",), leave_out=("engine:",)))
    return write(found, tmp_path_factory.mktemp("report"))["report.json"]


def invoked(*arguments):
    return CliRunner().invoke(report, [str(part) for part in arguments], catch_exceptions=False)


def test_every_view_is_rebuilt_from_report_json(report_json, tmp_path):
    page, junit, summary = tmp_path / "a.html", tmp_path / "a.xml", tmp_path / "a.md"
    done = invoked(report_json, "--html", page, "--junit", junit, "--markdown", summary, "--lang", "id")
    assert done.exit_code == 0
    assert page.read_text(encoding="utf-8") != (report_json.parent / "report.html").read_text(encoding="utf-8")
    assert ET.parse(junit).getroot().get("failures") == "1"
    assert "PADI-TRX-001" in summary.read_text(encoding="utf-8")


def test_the_views_in_one_language_are_those_that_verify_wrote(report_json, tmp_path):
    invoked(report_json, "--html", tmp_path / "a.html", "--junit", tmp_path / "a.xml", "--markdown", tmp_path / "a.md")
    for copy, written in (("a.html", "report.html"), ("a.xml", "junit.xml"), ("a.md", "summary.md")):
        assert (tmp_path / copy).read_text(encoding="utf-8") == (report_json.parent / written).read_text(
            encoding="utf-8"
        )


def test_without_an_option_the_report_is_printed(report_json):
    assert "PADI-TRX-001" in invoked(report_json).output


def test_a_file_that_is_no_report_is_refused(tmp_path):
    file = tmp_path / "other.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not a kontrak report"):
        invoked(file)


def test_a_view_that_cannot_be_written_is_refused(report_json, tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be written"):
        invoked(report_json, "--html", tmp_path / "missing" / "a.html")
