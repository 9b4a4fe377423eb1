"""What ends a check early; a finding about the target is a value (`verdict.Failure`), never an exception.

CheckEnded
├── Missing     something the check needs is not there: not tested, with what to add
│   └── NotOffered  the target is configured not to have the operation: not applicable
├── OutOfTime   the time given for the run is spent: not tested
└── Trouble     the target could not answer: error, the run may be inconclusive
    └── Gone    it stopped answering at all: the rest of the run is pointless
"""

from __future__ import annotations


class CheckEnded(BaseException):
    """A check cannot go on; `reason` is for the reader of the report.

    Not an Exception: Hypothesis takes those for findings and would send the request again and again to shrink it.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Missing(CheckEnded):
    """A prerequisite is missing: the requirement is not tested, and the reason says what to add."""


class NotOffered(Missing):
    """The target is configured not to offer an operation: its requirements do not apply."""


class Trouble(CheckEnded):
    """The target or the way to it failed: no connection, time-out, gateway error, endless answer."""


class Gone(Trouble):
    """The target does not answer any more."""


class OutOfTime(CheckEnded):
    """The time given for the run is spent."""
