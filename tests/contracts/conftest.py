"""The PADI contract, its judge and a copy of its folder to break."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from kontrak.contracts import Judge, load
from kontrak.contracts.load import HERE


@pytest.fixture(scope="session")
def padi():
    return load("padi")


@pytest.fixture(scope="session")
def dgi():
    return load("dgi")


@pytest.fixture(scope="session")
def judge(padi):
    return Judge(padi)


@pytest.fixture(scope="session")
def transaksi(padi):
    """The JSON payload that the document prints."""
    operation = padi.operations["createTransaksi"]
    return operation.unwrap(operation.examples[0])


class Copy:
    """A copy of a partner's folder whose files a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def change(self, name: str, change) -> None:
        """Apply a function to the parsed content of a file."""
        file = self.folder / name
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(content)
        dump = json.dumps if name.endswith(".json") else yaml.safe_dump
        self.write(name, dump(content))


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(HERE / "padi", tmp_path / "padi")
    return Copy(tmp_path / "padi")
