"""The role of a provider: a server that a partner's clients call."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from kontrak.cli.targets import chosen_targets
from kontrak.cli.verify.asked import Asked
from kontrak.conformance.config import Target
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import fresh_mark, verify
from kontrak.contracts import Stage, load_all

MOST_WORKERS = 4


def provider(asked: Asked) -> Report:
    """The verdict on servers: those of the configuration or the URL, or the embedded mock.

    Raises ConfigurationError and UnknownPartner.
    """
    known = load_all(stage=Stage.MOCK)
    partners = asked.partners
    if not partners and not asked.config:
        partners = tuple(name for name, contract in known.items() if contract.stage.reaches(Stage.VERDICT))
    mark = "KT" if not asked.target and not asked.config else fresh_mark(datetime.now(UTC))
    with chosen_targets(known, partners, asked.target, asked.config) as targets:
        options = Options(
            seed=asked.seed,
            profile=asked.profile,
            only=asked.only,
            deadline=asked.deadline,
            mark=mark,
            progress=asked.progress,
            depth=asked.depth,
            workers=asked.workers or _workers(targets),
            grace=asked.grace,
        )
        asked.announce(header(targets, options))
        return verify(known, targets, options)


def header(targets: list[Target], options: Options) -> str:
    """What a log needs to repeat a run: whom, with which seed, and how."""
    workers = "1 worker" if options.workers == 1 else f"{options.workers} workers"
    chosen = f"seed {options.seed}, profile {options.profile}, depth {options.depth}, {workers}"
    return f"kontrak: verifying {', '.join(target.partner for target in targets)}: {chosen}"


def _workers(targets: list[Target]) -> int:
    """How many processes share the work where the command line does not say: one, unless the target is our own mock."""
    return min(os.cpu_count() or 1, MOST_WORKERS) if all(target.worlds for target in targets) else 1
