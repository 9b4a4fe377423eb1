"""How Hypothesis draws for a run: by the run's seed alone, without a memory of other runs, and shrinking what was found."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings


def drawing(examples: int, steps: int = 50) -> settings:
    """The settings for so many examples, each of so many steps where it is a machine's.

    Health checks are about the user's own strategies; deadlines would make a slow target a finding.
    """
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
