import hashlib
import json
import shutil
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.cli.report import report as report_command
from kontrak.conformance.bundle.archive import (
    MEMBERS,
    MOMENT,
    checksum_file,
    extract_har,
    read_report,
    verify_bundle,
    write_bundle,
)
from kontrak.conformance.bundle.record import Recorder
from kontrak.conformance.exchange import Exchange, Incoming, Outgoing
from kontrak.conformance.report.redact import Redactor
from kontrak.conformance.report.write import to_json
from kontrak.conformance.run import Options
from kontrak.conformance.verify import verify
from kontrak.contracts import ConfigurationError, load_all
from tests.planted.kill import serving

SECRET = "key-of-nobody-417"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The bundle of one requirement of a faulty server, with its report."""
    recording = tmp_path_factory.mktemp("recording")
    with serving("accepts-missing-tanggal-transaksi") as target:
        options = Options(only=("PADI-TRX-001",), leave_out=("engine:",), recording=recording)
        found = verify(load_all(), [target], options)
    file = recording / "evidence.zip"
    write_bundle(found, recording, file)
    return file, found


@pytest.fixture
def bundle(made, tmp_path):
    file = tmp_path / "evidence.zip"
    shutil.copy(made[0], file)
    return file


def members(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(file, contents):
    """Pack members as kontrak does, whatever they hold."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), data)


def said(file):
    return " | ".join(map(str, verify_bundle(file)))


def test_a_bundle_as_it_was_written_is_unchanged(made):
    assert verify_bundle(made[0]) == []


def test_the_report_in_a_bundle_is_the_report_of_the_run(made):
    file, found = made
    assert to_json(read_report(file)) == to_json(found)


def test_every_exchange_of_the_run_is_in_the_archive_with_its_check(made):
    file, found = made
    entries = json.loads(members(file)["exchanges.har"])["log"]["entries"]
    assert len(entries) == found.run["exchanges"] > 3
    assert {"run", "cases:PADI-TRX-001"} <= {entry["comment"] for entry in entries}
    assert all(entry["request"]["url"].startswith("http") and entry["response"]["status"] for entry in entries)


def test_the_exchanges_hold_no_secret_and_no_personal_data(tmp_path):
    with Recorder(tmp_path, "a", lambda: Redactor([SECRET], ())) as recorder:
        body = json.dumps({"npwp": "991234", "note": SECRET}).encode()
        sent = Outgoing("POST", f"http://x/?apikey={SECRET}", {"x-api-key": SECRET}, body)
        recorder(Exchange(sent, Incoming(200, {"Set-Cookie": "s=9913"}, body), 0.1))
    text = next(tmp_path.iterdir()).read_text(encoding="utf-8")
    assert SECRET not in text
    assert "991234" not in text
    assert "9913" not in text


def test_a_long_body_is_cut_and_names_the_checksum_of_the_whole(tmp_path):
    body = b"x" * 100_000
    with Recorder(tmp_path, "a", lambda: Redactor([], ())) as recorder:
        recorder(Exchange(Outgoing("POST", "http://x/", {}, body), Incoming(200), 0.1))
    line = json.loads(next(tmp_path.iterdir()).read_text(encoding="utf-8"))
    assert len(line["request"]["body"]) < 50_000
    assert hashlib.sha256(body).hexdigest() in line["request"]["cut"]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_was_changed_is_named(bundle, name):
    contents = members(bundle)
    pack(bundle, contents | {name: contents[name].replace(b"e", b"E", 1)})
    checksum_file(bundle).unlink(missing_ok=True)
    assert said(bundle)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_is_missing_is_named(bundle, name):
    contents = members(bundle)
    del contents[name]
    pack(bundle, contents)
    assert f"{name} is missing" in said(bundle)


def test_a_member_more_is_named(bundle):
    pack(bundle, members(bundle) | {"note.txt": b"trust me"})
    assert "'note.txt' does not belong" in said(bundle)


def test_a_better_verdict_with_its_checksum_mended_is_found(bundle):
    contents = members(bundle)
    report = json.loads(contents["report.json"]) | {"verdict": "conformant"}
    contents["report.json"] = json.dumps(report).encode()
    manifest = json.loads(contents["manifest.json"]) | {"verdict": "conformant"}
    manifest["files"]["report.json"] = {
        "bytes": len(contents["report.json"]),
        "sha256": hashlib.sha256(contents["report.json"]).hexdigest(),
    }
    pack(bundle, contents | {"manifest.json": json.dumps(manifest).encode()})
    assert "its requirements make it nonconformant" in said(bundle)


def test_bytes_before_and_behind_the_archive_are_found(bundle):
    plain = bundle.read_bytes()
    for changed in (b"#!/bin/sh\n" + plain, plain + b"\n"):
        bundle.write_bytes(changed)
        assert said(bundle)


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_changed_byte_is_found_with_the_checksum_beside(made, bundle, data):
    plain = made[0].read_bytes()
    checksum_file(bundle).write_text(checksum_file(made[0]).read_text(encoding="utf-8"), encoding="utf-8")
    place, change = data.draw(st.integers(0, len(plain) - 1)), data.draw(st.integers(1, 255))
    bundle.write_bytes(plain[:place] + bytes([plain[place] ^ change]) + plain[place + 1 :])
    try:
        assert verify_bundle(bundle)
    except ConfigurationError as error:
        assert "no evidence bundle" in str(error)  # noqa: PT017 - either way it is found


@given(st.binary(max_size=300))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_file_that_is_no_bundle_is_refused_without_a_traceback(tmp_path, content):
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="no evidence bundle"):
        verify_bundle(file)


def test_the_exchanges_can_be_taken_out(bundle, tmp_path):
    extract_har(bundle, tmp_path / "out.har")
    assert (tmp_path / "out.har").read_bytes() == members(bundle)["exchanges.har"]


def test_the_command_says_unchanged_and_rebuilds_every_view(bundle, tmp_path):
    runner = CliRunner()
    assert "unchanged" in runner.invoke(report_command, [str(bundle), "--verify"], catch_exceptions=False).output
    views = ["--html", "a.html", "--junit", "a.xml", "--markdown", "a.md", "--har", "a.har"]
    arguments = [str(tmp_path / part) if "." in part else part for part in views]
    assert runner.invoke(report_command, [str(bundle), *arguments], catch_exceptions=False).exit_code == 0
    assert all((tmp_path / f"a.{kind}").stat().st_size for kind in ("html", "xml", "md", "har"))


def test_the_command_ends_with_1_on_a_changed_bundle(bundle):
    pack(bundle, members(bundle) | {"note.txt": b""})
    done = CliRunner().invoke(report_command, [str(bundle), "--verify"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "changed:" in done.output


def test_a_report_of_another_run_does_not_fit_the_manifest(made, bundle):
    contents = members(bundle)
    other = replace(made[1], run={**made[1].run, "config": "0" * 64})
    pack(bundle, contents | {"report.json": to_json(other).encode()})
    assert "config is" in said(bundle)
