"""Why a step failed: what was got and wanted, where, and which requirement says so.

StepFailed    the thing under test did something else: a finding
NoAnswer      it did not answer: nothing can be said
Misused       the feature file asks for what there is not: whoever wrote it mends it
"""

from __future__ import annotations

from dataclasses import dataclass, field

LABELS = {
    "en": {
        "finding": "finding",
        "field": "field",
        "got": "got",
        "wanted": "wanted",
        "requirement": "requirement",
        "answer": "answer",
        "curl": "again",
    },
    "id": {
        "finding": "temuan",
        "field": "kolom",
        "got": "didapat",
        "wanted": "diharapkan",
        "requirement": "persyaratan",
        "answer": "jawaban",
        "curl": "ulangi",
    },
}


@dataclass(eq=False)
class StepFailed(AssertionError):
    """A finding: `facts` are pairs of a label (a key of LABELS) and a text."""

    message: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    language: str = "en"

    def lines(self) -> list[str]:
        """The message, then one line for each fact."""
        labels = LABELS.get(self.language, LABELS["en"])
        width = max((len(labels[label]) for label, _ in self.facts), default=0)
        return [self.message, *(f"  {labels[label]:<{width}}  {text}" for label, text in self.facts)]

    def __str__(self) -> str:
        return "\n".join(self.lines())


class NoAnswer(Exception):
    """The target gave no answer that could be judged."""


class Misused(Exception):
    """A step names a field, an operation or a value that there is not; the text says what to write."""
