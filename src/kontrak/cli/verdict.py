"""What the mock's `/_kontrak/verdict` asks: the suite's verdict on a client, as the JSON of its report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from kontrak.conformance.consumer import Question, report
from kontrak.conformance.verdict import Profile
from kontrak.contracts import ConfigurationError, Contract, Stage, load_all


def verdict(
    entries: Iterable[Mapping[str, Any]], asked: Mapping[str, Sequence[str]], base_url: str, world: str
) -> dict[str, Any]:
    """The report on the client that made the calls of a journal, see `kontrak.mocks.adapters.verdict.Judge`.

    Raises UnknownPartner, and ConfigurationError for an unknown scenario or profile.
    """
    question = Question(
        partners=tuple(asked.get("partner", ())),
        scenarios=tuple(asked.get("scenario", ())),
        profile=_profile(asked.get("profile", ())),
        base_url=base_url,
        world=world,
    )
    return report(_contracts(), entries, question).to_json()


def _profile(given: Sequence[str]) -> Profile:
    names = [profile.value for profile in Profile]
    if unknown := [name for name in given if name not in names]:
        raise ConfigurationError(f"no profile {unknown[0]}; known: {', '.join(names)}")
    return Profile(given[-1]) if given else Profile.OBSERVED


@cache
def _contracts() -> Mapping[str, Contract]:
    """The contracts of the package, which do not change while a server runs."""
    return load_all(stage=Stage.MOCK)
