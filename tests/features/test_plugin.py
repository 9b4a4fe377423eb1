"""The plugin in other people's pytest: it runs what is ours, and leaves the rest alone."""

import pytest

OURS = """Feature: Orders
  @TPOS-PO-401 @slow
  Scenario: right
    When the outlet sends a purchase order
    Then the answer is accepted
"""
THEIRS = "Feature: Theirs\n  Scenario: t\n    Given something of theirs\n"
SHARED = "Feature: Shared\n  Scenario: s\n    When something of theirs\n    Then the answer is accepted\n"
STEPS = """from pytest_bdd import given, scenarios, then, when
scenarios('features/{}')
@given('something of theirs')
@when('something of theirs')
@then('the answer is accepted')
def _():
    pass
"""
STRICT = "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\nxfail_strict = true\n"
LIGHT = {"kontrak", "kontrak.cli", "kontrak.cli.bdd_plugin", "kontrak.pytest_plugin"}
HEAVY = {"flask", "sqlalchemy", "numpy", "jsonschema_rs", "granian", "authlib"}


@pytest.fixture
def inner(here, capfd):
    """Run pytest in this process, as `pytest WORDS` in a project would."""

    def run(*words):
        quick = ["no:schemathesis", "no:hypothesispytest", "no:cacheprovider", "no:xdist", "no:anyio"]
        code = pytest.main([*(word for name in quick for word in ("-p", name)), "--rootdir", str(here), *words])
        return int(code), capfd.readouterr().out

    return run


def test_bare_pytest_runs_ours_in_a_strict_project_and_leaves_theirs_to_it(command, write):
    write("pytest.ini", STRICT)
    write("features/a.feature", OURS)
    write("features/t.feature", THEIRS)
    write("test_t.py", STEPS.format("t.feature"))
    ran = command("pytest", "-v")
    assert ran.code == 0, ran.out
    assert ran.out.count("PASSED") == 2
    assert "test_t.py::test_t PASSED" in ran.out


def test_a_project_without_feature_files_stays_quick_and_quiet(command, write):
    write("pytest.ini", STRICT)
    write(
        "test_x.py",
        f"import sys\ndef test_x():\n    assert {{n for n in sys.modules if n.startswith('kontrak')}} <= {LIGHT}\n"
        f"    assert not {HEAVY} & set(sys.modules)\n",
    )
    ran = command("pytest", "-q", "-p", "no:respx")
    assert ran.code == 0, ran.out
    assert "kontrak" not in ran.out + ran.err
    assert len(ran.out.splitlines()) == 2  # the dot, and the last line


def test_bare_pytest_shows_steps_in_place_of_a_traceback(inner, write):
    write("a.feature", OURS.replace("accepted", "refused"))
    code, out = inner("-q", "-m", "slow and TPOS-PO-401")
    assert code == 1
    assert "    ✗ Then the answer is refused" in out.splitlines()
    assert "conformance" not in out


@pytest.mark.parametrize("text", [SHARED, SHARED.replace("When something of theirs\n    ", "")])
def test_a_file_that_a_project_runs_itself_is_not_run_twice(inner, write, text):
    write("features/s.feature", text)
    write("test_s.py", STEPS.format("s.feature"))
    code, out = inner("-v")
    assert (code, out.count("PASSED"), "test_s.py::test_s PASSED" in out) == (0, 1, True), out


def test_a_file_with_a_few_phrases_of_ours_is_not_ours(inner, write):
    write("features/s.feature", SHARED + "    And more\n    And even more\n")
    assert inner("-q")[0] == 5


def test_a_misspelt_step_in_a_file_of_ours_fails(inner, write):
    write("features/a.feature", OURS.replace("accepted", "excepted"))
    code, out = inner("-q")
    assert (code, "unknown step: Then the answer is excepted" in out) == (1, True)
    assert inner("-q", "features/a.feature")[0] == 2


def test_steps_of_ones_own_stand_beside_the_library(bdd, write):
    write(
        "conftest.py",
        "from pytest_bdd import given\n@given('something of ours')\ndef _(kontrak):\n    kontrak.names['noPo'] = 'PO-X'\n",
    )
    write("test_theirs.py", "def test_theirs():\n    raise RuntimeError\n")
    write("a.feature", OURS.replace("When the", "Given something of ours\n    When the"))
    ran = bdd(".")
    assert ran.code == 0, ran.out + ran.err


def test_a_step_of_ones_own_that_breaks_is_neither_a_pass_nor_a_finding(bdd, write):
    step = "from pytest_bdd import given\n@given('something of ours')\ndef _():\n    {}\n"
    write("conftest.py", step.format("raise RuntimeError('of ours')"))
    write("a.feature", OURS.replace("When the", "Given something of ours\n    When the"))
    ran = bdd("a.feature")
    assert (ran.code, "RuntimeError: of ours" in ran.out) == (3, True)
    write("conftest.py", step.format("assert 1 == 2, 'one is not two'"))
    ran = bdd("a.feature")
    assert (ran.code, "one is not two" in ran.out) == (1, True)


@pytest.mark.parametrize("options", [("-o", "kontrak_features=none"), ("-p", "no:pytest-bdd")])
def test_it_can_be_switched_off_and_needs_pytest_bdd(inner, write, options):
    write("a.feature", OURS)
    assert inner("-q", *options)[0] == 5
