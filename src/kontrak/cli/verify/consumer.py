"""The role of a consumer: a client that called a mock, whose journal is read."""

from __future__ import annotations

from kontrak.cli.verify.asked import Asked
from kontrak.conformance.config import checked_url
from kontrak.conformance.consumer import Question, report, unread
from kontrak.conformance.consumer.journal import journal
from kontrak.conformance.errors import CheckEnded
from kontrak.conformance.verdict import Report
from kontrak.contracts import ConfigurationError, Stage, load_all

HOW = (
    "--role consumer judges the calls that a mock received: start `kontrak mock`, let your client call "
    "http://127.0.0.1:8080/w/NAME instead of the partner, then verify with --target http://127.0.0.1:8080 --world NAME"
)


def consumer(asked: Asked) -> Report:
    """The verdict on the client whose calls are in the journal of a running mock.

    Raises ConfigurationError without a target, for one that is no mock, and for unknown scenarios; UnknownPartner.
    """
    if asked.config is not None:
        raise ConfigurationError("--config describes servers; a client is judged by --target URL and --world NAME")
    if asked.target is None:
        raise ConfigurationError(HOW)
    base_url, world = checked_url(asked.target), asked.world or "default"
    question = Question(
        partners=asked.partners,
        scenarios=asked.scenarios,
        profile=asked.profile,
        only=asked.only,
        base_url=base_url if world == "default" else f"{base_url}/w/{world}",
        world=world,
    )
    contracts = load_all(stage=Stage.MOCK)
    try:
        entries = journal(base_url, world, asked.deadline)
    except CheckEnded as ended:
        return unread(contracts, ended.reason, question)
    return report(contracts, entries, question)
