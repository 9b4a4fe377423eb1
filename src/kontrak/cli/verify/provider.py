"""The role of a provider: a server that a partner's clients call."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from kontrak.cli.targets import chosen_targets
from kontrak.cli.verify.asked import Asked
from kontrak.conformance.config import Target
from kontrak.conformance.forecast import Forecast, forecast
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import check_ids, fresh_mark, verify
from kontrak.contracts import Contract, Stage, load_all

MOST_WORKERS = 4


def provider(asked: Asked) -> Report:
    """The verdict on servers: those of the configuration or the URL, or the embedded mock.

    Raises ConfigurationError and UnknownPartner.
    """
    with _chosen(asked) as (known, targets, options):
        asked.announce(header(targets, options))
        return verify(known, targets, options)


def foresee(asked: Asked) -> list[Forecast]:
    """What `provider` would send, and to whom; nothing is sent to the target.

    Raises ConfigurationError and UnknownPartner.
    """
    with _chosen(asked, ask=False) as (known, targets, options):
        check_ids(known, targets, options)
        return [forecast(known[target.partner], target, options) for target in targets]


@contextmanager
def _chosen(asked: Asked, *, ask: bool = True) -> Iterator[tuple[Mapping[str, Contract], list[Target], Options]]:
    """The contracts, the targets and the options that a command line asks for."""
    known = load_all(stage=Stage.MOCK)
    partners = asked.partners
    if not partners and not asked.config:
        partners = tuple(name for name, contract in known.items() if contract.stage.reaches(Stage.VERDICT))
    mark = "KT" if not asked.target and not asked.config else fresh_mark(datetime.now(UTC))
    workers = asked.workers or _workers(asked)
    servers = workers if ask else 1
    with chosen_targets(known, partners, asked.target, asked.config, ask=ask, servers=servers) as targets:
        yield (
            known,
            targets,
            Options(
                seed=asked.seed,
                profile=asked.profile,
                only=asked.only,
                deadline=asked.deadline,
                mark=mark,
                progress=asked.progress,
                depth=asked.depth,
                workers=workers,
                grace=asked.grace,
                recording=asked.recording,
            ),
        )


def _workers(asked: Asked) -> int:
    """How many processes share the work where the command line does not say: one, unless the target is our own mock."""
    return 1 if asked.target or asked.config else min(os.cpu_count() or 1, MOST_WORKERS)


def header(targets: list[Target], options: Options) -> str:
    """What a log needs to repeat a run: whom, with which seed, and how."""
    workers = "1 worker" if options.workers == 1 else f"{options.workers} workers"
    chosen = f"seed {options.seed}, profile {options.profile}, depth {options.depth}, {workers}"
    return f"kontrak: verifying {', '.join(target.partner for target in targets)}: {chosen}"
