"""The role of a reader: a DMS that reads a partner's staging tables, with kontrak as the producer."""

from __future__ import annotations

from datetime import UTC, datetime

from kontrak.cli.verify.asked import Asked
from kontrak.conformance.config import Target, read_targets
from kontrak.conformance.reader.run import run
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import fresh_mark, verify
from kontrak.contracts import ConfigurationError, Contract, Role, Stage, UnknownPartner, load_all

LINES = """
[target.tpos.reader]
database = "postgresql://producer@host/database"   # staging tables for this run; kontrak staging create makes them
run = "command that makes the DMS read once"
answers = { invoice = "SELECT ... FROM ...", etd = "a_view" }"""


def reader(asked: Asked) -> Report:
    """The verdict on the readers of a configuration; there is none inside kontrak.

    Raises ConfigurationError and UnknownPartner.
    """
    known = load_all(stage=Stage.MOCK)
    for name in asked.partners:
        _has_tables(name, known)
    if asked.target:
        raise ConfigurationError(f"--target is no reader; write a kontrak.toml and name it with --config:{LINES}")
    if asked.config is None:
        raise ConfigurationError(
            f"--role reader verifies your DMS; write a kontrak.toml, and name it with --config:{LINES}"
        )
    mark = fresh_mark(datetime.now(UTC))
    options = Options(asked.seed, asked.profile, asked.only, asked.deadline, mark, progress=asked.progress)
    return verify(known, _configured(asked, known), options, Role.READER, run)


def _has_tables(name: str, known: dict[str, Contract]) -> None:
    if name not in known:
        raise UnknownPartner(name, list(known))
    if known[name].reader is None:
        others = ", ".join(one for one, contract in known.items() if contract.reader)
        raise ConfigurationError(f"{name} has no staging tables; --role reader is for {others}")


def _configured(asked: Asked, known: dict[str, Contract]) -> list[Target]:
    """The targets of the configuration that are asked for, or all that have a reader."""
    assert asked.config is not None
    targets = read_targets(asked.config, known)
    if missing := [name for name in asked.partners if name not in targets]:
        raise ConfigurationError(f"{asked.config}: no table [target.{missing[0]}]")
    chosen = [
        target for name, target in targets.items() if (name in asked.partners if asked.partners else target.reader)
    ]
    if not chosen:
        raise ConfigurationError(f"{asked.config}: no target has a reader; add:{LINES}")
    return chosen
