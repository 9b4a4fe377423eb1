"""What the features of the project show, and that the page for QA tells what a reader sees."""

import re

import pytest

from kontrak.contracts import load_all
from kontrak.features.source import read
from kontrak.features.words import words
from tests.features.conftest import ROOT

CONTRACTS = load_all()
FILES = sorted(file for partner in ("dgi", "padi") for file in (ROOT / "features" / partner).glob("*.feature"))
BLOCK = re.compile(r"^```(gherkin|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = {"qa.md": ("first.feature", "second.feature"), "qa.id.md": ("pertama.feature", "kedua.feature")}


def scenarios():
    return [(file, scenario) for file in FILES for scenario in read(file).scenarios]


def sentences():
    return [sentence.text for _, scenario in scenarios() for sentence in scenario.sentences]


def test_every_scenario_names_a_requirement_of_its_partner():
    bare = [
        f"{file.name}:{scenario.line}"
        for file, scenario in scenarios()
        if not set(scenario.tags) & set(CONTRACTS[file.parent.name].requirements)
    ]
    assert bare == []


def test_every_step_of_every_process_of_dgi_is_done():
    done = "\n".join(sentences())
    for name, process in CONTRACTS["dgi"].processes.items():
        steps = {step.name for step in process.steps} - {process.first.name}
        assert f'"{name}"' in done
        assert steps - set(re.findall(rf'"{name}" (?:berlanjut dengan|goes on with) "([\w-]+)"', done)) == set()


def test_every_main_dealer_is_played():
    played = {
        name.lower()
        for name in re.findall(r'(?:main dealer adalah|the main dealer is) "(\w+)"', "\n".join(sentences()))
    }
    assert set(CONTRACTS["dgi"].variants) <= played


def test_every_operation_of_both_partners_is_called():
    done = "\n".join(sentences())
    for partner in ("dgi", "padi"):
        known = [deed for deed in words().deeds if deed.partner == partner]
        called = {deed.operation for deed in known if deed.does in done}
        assert set(CONTRACTS[partner].operations) <= called


@pytest.mark.parametrize("page", PAGES)
def test_the_page_for_qa_shows_what_a_reader_sees(bdd, write, page):
    blocks = BLOCK.findall((ROOT / "docs" / page).read_text("utf-8"))
    wrong, right, later = [text for kind, text in blocks if kind == "gherkin"]
    failed, passed = [text for kind, text in blocks if kind == "text"]
    first, second = PAGES[page]
    write(first, wrong)
    write(second, later)
    ran = bdd(first, second)
    assert failed.rstrip() in ran.out
    assert f"{first}:{len(wrong.splitlines())}" in ran.out
    assert ran.out.endswith("2 scenarios: 1 passed, 1 failed\n")
    write(first, right)
    assert passed in bdd(first).out
