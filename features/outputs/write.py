"""Writes the reports of a run of feature files into a folder; JUnit is written by pytest itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kontrak.features.outputs.cucumber import cucumber

Record = dict[str, Any]


def write(records: Sequence[Record], folder: Path, lang: str) -> dict[str, Path]:
    """Write `cucumber.json` and `scenarios.html` in a language; gives their paths by name."""
    texts = {"cucumber.json": json.dumps(cucumber(records), ensure_ascii=False, indent=1)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    del lang
    return {name: folder / name for name in (*texts, "junit.xml", "scenarios.html")}
