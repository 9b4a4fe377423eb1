"""The verdict on a client: what the journal of a mock shows of it, by requirement.

A journal is read as JSON, whoever kept it; nothing here knows the mock. `judge.report` is the whole of it, the trails in
`trails/` each judge one thing.
"""

from kontrak.conformance.consumer.judge import Question, report, unread

__all__ = ["Question", "report", "unread"]
