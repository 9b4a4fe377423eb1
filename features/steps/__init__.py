"""The steps, chapter by chapter; importing this package fills `kontrak.features.library.STEPS`."""

from importlib import import_module

from kontrak.features.library import GROUPS

MODULES = tuple(import_module(f"kontrak.features.steps.{name}") for name in GROUPS)
