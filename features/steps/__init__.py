"""The steps, chapter by chapter; importing this package fills `kontrak.features.library.STEPS`."""

from importlib import import_module

MODULES = tuple(
    import_module(f"kontrak.features.steps.{name}")
    for name in ("world", "login", "sending", "answer", "rows", "clock", "partner", "feeds", "faults", "dgi")
)
