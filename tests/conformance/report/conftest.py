from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance.verdict import (
    CheckResult,
    Failure,
    Outcome,
    Report,
    RequirementResult,
    Verdict,
    judge_run,
    totals,
)

FAILURE = Failure(
    message="kategori_umkm was accepted",
    got='HTTP 200, status "success"',
    wanted='a refusal: the category is "Mikro"',
    request={
        "method": "POST",
        "url": "https://padi.example/padis",
        "headers": {"x-api-key": "***"},
        "body": '{"transaksi":{"nilai":1.50}}',
    },
    response={"status": 200, "headers": {}, "body": '{"status":"success"}'},
    curl="curl -sS -X POST https://padi.example/padis -H 'x-api-key: '\"$KONTRAK_KEY\"",
    seed=7,
)
REASONS = {Outcome.PASS: "", Outcome.FAIL: "", Outcome.WARN: ""}


def requirement(number: int, outcome: Outcome, failure: Failure = FAILURE) -> RequirementResult:
    name = f"PADI-{'TRX' if number % 2 else 'API'}-{number:03}"
    breaches = outcome in (Outcome.FAIL, Outcome.WARN)
    reason = REASONS.get(outcome, f"the reason of {outcome}")
    check = CheckResult(
        id="padi.rules",
        requirement=name,
        verdict=Outcome.FAIL if breaches else outcome,
        cases=4,
        seconds=0.25,
        failures=(failure,) if breaches else (),
        reason=reason,
    )
    return RequirementResult(
        id=name,
        system="PADI",
        level="documented",
        keyword="MUST",
        source="002, row 8",
        text=f"The rule number {number}.",
        verdict=outcome,
        reason=reason,
        reading="PADI-R-02",
        checks=(check,),
    )


def report_of(*requirements: RequirementResult) -> Report:
    return Report(
        verdict=judge_run(requirements),
        run={
            "kontrak": "0.1.0",
            "contracts": "c0ffee",
            "seed": 7,
            "profile": "observed",
            "started": "2026-11-23T02:12:04Z",
        },
        target={"padi": {"base_url": "https://padi.example"}},
        totals=totals(requirements),
        requirements=requirements,
        readings=(
            {
                "id": "PADI-R-02",
                "where": "row 15",
                "question": "Which spelling?",
                "chosen": "alias",
                "default": "wire",
                "why": "Both are sent.",
            },
        ),
    )


@pytest.fixture
def report() -> Report:
    """A report with one requirement of every outcome."""
    return report_of(*(requirement(number, outcome) for number, outcome in enumerate(Outcome, start=1)))


@pytest.fixture
def conformant() -> Report:
    return report_of(requirement(1, Outcome.PASS))


@pytest.fixture
def inconclusive() -> Report:
    return report_of(requirement(1, Outcome.PASS), dataclasses.replace(requirement(2, Outcome.NOT_TESTED), blocks=True))


@pytest.fixture
def hostile():
    """Makes a report that has the given text in every field that can hold one."""

    def make(text: str) -> Report:
        exchange = {
            "request": {"method": text, "url": text, "headers": {text: text}, "body": text},
            "response": {"status": text, "headers": {text: text}, "body": text},
        }
        failure = Failure(message=text, got=text, wanted=text, curl=text, seed=2**70, **exchange)
        texts = dict.fromkeys(("id", "system", "level", "keyword", "source", "text", "reason", "reading"), text)
        results = tuple(
            RequirementResult(
                verdict=outcome,
                checks=(
                    CheckResult(text, text, outcome, 1, 0.5, (failure,), text),
                    CheckResult(text, text, outcome),
                ),
                **texts,
            )
            for outcome in Outcome
        )
        reading = dict.fromkeys(("id", "where", "question", "chosen", "text", "why"), text)
        run = {"started": text, "seed": text, text: [text]}
        target = {text: {"base_url": text, "rate": float("nan")}}
        return Report(Verdict.NONCONFORMANT, run, target, totals(results), results, ({**reading, "default": "wire"},))

    return make
