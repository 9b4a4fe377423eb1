import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("contracts", "mocks", "features", "conformance")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The wheel and the sdist, built by the backend that pyproject.toml pins."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def tracked(*places: str) -> set[str]:
    """The files of the checkout below some places, as git knows them or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *places]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return {name for name in listed if (ROOT / name).is_file()}


def test_the_links_in_the_package_point_at_the_folders():
    for folder in FOLDERS:
        assert (ROOT / "src" / "kontrak" / folder).resolve() == ROOT / folder


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(built):
    names = {name for name in zipfile.ZipFile(built[0]).namelist() if ".dist-info/" not in name}
    own = {name.removeprefix("src/") for name in tracked("src/kontrak")}
    assert names == own | {f"kontrak/{name}" for name in tracked(*FOLDERS)}


def test_the_wheel_installs_one_name(built):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(built[0]).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kontrak"}


def test_the_sdist_builds_the_same_wheel(built, tmp_path):
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    source = next(tmp_path.iterdir())
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    again = next(tmp_path.glob("*.whl"))
    assert set(zipfile.ZipFile(again).namelist()) == set(zipfile.ZipFile(built[0]).namelist())


def test_the_wheel_works_without_the_checkout(built, tmp_path):
    zipfile.ZipFile(built[0]).extractall(tmp_path)
    code = "from kontrak.contracts import load_all; print(sorted(load_all()))"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert "padi" in done.stdout
