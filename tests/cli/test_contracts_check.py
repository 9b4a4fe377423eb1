"""`kontrak contracts lint`, `diff`, `export` and `readings --questions`: exit codes, words, and what is refused."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner

from kontrak.cli.contracts import contracts
from kontrak.cli.main import main
from kontrak.contracts import load
from kontrak.contracts.load import HERE, partners


def run(*arguments):
    return CliRunner().invoke(contracts, [str(each) for each in arguments], catch_exceptions=False)


def ended(monkeypatch, *arguments):
    """The exit code of the whole command."""
    monkeypatch.setattr("sys.argv", ["kontrak", "contracts", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code


@pytest.fixture
def padi_copy(tmp_path):
    return shutil.copytree(HERE / "padi", tmp_path / "padi")


def narrow(folder):
    file = folder / "schemas" / "transaksi.json"
    file.write_text(file.read_text("utf-8").replace('"maxLength": 255', '"maxLength": 200'), encoding="utf-8")


def test_no_breaking_change_is_exit_code_0():
    done = run("diff", "padi", "padi")
    assert (done.exit_code, done.output) == (0, "0 breaking changes, 0 others\n")


def test_a_breaking_change_is_exit_code_1_with_its_place_and_whom_it_breaks(padi_copy):
    narrow(padi_copy)
    done = run("diff", "padi", padi_copy)
    assert done.exit_code == 1
    assert done.output == (
        "breaks clients\n"
        "  maxLength-narrowed: createTransaksi, request: nama_project: maxLength was 255,\n"
        "    now 200\n"
        "      /components/schemas/transaksi/properties/nama_project/maxLength\n"
        "1 breaking changes, 0 others\n"
    )


def test_one_side_alone_may_be_asked_for(padi_copy):
    narrow(padi_copy)
    assert run("diff", "padi", padi_copy, "--for", "server").exit_code == 0
    assert run("diff", padi_copy, "padi", "--for", "server").exit_code == 1


def test_what_breaks_nobody_is_counted_and_shown_when_asked_for(padi_copy):
    openapi = padi_copy / "openapi.yaml"
    openapi.write_text(openapi.read_text("utf-8").replace("Create one vendor.", "Make one vendor."), encoding="utf-8")
    assert run("diff", "padi", padi_copy).output == "0 breaking changes, 1 others; --all shows them\n"
    assert (
        'summary: changed from "Create one vendor." to "Make one vendor."'
        in run("diff", "padi", padi_copy, "--all").output
    )


def test_the_json_of_a_comparison_has_every_change(padi_copy):
    narrow(padi_copy)
    found = json.loads(run("diff", "padi", padi_copy, "--json").output)
    assert found["breaking"] == 1
    assert found["changes"][0].keys() == {"kind", "breaking", "for_whom", "where", "text"}


def test_an_exported_document_can_be_compared_in_both_forms(tmp_path):
    for option, name in (("--json", "a.json"), ("--yaml", "a.yaml")):
        assert run("export", "padi", option, "-o", tmp_path / name).exit_code == 0
        assert run("diff", tmp_path / name, "padi").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("diff", "padi", "pady"), "pady: nothing that is there; name a partner"),
        (("diff", "padi", "."), r"\.: a folder without contract.yaml; name a partner"),
        (("diff", "padi"), "Missing argument 'NEW'"),
        (("requirements", "toko"), "unknown partner 'toko'; known: dgi, padi, tpos"),
        (("readings", "padi", "--questions", "--json"), "leave out --json and --search"),
        (("readings", "padi", "--questions", "--lang", "nl"), "Invalid value for '--lang'"),
        (("readings", "padi", "--config", "absent.toml"), "absent.toml: No such file"),
        (("show", "nothing-like-it"), "nothing in the contracts is called"),
    ],
)
def test_misuse_is_exit_code_2_with_what_to_do(arguments, wanted, monkeypatch, capsys):
    assert ended(monkeypatch, *arguments) == 2
    assert re.search(wanted, capsys.readouterr().err)


def test_a_finding_of_the_linter_is_exit_code_1_with_file_and_line(monkeypatch):
    from kontrak.cli.contracts import checks
    from kontrak.contracts.lint import Problem

    problem = Problem("padi/readings.yaml", "PADI-R-02", "wrong; mend it", 7, "/1")
    monkeypatch.setattr(checks, "lint_contract", lambda *_: [problem])
    done = run("lint", "padi")
    assert done.exit_code == 1
    assert done.output.splitlines() == ["padi/readings.yaml:7 at /1: PADI-R-02: wrong; mend it", "padi: 1 problems"]
    assert json.loads(run("lint", "padi", "--json").output)[0]["line"] == 7


@pytest.mark.parametrize("partner", partners())
def test_the_linter_speaks_about_every_partner(partner):
    assert run("lint", partner).output == f"{partner}: 0 problems\n"


@pytest.fixture
def answers(tmp_path):
    file = tmp_path / "kontrak.toml"
    file.write_text(
        '[target.padi.answers]\nPADI-R-20 = { candidate = "upsert", by = "Ibu Contoh, mail of 2026-12-01" }\n',
        encoding="utf-8",
    )
    return file


def test_the_questions_are_those_that_nobody_answered(answers):
    asked = re.findall(r"^### (\S+)", run("readings", "padi", "--questions", "--config", answers).output, re.MULTILINE)
    assert sorted(asked) == sorted(set(load("padi").readings) - {"PADI-R-20"})


def test_what_is_answered_stands_at_the_end_as_settled(answers):
    text = run("readings", "padi", "--questions", "--config", answers).output
    assert (
        "| **upsert**: The second one replaces the first. | Ibu Contoh, mail of 2026-12-01 |"
        in text.partition("## Settled")[2]
    )


def test_a_reading_that_is_answered_is_shown_with_its_answer(answers):
    text = run("readings", "padi", "--search", "PADI-R-20", "--config", answers).output
    assert "  * upsert:" in text
    assert "answered by Ibu Contoh, mail of 2026-12-01" in text


def test_the_json_of_readings_has_the_answers(answers):
    entries = {
        entry["id"]: entry for entry in json.loads(run("readings", "padi", "--json", "--config", answers).output)
    }
    assert entries["PADI-R-20"]["answer"]["candidate"] == "upsert"
    assert entries["PADI-R-01"]["answer"] is None


@pytest.mark.parametrize("command", ["list", "fields", "operations", "requirements", "readings", "lint"])
def test_every_list_speaks_json(command):
    assert json.loads(run(command, "--json").output) is not None


@pytest.mark.parametrize("command", ["list", "fields", "operations", "requirements", "readings"])
def test_every_list_can_be_searched(command):
    assert json.loads(run(command, "--json", "--search", "no such text anywhere").output) == []
