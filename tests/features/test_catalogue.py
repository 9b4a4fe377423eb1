import json

import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.features.catalogue import CHAPTERS, EXAMPLES, catalogue, page, uses
from kontrak.features.library import GROUPS, STEPS, matching
from kontrak.features.source import read
from kontrak.features.stage import known_contracts
from kontrak.features.words import LANGUAGES, words

PHRASES = [phrase for step in STEPS for phrase in step.phrases]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: f"{phrase.language}: {phrase.template}")
def test_every_phrase_has_an_example(phrase):
    assert next(uses(phrase), None) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_one_step_and_no_other(language):
    sentences = {
        one.text for scenario in read(EXAMPLES / f"{language}.feature").scenarios for one in scenario.sentences
    }
    assert {text: len(matching(text)) for text in sentences if len(matching(text)) != 1} == {}


def test_every_step_has_both_languages_a_chapter_and_a_description():
    assert [one.name for one in STEPS if {p.language for p in one.phrases} != set(LANGUAGES)] == []
    assert {one.group for one in STEPS} <= set(GROUPS) == set(CHAPTERS)
    assert [one.name for one in STEPS if not one.about.endswith(".")] == []


def test_every_operation_has_its_words():
    named = {(deed.partner, deed.operation) for deed in words().deeds}
    assert named == {(name, id) for name, contract in known_contracts().items() for id in contract.operations}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_operations_share_a_word(language):
    of = [deed for deed in words().deeds if deed.language == language]
    assert len({deed.does for deed in of}) == len({deed.noun for deed in of}) == len(of)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_80_columns(language):
    assert [
        line
        for line in page(catalogue(), language)
        if len(line) > 80 and not line.startswith("      ") and "{" not in line
    ] == []


def test_the_catalogue_can_be_searched():
    done = CliRunner().invoke(cli, ["bdd", "steps", "feed", "baris", "--json"])
    assert done.exit_code == 0
    assert {"has_row", "has_rows"} <= {entry["step"] for entry in json.loads(done.output)}


def test_nothing_found_is_no_success():
    assert CliRunner().invoke(cli, ["bdd", "steps", "tidakadalangkahini"]).exit_code == 1
