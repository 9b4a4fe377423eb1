"""The role of a reader: a DMS that reads a partner's staging tables, with kontrak as the producer."""

from __future__ import annotations

from datetime import UTC, datetime

from kontrak.cli.verify.asked import Asked, check_partners, configured
from kontrak.conformance.reader.run import run
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import fresh_mark, verify
from kontrak.contracts import ConfigurationError, Role, Stage, load_all

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
    check_partners(asked, known, lambda contract: contract.reader, "reader", "staging tables")
    if asked.target:
        raise ConfigurationError(f"--target is no reader; write a kontrak.toml and name it with --config:{LINES}")
    if asked.config is None:
        raise ConfigurationError(
            f"--role reader verifies your DMS; write a kontrak.toml, and name it with --config:{LINES}"
        )
    mark = fresh_mark(datetime.now(UTC))
    options = Options(asked.seed, asked.profile, asked.only, asked.deadline, mark, progress=asked.progress)
    targets = configured(asked.config, asked, known, lambda target: target.reader, f"a reader; add:{LINES}")
    return verify(known, targets, options, Role.READER, run)
