"""A project outside this repository, with the wheel installed and nothing of the checkout on its path."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CONSUMER = Path(__file__).parent / "consumer"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel unpacked, as an installer leaves it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def project(tmp_path):
    for file in CONSUMER.glob("*.py"):
        shutil.copy(file, tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = ["--strict-markers"]\nfilterwarnings = ["error"]\n',
        encoding="utf-8",
    )
    return tmp_path


def ran(project, installed, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(installed), "MYPYPATH": str(installed)}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=environment)


def test_its_tests_pass_with_the_fixtures(project, installed):
    done = ran(project, installed, "pytest", "-q", "-n", "0", "-p", "no:schemathesis")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_uses_the_wheel_and_not_the_checkout(project, installed):
    code = "import kontrak.testkit as kit; print(kit.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert done.stdout.startswith(str(installed))


def test_its_types_are_right(project, installed):
    done = ran(project, installed, "mypy", "--strict", "test_shop.py", "--no-incremental")
    assert done.returncode == 0, done.stdout


def test_a_project_that_does_not_use_it_loads_nothing_of_it(tmp_path, installed):
    (tmp_path / "test_plain.py").write_text(
        "import sys\n\n\ndef test_plain():\n"
        "    assert 'kontrak.pytest_plugin' in sys.modules\n"
        "    assert not {'kontrak.mocks', 'kontrak.conformance', 'kontrak.testkit'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    done = ran(tmp_path, installed, "pytest", "-q", "-n", "0", "-p", "no:schemathesis")
    assert done.returncode == 0, done.stdout
