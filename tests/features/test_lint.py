import pytest

from kontrak.features import steps  # noqa: F401 - fills the registry of steps
from kontrak.features.lint import lint
from kontrak.features.stage import known_contracts


def problems(tmp_path, text, **options):
    file = tmp_path / "a.feature"
    file.write_text(text, encoding="utf-8")
    return [(one.line, one.text, one.hint) for one in lint(file, known_contracts(), **options)]


def scenario(*lines, head="# language: id\nFitur: a\n  Skenario: b\n"):
    return head + "".join(f"    {line}\n" for line in lines)


def test_a_file_that_is_right_has_no_problem(tmp_path):
    assert problems(tmp_path, scenario("Ketika outlet mengirim pesanan", "Maka jawabannya diterima")) == []


def test_every_unknown_step_is_told_with_its_line_and_the_nearest_ones(tmp_path):
    found = problems(tmp_path, scenario("Ketika outlet mengirim pesan", "Maka jawabanya diterima"))
    assert [line for line, *_ in found] == [4, 5]
    assert "unknown step: Maka jawabanya diterima; the nearest known:\n      jawabannya diterima" in found[1][1]


def test_a_step_of_the_project_is_not_unknown(tmp_path):
    text = scenario("Ketika sesuatu terjadi")
    assert problems(tmp_path, text, own=lambda sentence: sentence.text == "sesuatu terjadi") == []


def test_the_rows_of_an_outline_are_looked_at_each(tmp_path):
    text = """Feature: a
  Scenario Outline: b
    When the outlet <does>
    Examples:
      | does                   |
      | sends a purchase order |
      | eats a purchase order  |
"""
    assert [(line, "eats" in text) for line, text, _ in problems(tmp_path, text)] == [(3, True)]


def test_two_scenarios_of_one_name_are_told(tmp_path):
    text = scenario("Ketika outlet mengirim pesanan") + "  Skenario: b\n    Ketika outlet mengirim pesanan\n"
    assert problems(tmp_path, text) == [(5, "the scenario 'b' stands in line 3 already; give it another name", False)]


def test_two_scenarios_of_one_name_in_two_rules_are_told(tmp_path):
    rule = "  Rule: {}\n    Scenario: b\n      When the outlet sends a purchase order\n"
    assert [line for line, *_ in problems(tmp_path, "Feature: a\n" + rule.format(1) + rule.format(2))] == [6]


@pytest.mark.parametrize("word", ["Jika", "Bila"])
def test_a_given_that_is_meant_as_a_when_is_a_hint_alone(tmp_path, word):
    [(line, text, hint)] = problems(tmp_path, scenario(f"{word} outlet mengirim pesanan"))
    assert (line, hint) == (4, True)
    assert "write Ketika" in text


def test_an_unknown_requirement_is_told_with_the_nearest(tmp_path):
    text = "@TPOS-PO-1O2\nFeature: a\n  Scenario: b\n    When the outlet sends a purchase order\n"
    [(line, told, _)] = problems(tmp_path, text)
    assert line == 1
    assert told.startswith("no contract has the requirement TPOS-PO-1O2; did you mean TPOS-PO-")


@pytest.mark.parametrize("tag", ["TPOS-PO-102", "tpos", "lambat", "belum-jadi"])
def test_other_tags_are_free(tmp_path, tag):
    text = f"Feature: a\n  @{tag}\n  Scenario: b\n    When the outlet sends a purchase order\n"
    assert problems(tmp_path, text) == []


def test_a_file_in_indonesian_without_its_header_is_told_what_to_write(tmp_path):
    [(line, text, _)] = problems(tmp_path, "Fitur: a\n  Skenario: b\n    Ketika outlet mengirim pesanan\n")
    assert line == 1
    assert "put this in the first line: # language: id" in text


def test_a_heading_with_another_capital_is_told_its_letters(tmp_path):
    [(line, text, _)] = problems(tmp_path, "# language: id\nFitur: a\n  Skenario Konsep: b\n    Ketika c\n")
    assert (line, text) == (3, "'Skenario Konsep' is no heading; write Skenario konsep: with these very letters")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no feature"),
        ("Feature: a\n", "holds no scenario"),
        ("Feature: a\n  Scenario: b\n", "the scenario 'b' has no steps"),
        ("# language: xx\nFeature: a\n", "xx"),
        ("\ufeffx", "cannot stand here"),
    ],
)
def test_a_file_that_holds_nothing_to_run_is_told(tmp_path, text, told):
    assert told in problems(tmp_path, text)[0][1]


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "a.feature").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in lint(tmp_path / "a.feature", known_contracts())[0].text


def test_a_heading_that_gherkin_takes_for_a_description_does_not_swallow_its_scenario(tmp_path):
    text = "# language: id\nFitur: a\n  Skenario Konsep: b\n    Ketika c\n  Skenario: d\n    Ketika outlet mengirim pesanan\n"
    assert [line for line, *_ in problems(tmp_path, text)] == [3]


def test_a_step_in_a_description_is_told(tmp_path):
    text = "Feature: a\n  When the outlet sends a purchase order\n  Scenario: d\n    When the outlet sends a purchase order\n"
    [(line, told, _)] = problems(tmp_path, text)
    assert line == 2
    assert "would never be run" in told


def test_a_description_is_free_text(tmp_path):
    text = "Feature: a\n  Note: this is about orders: all of them.\n\n  Scenario: d\n    So it is.\n    When the outlet sends a purchase order\n"
    assert problems(tmp_path, text) == []


def test_a_step_that_ends_in_a_colon_has_a_table_and_no_other_has(tmp_path):
    lines = ("Ketika outlet mengirim pesanan dengan:", "Maka jawabannya diterima", "  | noPo | 1 |")
    assert [line for line, *_ in problems(tmp_path, scenario(*lines))] == [4, 5]
