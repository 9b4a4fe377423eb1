"""What the feature files of TPOS must be about; that they pass is shown by `test_run.py`, with all packaged ones."""

import re

import pytest

from kontrak.contracts import load
from kontrak.features import steps  # noqa: F401 - fills the library
from kontrak.features.library import matching
from kontrak.features.source import read
from kontrak.features.words import words
from tests.features.conftest import ROOT

FILES = sorted((ROOT / "features" / "tpos").glob("*.feature"))
SENTENCES = [sentence for file in FILES for one in read(file).scenarios for sentence in one.sentences]
CONTRACT = load("tpos")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_is_tagged_with_a_requirement(file):
    assert [one.name for one in read(file).scenarios if not set(one.tags) & set(CONTRACT.requirements)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_expects_something(file):
    kinds = {
        one.name: {step.kind for each in one.sentences for step in matching(each.text)} for one in read(file).scenarios
    }
    assert [name for name, found in kinds.items() if "then" not in found] == []


def test_every_operation_is_called():
    texts = " ".join(sentence.text for sentence in SENTENCES)
    called = {d.operation for d in words().deeds if d.partner == "tpos" and (d.does in texts or f'"{d.noun}"' in texts)}
    assert called == set(CONTRACT.operations)


def test_every_feed_is_looked_at():
    named = {name for sentence in SENTENCES for name in re.findall(r'feed "([^"]+)"', sentence.text)}
    assert named == {feed.name for feed in CONTRACT.feeds.values()}


def test_every_claim_code_is_accepted_and_refused():
    text = (ROOT / "features" / "tpos" / "klaim.feature").read_text("utf-8")
    told = re.findall(r"^ +\| (\S+) +\|", text, re.MULTILINE)
    assert {code: told.count(code) for code in CONTRACT.codes["kode_claim"].codes if told.count(code) < 2} == {}
