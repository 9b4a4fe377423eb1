"""The role of a feed: a producer of files and staging tables, that a partner's clients read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kontrak.cli.targets import credentials_of, mock_target
from kontrak.cli.verify.asked import Asked, check_partners, configured
from kontrak.cli.verify.chain import Chain
from kontrak.conformance.config import Target
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.producer.run import run
from kontrak.conformance.producer.settings import Deliveries
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import fresh_mark, verify
from kontrak.contracts import ConfigurationError, Contract, Role, Stage, load_all

BEGIN = datetime.fromisoformat("2026-01-05T07:00:00+07:00")
SETTLE = 0.02


def feed(asked: Asked) -> Report:
    """The verdict on producers: those of the configuration, or the embedded mock.

    Raises ConfigurationError and UnknownPartner.
    """
    known = load_all(stage=Stage.MOCK)
    if asked.target:
        line = '[target.tpos] base_url = "URL" and feeds = { outbox = "folder", database = "URL" }'
        raise ConfigurationError(f"--target does not say where the batches are; write a kontrak.toml: {line}")
    check_partners(asked, known, lambda contract: contract.feeds, "feed", "feeds")
    mark = "KT" if not asked.config else fresh_mark(datetime.now(UTC))
    options = Options(asked.seed, asked.profile, asked.only, asked.deadline, mark, progress=asked.progress)
    if asked.config is not None:
        lacks = 'feeds; add [target.tpos] feeds = { outbox = "folder", database = "URL" }'
        targets = configured(asked.config, asked, known, lambda target: target.feeds, lacks)
        return verify(known, targets, options, Role.FEED, run)
    partners = asked.partners or tuple(name for name, contract in known.items() if contract.feeds)
    with _embedded(partners, known) as targets:
        return verify(known, targets, options, Role.FEED, run)


@contextmanager
def _embedded(partners: tuple[str, ...], known: dict[str, Contract]) -> Iterator[list[Target]]:
    """The embedded mock as a producer, with a folder and a database of its own, and a chain of orders that is played to it."""
    from kontrak.mocks.adapters.child import running_mock  # noqa: PLC0415 - only this branch needs the mock
    from kontrak.mocks.pipeline import Settings  # noqa: PLC0415 - only this branch needs the mock

    with tempfile.TemporaryDirectory(prefix="kontrak-feeds-") as folder:
        outbox, database = Path(folder) / "outbox", f"sqlite:///{folder}/mock.db"
        settings = Settings(database=database, outbox=str(outbox), still=BEGIN)
        with running_mock(settings) as base_url:
            deliveries = Deliveries(outbox=outbox, database=database, settle=SETTLE)
            yield [_producer(known[name], base_url, deliveries) for name in partners]


def _producer(contract: Contract, base_url: str, deliveries: Deliveries) -> Target:
    """The mock's default world, whose batches are for every outlet that it has."""
    target = mock_target(contract, base_url, credentials_of(base_url), "the embedded mock")
    chain = Chain(target)
    records = {**target.records, "outlets": contract.world["outlets"]}
    return replace(target, feeds=deliveries, hooks=Hooks(advance=chain.move), records=records)
