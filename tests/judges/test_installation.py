"""The judges are pinned, and where they are missing the tests say what to do."""

from __future__ import annotations

import json
import re

import pytest

from tests.judges import node

LOCK = json.loads((node.HERE / "package-lock.json").read_text(encoding="utf-8"))
PINNED = json.loads((node.HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder in which the judges are pinned but not installed."""
    (tmp_path / "package.json").write_bytes((node.HERE / "package.json").read_bytes())
    monkeypatch.setattr(node, "HERE", tmp_path)
    return tmp_path


def install(folder, versions):
    for name, version in versions.items():
        (folder / "node_modules" / name).mkdir(parents=True)
        (folder / "node_modules" / name / "package.json").write_text(json.dumps({"version": version}))


def test_the_versions_are_exact():
    assert all(re.fullmatch(r"[0-9]+[.][0-9]+[.][0-9]+", version) for version in PINNED.values())
    assert {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in PINNED} == PINNED


def test_the_lock_file_names_no_registry_but_has_a_hash_of_every_package():
    packages = [package for place, package in LOCK["packages"].items() if place]
    assert not [package for package in packages if "resolved" in package]
    assert all(package["integrity"].startswith("sha512-") for package in packages)


@pytest.mark.parametrize("found", [{}, PINNED | {"@redocly/cli": "1.0.0"}])
def test_without_the_pinned_versions_a_test_is_skipped_with_the_command_to_run(found, elsewhere, monkeypatch):
    install(elsewhere, found)
    monkeypatch.setenv("KONTRAK_REQUIRE_JUDGES", "0")
    with pytest.raises(pytest.skip.Exception, match="is not installed; run: npm ci --prefix tests/judges"):
        node.require()


def test_without_node_a_test_is_skipped_with_the_command_to_run(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("KONTRAK_REQUIRE_JUDGES", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"there is no node; .* npm ci --prefix tests/judges"):
        node.require()


def test_where_the_judges_are_required_a_test_fails_instead(elsewhere, monkeypatch):
    monkeypatch.setenv("KONTRAK_REQUIRE_JUDGES", "1")
    with pytest.raises(pytest.fail.Exception, match="is not installed"):
        node.require()


def test_with_the_pinned_versions_a_test_goes_on(elsewhere, monkeypatch):
    install(elsewhere, PINNED)
    monkeypatch.setattr(node.shutil, "which", lambda name: f"a/{name}")
    assert node.require() is None


def test_a_judge_that_breaks_is_no_judgement(tools, tmp_path):
    with pytest.raises(node.JudgeError, match="exit code"):
        node.spectral([tmp_path / "not-there.json"])
