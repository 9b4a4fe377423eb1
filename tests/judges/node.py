"""The judges of other people that run on Node: how they are started, and what they say of documents."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

HERE = Path(__file__).parent
INSTALL = "npm ci --prefix tests/judges"
SPECTRAL = "@stoplight/spectral-cli/dist/index.js"
REDOCLY = "@redocly/cli/bin/cli.js"
PRISM = "@stoplight/prism-cli/dist/index.js"
QUIET = {"NO_COLOR": "1", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
PATIENCE = 120.0
"""Seconds after which a judge that says nothing is given up."""


class JudgeError(Exception):
    """A judge did not come to a judgement."""


@dataclass(frozen=True)
class Finding:
    """What a judge dislikes: its rule, the place in the document, and why."""

    rule: str
    place: str
    text: str


def missing() -> str | None:
    """What keeps the judges from being started, in a sentence with the command that mends it; None if nothing does."""
    if shutil.which("node") is None:
        return f"there is no node; install Node 20.19 or later, then run: {INSTALL}"
    pinned = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in pinned.items():
        manifest = HERE / "node_modules" / name / "package.json"
        if not manifest.is_file() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != version:
            return f"{name} {version} is not installed; run: {INSTALL}"
    return None


def require() -> None:
    """Skip the test where the judges are not installed; fail it if KONTRAK_REQUIRE_JUDGES is 1."""
    if (problem := missing()) is None:
        return
    if os.environ.get("KONTRAK_REQUIRE_JUDGES") == "1":
        pytest.fail(problem)
    pytest.skip(problem)


def command(script: str, *arguments: str | Path) -> list[str]:
    """The command line of an installed tool, as one process."""
    return ["node", str(HERE / "node_modules" / script), *map(str, arguments)]


def spectral(files: list[Path]) -> dict[str, list[Finding]]:
    """Spectral's findings of any severity, by the name of the document without its suffix."""
    output = _judged(command(SPECTRAL, "lint", "--quiet", "-f", "json", "-r", HERE / "spectral.yaml", *files))
    found: dict[str, list[Finding]] = defaultdict(list)
    for entry in json.loads(output):
        place = "/".join(map(str, entry["path"]))
        found[Path(entry["source"]).stem].append(Finding(entry["code"], place, entry["message"]))
    return found


def redocly(files: list[Path]) -> dict[str, list[Finding]]:
    """Redocly's findings, by the name of the document without its suffix."""
    options = ("--config", HERE / "redocly.yaml", "--format", "json", "--max-problems", "1000")
    judgements = _parsed(_judged(command(REDOCLY, "lint", *options, *files)))
    if len(judgements) != len(files):
        raise JudgeError(f"Redocly judged {len(judgements)} of {len(files)} documents")
    found: dict[str, list[Finding]] = defaultdict(list)
    for entry in (problem for judgement in judgements for problem in judgement["problems"]):
        location = entry["location"][0]
        name = Path(location["source"]["ref"]).stem
        found[name].append(Finding(entry["ruleId"], location.get("pointer", ""), entry["message"]))
    return found


def _judged(arguments: list[str]) -> str:
    """What a linter prints; its exit code is 0 for no finding and 1 for some."""
    environment = os.environ | QUIET
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=PATIENCE, env=environment, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise JudgeError(f"exit code {done.returncode} of {arguments[1]}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _parsed(text: str) -> list:
    """The JSON texts that stand one after the other."""
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        found.append(value)
        rest = rest[end:].lstrip()
    return found


class Prism:
    """Prism with one document on a free loopback port; breaches of the document on either side are error answers."""

    def __init__(self, document: Path) -> None:
        self.log = document.with_suffix(".log")
        self.command = command(PRISM, "mock", "--errors", "-h", "127.0.0.1", "-p", "0", document)

    def __enter__(self) -> Self:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=os.environ | QUIET)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    @cached_property
    def url(self) -> str:
        """Where it answers, once it does; raises JudgeError with its log if it refuses the document."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ended = self.process.poll() is not None
            said = self.log.read_text(encoding="utf-8")
            if found := re.search(r"Prism is listening on (http://127\.0\.0\.1:[0-9]+)", said):
                return found[1]
            if ended:
                break
            time.sleep(0.05)
        raise JudgeError(f"Prism does not serve the document:\n{self.log.read_text(encoding='utf-8')}")
