"""The role of a provider: a server that a partner's clients call."""

from __future__ import annotations

from datetime import UTC, datetime

from kontrak.cli.targets import chosen_targets
from kontrak.cli.verify.asked import Asked
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Report
from kontrak.conformance.verify import fresh_mark, verify
from kontrak.contracts import Stage, load_all


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
            asked.seed,
            asked.profile,
            asked.only,
            asked.deadline,
            mark,
            recording=asked.recording,
            progress=asked.progress,
        )
        return verify(known, targets, options)
