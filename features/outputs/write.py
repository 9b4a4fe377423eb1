"""Writes the reports of a run of feature files into a folder; JUnit is written by pytest itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kontrak.contracts import Contract
from kontrak.features.outputs.cucumber import cucumber
from kontrak.features.outputs.page import Run, render

Record = dict[str, Any]


def write(
    records: Sequence[Record], folder: Path, run: Run, contracts: Mapping[str, Contract], lang: str
) -> dict[str, Path]:
    """Write `scenarios.html` in a language and `cucumber.json`; gives their paths by name."""
    texts = {
        "scenarios.html": render(records, contracts, run, lang),
        "cucumber.json": json.dumps(cucumber(records), ensure_ascii=False, indent=1),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: folder / name for name in texts}
