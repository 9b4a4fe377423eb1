import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kontrak.cli.bdd.stage import HANDED_ON, shared_mock

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
    """Run a command in a folder of its own."""

    def run(*words, **more):
        env = {name: text for name, text in os.environ.items() if name not in BESIDE} | mock_of_all | QUICK | more
        done = subprocess.run(
            [sys.executable, "-m", *map(str, words)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr, tmp_path / "kontrak-bdd")

    return run


@pytest.fixture
def bdd(command):
    """Run `kontrak bdd`."""
    return lambda *words, **more: command("kontrak", "bdd", *words, **more)


@pytest.fixture
def write(tmp_path):
    """Write a file below the folder of the test."""

    def put(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return put
