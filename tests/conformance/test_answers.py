"""The partner's answers in kontrak.toml: what they settle is documented for that target, in every profile."""

from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance.answers import read_answers
from kontrak.conformance.config import read_targets
from kontrak.conformance.report import html
from kontrak.conformance.report.write import read, write
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.conformance.verify import verify
from kontrak.contracts import Level, load
from kontrak.contracts.answer import Answer, answered
from kontrak.contracts.errors import ConfigurationError
from tests.planted.kill import GENERATED, serving

WHO = "Ibu Contoh, mail of 2026-12-01"
CHECKED = {"PADI-R-19": Answer("PADI-R-19", "checked", WHO)}
URL = 'base_url = "http://127.0.0.1:8080"\n'


@pytest.fixture
def configured(tmp_path):
    """Writes a kontrak.toml with answers of PADI."""

    def write_file(answers, more=URL):
        file = tmp_path / "kontrak.toml"
        file.write_text(f"[target.padi]\n{more}[target.padi.answers]\n{answers}\n", encoding="utf-8")
        return file

    return write_file


def with_answers(target, **answers):
    given = {id.replace("_", "-"): Answer(id.replace("_", "-"), name, WHO) for id, name in answers.items()}
    return dataclasses.replace(target, answers=given, readings={id: each.candidate for id, each in given.items()})


def test_a_requirement_that_rests_on_an_answer_is_documented_with_the_answer_as_a_source(padi):
    founded = answered(padi, CHECKED)
    entry = founded.requirements["PADI-TRX-312"]
    assert entry.level is Level.DOCUMENTED
    assert entry.source == f"{padi.requirements[entry.id].source}; PADI-R-19 = checked, answered by {WHO}"


def test_other_requirements_stay_as_they_are(padi):
    founded = answered(padi, CHECKED)
    changed = {id for id, entry in founded.requirements.items() if entry != padi.requirements[id]}
    assert changed == {id for id, entry in padi.requirements.items() if entry.reading == "PADI-R-19"}


def test_what_the_answer_waives_is_not_documented(padi):
    answers = {"PADI-R-19": Answer("PADI-R-19", "free", WHO)}
    assert answered(padi, answers).requirements["PADI-TRX-312"] == padi.requirements["PADI-TRX-312"]


@pytest.mark.parametrize("profile", Profile)
def test_a_breach_of_what_is_answered_fails_in_every_profile(profile, verified):
    with serving("accepts-any-text-tanggal-order-placement") as target:
        results = verified(with_answers(target, PADI_R_19="checked"), only=("PADI-TRX-312",), profile=profile)
    assert results["PADI-TRX-312"].verdict is Outcome.FAIL


def test_the_same_breach_only_warns_where_nothing_is_answered(verified):
    with serving("accepts-any-text-tanggal-order-placement") as target:
        results = verified(target, only=("PADI-TRX-312",))
    assert results["PADI-TRX-312"].verdict is Outcome.WARN


def test_what_the_answer_waives_does_not_apply(verified):
    with serving("accepts-any-text-tanggal-order-placement") as target:
        results = verified(with_answers(target, PADI_R_19="free"), only=("PADI-TRX-312",))
    result = results["PADI-TRX-312"]
    assert result.verdict is Outcome.NOT_APPLICABLE
    assert result.reason == f"does not hold under the reading PADI-R-19 = free, answered by {WHO}"


def test_an_answer_that_the_contract_has_not_got_yet_leaves_its_requirements_untested(verified):
    with serving() as target:
        results = verified(with_answers(target, PADI_R_23="lenient"), only=("PADI-API-004",))
    result = results["PADI-API-004"]
    assert (result.verdict, result.blocks) == (Outcome.NOT_TESTED, True)
    assert "the partner answered PADI-R-23 = lenient; choose it in contracts/padi/readings.yaml" in result.reason


def test_the_report_shows_who_answered_and_when(padi, tmp_path):
    with serving() as target:
        options = Options(only=("PADI-TRX-312",), leave_out=GENERATED)
        report = verify({"padi": padi}, [with_answers(target, PADI_R_19="checked")], options)
    paths = write(report, tmp_path)
    (entry,) = [each for each in read(paths["report.json"]).readings if each["id"] == "PADI-R-19"]
    assert entry["answered_by"] == WHO
    assert report.requirements[0].level == "documented"
    assert f"Answered by the partner: {WHO}" in html.render(report)
    assert f"Dijawab oleh mitra: {WHO}" in html.render(report, "id")


