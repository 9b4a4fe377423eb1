import json
from importlib.resources import files

import jsonschema_rs
import pytest

from kontrak.conformance.report.write import read, to_json, write
from kontrak.contracts.errors import ConfigurationError

SCHEMA = json.loads((files("kontrak.conformance.report") / "report.schema.json").read_text(encoding="utf-8"))


def test_the_files_have_fixed_names(report, tmp_path):
    paths = write(report, tmp_path / "new" / "folder")
    assert sorted(paths) == ["junit.xml", "report.html", "report.json", "summary.md"]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(paths)


def test_what_is_read_is_what_was_written(report, tmp_path):
    assert read(write(report, tmp_path)["report.json"]) == report


def test_every_view_can_be_rebuilt_from_the_json(report, tmp_path):
    first = write(report, tmp_path / "first", lang="id")
    again = write(read(first["report.json"]), tmp_path / "again", lang="id")
    assert {name: path.read_bytes() for name, path in first.items()} == {
        name: path.read_bytes() for name, path in again.items()
    }


def test_a_failed_write_leaves_the_old_file_and_no_other(report, conformant, tmp_path, monkeypatch):
    old = write(report, tmp_path)["report.json"].read_bytes()

    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write(conformant, tmp_path)
    assert (tmp_path / "report.json").read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 4


def test_the_schema_is_valid_itself():
    assert jsonschema_rs.meta.is_valid(SCHEMA)


def test_a_report_fits_the_schema(report):
    jsonschema_rs.validate(SCHEMA, json.loads(to_json(report)))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[]", "not a kontrak report: at /"),
        (b'{"schema": "kontrak-report/2"}', "not a kontrak report"),
    ],
)
def test_what_is_no_report_is_refused_with_a_hint(content, problem, tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=problem) as caught:
        read(path)
    assert "kontrak verify --report-dir" in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_refused_with_a_hint(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no report to read.*kontrak verify"):
        read(tmp_path / "none.json")


def test_a_folder_is_no_report(tmp_path):
    with pytest.raises(ConfigurationError, match="no report to read"):
        read(tmp_path)


def test_the_place_of_a_mistake_is_named(report, tmp_path):
    data = json.loads(to_json(report))
    data["requirements"][1]["checks"][0]["failures"][0]["extra"] = 1
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ConfigurationError, match="at /requirements/1/checks/0/failures/0"):
        read(path)


@pytest.mark.parametrize("member", ["verdict", "run", "target", "totals", "requirements"])
def test_a_report_without_a_member_is_refused(member, report, tmp_path):
    data = json.loads(to_json(report))
    del data[member]
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ConfigurationError, match=member):
        read(path)
