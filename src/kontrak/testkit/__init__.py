"""For Python test suites: a world of the mock as a value, and the pytest plugin that gives one to each test."""

from kontrak.testkit.verdict import NotConformant
from kontrak.testkit.world import ControlRefused, World

__all__ = ["ControlRefused", "NotConformant", "World"]
