"""The plugin in other people's pytest: it runs what is ours, and leaves the rest alone."""

OURS = """Feature: Orders
  @TPOS-PO-401 @slow
  Scenario: right
    When the outlet sends a purchase order
    Then the answer is accepted
"""
THEIRS = "Feature: Theirs\n  Scenario: t\n    Given something of theirs\n"
STRICT = "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\nxfail_strict = true\n"


def test_bare_pytest_runs_a_feature_file_in_a_strict_project(command, write):
    write("pytest.ini", STRICT)
    write("features/a.feature", OURS)
    ran = command("pytest", "-q", "-m", "slow and TPOS-PO-401")
    assert ran.code == 0, ran.out
    assert "1 passed" in ran.out


def test_bare_pytest_shows_steps_in_place_of_a_traceback(command, write):
    write("a.feature", OURS.replace("accepted", "refused"))
    ran = command("pytest", "-q")
    assert ran.code == 1
    assert "    ✗ Then the answer is refused" in ran.out.splitlines()
    assert "conformance" not in ran.out


def test_files_of_a_project_of_pytest_bdd_are_left_to_it(command, write):
    write("features/t.feature", THEIRS)
    write("features/a.feature", OURS)
    write(
        "test_t.py",
        "from pytest_bdd import given, scenarios\nscenarios('features/t.feature')\n@given('something of theirs')\ndef _():\n    pass\n",
    )
    ran = command("pytest", "-v")
    assert ran.code == 0, ran.out
    assert ran.out.count("PASSED") == 2
    assert "test_t.py::test_t PASSED" in ran.out


def test_steps_of_ones_own_stand_beside_the_library(bdd, write):
    write(
        "conftest.py",
        "from pytest_bdd import given\n@given('something of ours')\ndef _(kontrak):\n    kontrak.names['noPo'] = 'PO-X'\n",
    )
    write("a.feature", OURS.replace("When the", "Given something of ours\n    When the"))
    ran = bdd("a.feature")
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


def test_it_can_be_switched_off(command, write):
    write("a.feature", OURS)
    write("pytest.ini", "[pytest]\nkontrak_features = none\n")
    assert command("pytest", "-q").code == 5


def test_without_pytest_bdd_nothing_is_collected_and_nothing_breaks(command, write):
    write("a.feature", OURS)
    write("test_x.py", "def test_x():\n    pass\n")
    ran = command("pytest", "-q", "-p", "no:pytest-bdd")
    assert (ran.code, "1 passed" in ran.out) == (0, True)


def test_a_project_without_feature_files_imports_nothing_of_ours(command, write):
    write(
        "test_x.py",
        "import sys\ndef test_x():\n    ours = {n for n in sys.modules if n.startswith('kontrak')}\n"
        "    assert ours <= {'kontrak', 'kontrak.cli', 'kontrak.cli.bdd_plugin'}\n",
    )
    ran = command("pytest", "-q")
    assert ran.code == 0, ran.out
