"""`kontrak demo`: the tour goes through, fits a terminal, and fails where a step does."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from kontrak.cli.demo import demo, story
from kontrak.cli.demo.words import WORDS
from kontrak.cli.main import cli


def test_the_tour_goes_from_the_login_to_the_credit_advice() -> None:
    done = CliRunner().invoke(cli, ["demo", "--lang", "id"])
    assert done.exit_code == 0, done.output
    assert max(map(len, done.output.splitlines())) <= 80
    assert "\x1b" not in done.output
    assert "rahasia" not in done.output
    steps = [line for line in done.output.splitlines() if line[:2].strip().isdigit() and line[2] == " "]
    assert steps == [f"{n:2} {WORDS[name][1].partition(': ')[0]}" for n, (name, _) in enumerate(story.STORY, 1)]
    for made in ("tpos_bo_etd", "tpos_goods_receipt", "tpos_parts_claim_judgement", "tpos_invoice", "tpos_debit_advice",
                 "tpos_credit_advice"):  # fmt: skip
        assert f"SQL  rows of {made}" in done.output


def missing(_tour: Any) -> None:
    raise KeyError("noPo")


@pytest.mark.parametrize(
    ("step", "said"),
    [(lambda tour: tour.expect("qty", 4, 5), "qty: got 4, wanted 5"), (missing, "noPo")],
)
def test_a_step_that_does_not_give_what_it_should_ends_the_tour_with_1(
    monkeypatch: pytest.MonkeyPatch, step: Any, said: str
) -> None:
    monkeypatch.setattr(story, "STORY", [("login", story.login), ("order", step), ("claim", story.claim)])
    done = CliRunner().invoke(demo)
    assert done.exit_code == 1
    assert said in done.output
    assert "Claim" not in done.output


def test_every_text_is_there_in_both_languages() -> None:
    assert {len(texts) for texts in WORDS.values()} == {2}
    assert {name for name, _ in story.STORY} <= set(WORDS)
