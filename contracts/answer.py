"""The partner's answers to our readings: for who has them, what was unclear is documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kontrak.contracts.model import Contract, Level, Requirement


@dataclass(frozen=True, slots=True)
class Answer:
    """What the partner answered: the candidate that holds, and by whom and when it was said."""

    reading: str
    candidate: str
    by: str

    def __str__(self) -> str:
        return f"{self.reading} = {self.candidate}, answered by {self.by}"


Answers = Mapping[str, Answer]
"""Answers by the id of their reading."""


def answered(contract: Contract, answers: Answers) -> Contract:
    """The contract as it holds for somebody who has these answers.

    A requirement that rests on an answered reading is documented, with the answer as a source. Where the answered
    candidate waives it, it stays as it is: it does not hold.
    """
    if not answers:
        return contract
    requirements = {id: _founded(contract, entry, answers) for id, entry in contract.requirements.items()}
    return replace(contract, requirements=requirements)


def is_built(contract: Contract, answer: Answer) -> bool:
    """Whether the contract can be held against the answered candidate: the chosen one, or one that can be switched to."""
    reading = contract.readings[answer.reading]
    return answer.candidate == reading.chosen or reading.switch or bool(reading.candidate(answer.candidate).waives)


def _founded(contract: Contract, entry: Requirement, answers: Answers) -> Requirement:
    answer = answers.get(entry.reading or "")
    if answer is None or entry.id in contract.readings[answer.reading].candidate(answer.candidate).waives:
        return entry
    return replace(entry, level=Level.DOCUMENTED, source=f"{entry.source}; {answer}")
