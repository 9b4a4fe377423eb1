"""The exported documents, as files, and the tools that judge them."""

from __future__ import annotations

import copy
import json

import pytest
from click.testing import CliRunner

from kontrak.cli.contracts import contracts
from kontrak.contracts.load import partners
from tests.judges import node

PARTNERS = partners()


def pytest_generate_tests(metafunc):
    """A test that asks for `partner` runs for each, whatever its stage."""
    if "partner" in metafunc.fixturenames:
        metafunc.parametrize("partner", PARTNERS, scope="session")


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """What `kontrak contracts export` writes for each partner: name -> file."""
    folder = tmp_path_factory.mktemp("documents")
    files = {name: folder / f"{name}.json" for name in PARTNERS}
    for name, file in files.items():
        CliRunner().invoke(contracts, ["export", name, "-o", str(file)], catch_exceptions=False)
    return files


@pytest.fixture(scope="session")
def document(documents):
    """A copy of a partner's document to look at or to break, by name."""
    parsed = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in documents.items()}
    return lambda name: copy.deepcopy(parsed[name])


@pytest.fixture(scope="session")
def tools():
    """The judges that run on Node, or the reason why the test cannot be."""
    node.require()
