import os
import re
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from kontrak.cli.main import cli
from kontrak.cli.verdict import verdict
from kontrak.conformance.config import read_targets
from kontrak.contracts import Role, load, load_all
from kontrak.mocks import Simulator, create_app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language, *pages):
    return [
        text for page in pages or PAGES for kind, text in FENCE.findall(page.read_text("utf-8")) if kind == language
    ]


def commands():
    """Every kontrak command line in the pages, its comment taken off."""
    for block in blocks("sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["kontrak"]:
                yield words[1:]


@pytest.mark.parametrize("words", list(commands()), ids=shlex.join)
def test_every_command_in_the_pages_exists_with_its_options(words):
    depth = {"contracts": 2, "batch": 2, "staging": 2, "dgi": 3}.get(words[0], 1)
    done = CliRunner().invoke(cli, [*words[:depth], "--help"])
    help_text = done.output
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    assert not [option for option in options if option not in help_text]


def test_the_configuration_in_the_readme_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PADI_KEY", "invented")
    file = tmp_path / "kontrak.toml"
    file.write_text(blocks("toml", ROOT / "README.md")[0], encoding="utf-8")
    assert read_targets(file, load_all())["padi"].api_key == "invented"


def test_every_toml_in_the_pages_is_toml():
    assert [tomllib.loads(block) for block in blocks("toml")]


def test_the_python_in_the_readme_runs():
    for block in blocks("python", ROOT / "README.md"):
        exec(compile(block, "README.md", "exec"), {})


def test_the_curl_lines_in_the_pages_are_answered_as_the_pages_say():
    client = create_app(Simulator(load_all().values()), judge=verdict).test_client()
    answers = {page.name: [_sent(client, words) for words in curl_lines(page)] for page in PAGES}
    told = {name: [answer.status_code for answer in found] for name, found in answers.items() if found}
    assert told == {
        "README.md": [400],
        "client.md": [200] * 4,
        "mock-faults.md": [200, 503, 200, 200, 429],
        "mock-tpos.md": [200] * 3,
        "mock.md": [400, *[200] * 6],
    }
    assert {error["field"] for error in answers["README.md"][0].get_json()["errors"]} == {"page"}


def curl_lines(page):
    lines = (line for block in blocks("sh", page) for line in block.replace("\\\n", " ").splitlines())
    return [shlex.split(line) for line in lines if line.startswith("curl")]


def _sent(client, words):
    headers = dict(word.split(": ", 1) for flag, word in pairwise(words) if flag == "-H")
    data = words[words.index("-d") + 1] if "-d" in words else None
    url = next(word for word in words if word.startswith("http"))
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if data else "GET"
    return client.open(url, method=method, headers=headers, data=data)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_somewhere(page):
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_changelog_counts_the_requirements_that_there_are():
    text = " ".join((ROOT / "CHANGELOG.md").read_text("utf-8").split())
    padi = load("padi")
    assert f"{len(padi.in_role(Role.PROVIDER).requirements)} requirements" in text
    assert f"{len(padi.readings)} readings" in text


def test_no_page_names_a_path_of_a_machine():
    found = [page.name for page in PAGES if re.search(r"(/home/|/root/|/work/|/tmp/)", page.read_text("utf-8"))]
    assert found == []


def test_the_first_two_commands_of_the_readme_are_those_that_ci_runs():
    lines = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("python3 -m venv")
    ]
    assert len(lines) == 2
    assert "kontrak verify" in lines[0]
    assert "pytest" in lines[1]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
