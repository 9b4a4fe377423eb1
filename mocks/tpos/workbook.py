"""Attached workbooks: a stand-in that takes any."""

from __future__ import annotations


def problem(_content: str | bytes) -> str | None:
    """What is wrong with an attached file."""
    return None
