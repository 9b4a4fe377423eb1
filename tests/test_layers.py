import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "contracts": {"contracts"},
    "mocks": {"contracts", "mocks"},
    "conformance": {"contracts", "conformance"},
    "features": {"contracts", "conformance", "features"},
    "src/kontrak/testkit": {"contracts", "mocks", "conformance", "testkit"},
    "src/kontrak/cli": {"contracts", "mocks", "conformance", "features", "cli"},
}
MODULES = [(layer, file) for layer in ALLOWED for file in sorted((ROOT / layer).rglob("*.py"))]


def imported(file: Path) -> set[str]:
    """The parts of kontrak that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("kontrak.")}


@pytest.mark.parametrize(("layer", "file"), MODULES, ids=lambda part: str(part).removeprefix(f"{ROOT}/"))
def test_imports_run_one_way(layer, file):
    assert imported(file) <= ALLOWED[layer]


def test_only_the_engine_worker_imports_schemathesis():
    importing = [file.name for _, file in MODULES if "import schemathesis" in file.read_text(encoding="utf-8")]
    assert importing == ["worker.py"]


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert not [file for _, file in MODULES if file.stem in {"utils", "helpers", "common", "base", "misc"}]
