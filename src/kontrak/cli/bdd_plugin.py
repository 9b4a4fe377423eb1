"""The pytest plugin: with kontrak installed, pytest runs feature files that are written with its steps.

Imported by every pytest that has kontrak beside it, so nothing heavy is imported before a feature file is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kontrak.features.stage import Stage

MODES = ("auto", "all", "none")
HELP = "Feature files to run: those whose steps are mostly of kontrak (auto), all, or none."


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, all with the name of kontrak before them."""
    group = parser.getgroup("kontrak")
    group.addoption("--kontrak-features", choices=MODES, help=HELP)
    group.addoption("--kontrak-target", metavar="URL", help="Run feature files against this implementation.")
    group.addoption("--kontrak-config", metavar="FILE", help="Run feature files against the targets of a kontrak.toml.")
    parser.addini("kontrak_features", HELP, default="auto")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A feature file that is ours to run."""
    if file_path.suffix != ".feature":
        return None
    config = parent.config
    mode = config.getoption("--kontrak-features") or config.getini("kontrak_features")
    if mode == "none" or not hasattr(config.hook, "pytest_bdd_before_scenario"):
        return None
    from kontrak.features.collect import FeatureFile, activate, is_ours  # noqa: PLC0415 - only now is it needed

    activate(config)
    if mode != "all" and not parent.session.isinitpath(file_path) and not is_ours(file_path):
        return None
    found: pytest.Collector = FeatureFile.from_parent(parent, path=file_path)
    return found


@pytest.fixture(scope="session")
def kontrak_stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Where scenarios take place: the target of the options, or a mock that lives as long as the run."""
    from kontrak.cli.bdd.stage import chosen_stage  # noqa: PLC0415 - as above

    option = request.config.getoption
    config = option("--kontrak-config")
    with chosen_stage(option("--kontrak-target"), Path(config) if config else None) as stage:
        yield stage
