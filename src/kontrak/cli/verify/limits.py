"""What `--max-time` leaves for what: checks, taking away what they made, judging and writing the report."""

from __future__ import annotations

import os
import time
from pathlib import Path

REPORT, PARTNER = 0.6, 0.45
"""Seconds kept for judging and for writing the report: at any rate, and for each partner in it."""
PARTNERS = 3
"""How many there are at the most where the command line names none."""
CLEANING = 0.04
"""Part of the time that is kept for taking records away."""


def began() -> float:
    """When this process began, on the monotonic clock; now, where the system does not tell."""
    now = time.monotonic()
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return now - max(uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK"), 0.0)
    except (OSError, ValueError, LookupError):
        return now


def limits(max_time: float | None, start: float, partners: int = 0) -> tuple[float | None, float]:
    """When checks stop, on the monotonic clock, and the seconds after that for taking away what they made.

    `partners` is how many the command line names.
    """
    if max_time is None:
        return None, 0.0
    cleaning = max_time * CLEANING
    kept = min(REPORT + PARTNER * (partners or PARTNERS) + cleaning, max_time / 2)
    return start + max_time - kept, min(cleaning, kept)
