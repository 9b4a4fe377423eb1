import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_bdd.feature import features

from kontrak.cli.bdd.stage import HANDED_ON, shared_mock
from kontrak.cli.main import cli
from kontrak.contracts import KontrakError

ROOT = Path(__file__).parent.parent.parent
BESIDE = ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "PYTEST_XDIST_TESTRUNUID")
QUICK = {"PYTEST_ADDOPTS": "-p no:schemathesis -p no:hypothesispytest -p no:cacheprovider"}


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and output, and the folder of its reports."""

    code: int
    out: str
    err: str
    folder: Path

    def cucumber(self):
        return json.loads((self.folder / "cucumber.json").read_text("utf-8"))

    def scenarios(self):
        return [
            (element["name"], [step["result"]["status"] for step in element["steps"]])
            for feature in self.cucumber()
            for element in feature["elements"]
        ]


@pytest.fixture(scope="session")
def mock_of_all():
    """One mock for every command of a test run, as one run of `kontrak bdd` has one for its processes."""
    with shared_mock() as (url, folder):
        yield {HANDED_ON: json.dumps([url, str(folder)])}


@pytest.fixture
def command(mock_of_all, tmp_path):
    """Run a command in a folder and a process of its own, which takes seconds to start."""

    def run(*words, **more):
        env = {name: text for name, text in os.environ.items() if name not in BESIDE} | mock_of_all | QUICK | more
        done = subprocess.run(
            [sys.executable, "-m", *map(str, words)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr, tmp_path / "kontrak-bdd")

    return run


def forget(folder):
    """Let the modules and feature files of a folder be read anew."""
    features.clear()
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def here(mock_of_all, tmp_path, monkeypatch):
    """Let what runs in this process stand in a folder of its own, beside the mock of all."""
    monkeypatch.chdir(tmp_path)
    for name in BESIDE[1:]:
        monkeypatch.delenv(name, raising=False)
    for name, text in mock_of_all.items():
        monkeypatch.setenv(name, text)
    yield tmp_path
    forget(tmp_path)


@pytest.fixture
def bdd(here):
    """Run `kontrak bdd` in this process."""

    def run(*words, **more):
        forget(here)
        done = CliRunner().invoke(cli, ["bdd", *map(str, words)], env=more)
        told = isinstance(done.exception, KontrakError)
        if done.exception is not None and not told and not isinstance(done.exception, SystemExit):
            raise done.exception
        code, more = (2, f"kontrak: {done.exception}\n") if told else (done.exit_code, "")
        return Ran(code, done.stdout, done.stderr + more, here / "kontrak-bdd")

    return run


@pytest.fixture
def write(tmp_path):
    """Write a file below the folder of the test."""

    def put(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return put
