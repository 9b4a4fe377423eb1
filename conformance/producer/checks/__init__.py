"""The checks of a producer, by the name that requirements.yaml uses for them."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.conformance.producer.checks import across, answers, delivery, grants
from kontrak.conformance.producer.session import Probe

CONTENT = "content"
"""What is judged while files and tables are read, see `content.py`; every other check compares what was read."""
PROBES: Mapping[str, Probe] = {
    "references": across.references,
    "amounts": across.amounts,
    "changes": across.changes,
    "final": across.final,
    "back-orders": across.back_orders,
    "provided": across.provided,
    "outlets": across.outlets,
    "known-order": answers.known_order,
    "etd-time": answers.etd_time,
    "answered-etd": answers.answered_etd,
    "known-judgement": answers.known_judgement,
    "judged-quantity": answers.judged_quantity,
    "judgement-time": answers.judgement_time,
    "whole-batches": delivery.whole_batches,
    "batch-order": delivery.batch_order,
    "grants": grants.grants,
}