def test_the_answers_of_a_configuration_switch_the_readings_of_the_target(configured, padi):
    file = configured(f'PADI-R-20 = {{ candidate = "upsert", by = "{WHO}" }}')
    target = read_targets(file, {"padi": padi})["padi"]
    assert target.readings == {"PADI-R-20": "upsert"}
    assert target.answers == {"PADI-R-20": Answer("PADI-R-20", "upsert", WHO)}


def test_answers_are_part_of_what_was_configured(configured, padi):
    digests = {
        read_targets(configured(text), {"padi": padi})["padi"].digest()
        for text in ("", f'PADI-R-20 = {{ candidate = "reject", by = "{WHO}" }}')
    }
    assert len(digests) == 2


def test_answers_are_read_without_the_address_and_the_secrets_of_a_target(configured, padi, monkeypatch):
    monkeypatch.delenv("KONTRAK_UNSET", raising=False)
    file = configured('PADI-R-20 = { candidate = "reject", by = "A" }', more='api_key = "${KONTRAK_UNSET}"\n')
    assert read_answers(file, {"padi": padi}) == {"padi": {"PADI-R-20": Answer("PADI-R-20", "reject", "A")}}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('PADI-R-2 = { candidate = "x", by = "A" }', "PADI-R-2: no such reading; did you mean PADI-R-2"),
        ('X-99 = { candidate = "x", by = "A" }', "no such reading; see `kontrak contracts readings padi`"),
        ('PADI-R-20 = { candidate = "merge", by = "A" }', "cannot be read as 'merge'; candidates: reject, upsert"),
        ('PADI-R-20 = { candidate = [], by = "A" }', "cannot be read as []; candidates: reject"),
        ('PADI-R-20 = { by = "A" }', "has no candidate; candidates: reject, upsert, append; write PADI-R-20 = {"),
        ('PADI-R-20 = { candidate = "reject" }', "has no by: who answered and when; write PADI-R-20 = { candidate"),
        ('PADI-R-20 = { candidate = "reject", by = " " }', "has no by: who answered and when"),
        ('PADI-R-20 = { candidate = "reject", by = 2026-12-01 }', "has no by: who answered and when"),
        ('PADI-R-20 = "reject"', "an answer has candidate and by, nothing else; write PADI-R-20 = { candidate = "),
        ('PADI-R-20 = { candidate = "reject", by = "A", x = 1 }', "candidate and by, nothing else"),
    ],
)
def test_a_bad_answer_is_told_with_its_place_and_what_to_write(text, wanted, configured, padi):
    file = configured(text)
    for reader in (read_targets, read_answers):
        with pytest.raises(ConfigurationError) as error:
            reader(file, {"padi": padi})
        assert "kontrak.toml: [target.padi] answers" in str(error.value)
        assert wanted in str(error.value)


def test_answers_are_a_table(tmp_path, padi):
    file = tmp_path / "kontrak.toml"
    file.write_text("[target.padi]\nanswers = []\n" + URL, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="answers is a table; write READING = "):
        read_targets(file, {"padi": padi})


def test_a_reading_that_is_switched_against_its_answer_is_refused(configured, padi):
    text = f'PADI-R-20 = {{ candidate = "upsert", by = "{WHO}" }}'
    file = configured(text, more=URL + 'readings = { PADI-R-20 = "append" }\n')
    with pytest.raises(ConfigurationError, match="PADI-R-20 is append in readings, but answered as upsert; drop it"):
        read_targets(file, {"padi": padi})


def test_a_draft_can_be_answered_too():
    tpos = load("tpos")
    answers = {"TPOS-R-043": Answer("TPOS-R-043", tpos.readings["TPOS-R-043"].chosen, WHO)}
    founded = answered(tpos, answers)
    rest = [entry for entry in founded.requirements.values() if entry.reading == "TPOS-R-043"]
    assert rest
    assert {entry.level for entry in rest} == {Level.DOCUMENTED}
