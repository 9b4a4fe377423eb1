"""Steps about verdicts: on a client, from the calls that a mock received in a world, and on the implementation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import urlencode

from kontrak.conformance.errors import Missing
from kontrak.conformance.verdict import Outcome, Report, RequirementResult, Verdict
from kontrak.features.library import step
from kontrak.features.verification import verified
from kontrak.features.world import World

NEEDS = "a mock that keeps a journal"
JUDGE = "a mock that judges clients"
PAGE = 1000
BROKEN = (Outcome.FAIL, Outcome.WARN)
SHOWN = 8


@step("given", 'the world is "{name}"', 'dunianya adalah "{name}"')
def joined(kontrak: World, name: str) -> None:
    """Go to the world of that name, to which a client of your own was pointed: /w/NAME of the mock."""
    if kontrak.place.control is None:
        raise Missing("needs a kontrak mock, which has worlds; give its URL with --target")
    kontrak.join(kontrak.text(name))


@step(
    "then", "the mock found nothing wrong with any call", "simulator tidak menemukan kesalahan pada panggilan mana pun"
)
def nothing_wrong(kontrak: World) -> None:
    """The client called the mock at least once, and no call broke the contract."""
    calls = list(_calls(kontrak))
    if not calls:
        _not_called(kontrak)
    for call in calls:
        for breach in call["violations"]:
            _break(kontrak, call, breach)


@step("then", 'the client kept "{id}"', 'klien mematuhi "{id}"')
def kept(kontrak: World, id: str) -> None:
    """Some call of the client had to keep that requirement, and each that had to did."""
    result = _result(kontrak, id)
    if result is not None and result.verdict in BROKEN:
        _tell(kontrak, result, "The client broke the requirement.", "Klien melanggar persyaratan.")
    for call, breach in _breaches(kontrak) if result is None else ():
        if breach["requirement"] == id:
            _break(kontrak, call, breach)
    shown = result or _owner(kontrak, id)
    if shown is None or shown.verdict is not Outcome.PASS:
        _not_shown(kontrak, id, shown)


@step("then", 'the client broke "{id}"', 'klien melanggar "{id}"')
def broke(kontrak: World, id: str) -> None:
    """Some call of the client, or what it left out, broke that requirement."""
    result = _result(kontrak, id)
    if result is not None and result.verdict in BROKEN:
        return
    broken = {one.id for one in _report(kontrak).requirements if one.verdict in BROKEN}
    broken |= {str(breach["requirement"]) for _, breach in _breaches(kontrak)}
    if result is not None or id not in broken:
        kontrak.fail(
            "The client did not break it.",
            "Klien tidak melanggarnya.",
            got=", ".join(sorted(broken - {id})) or kontrak.say("nothing was broken", "tidak ada yang dilanggar"),
            wanted=id,
            requirement=id,
            answer=False,
        )


@step(
    "then",
    ("the client is conformant", 'the client is conformant in the scenario "{name}"'),
    ("klien sesuai kontrak", 'klien sesuai kontrak dalam skenario "{name}"'),
)
def conformant(kontrak: World, name: str = "") -> None:
    """The verdict on the client, as `kontrak verify --role consumer` gives it; with a scenario, it was to carry that out."""
    report = _report(kontrak, scenario=name) if name else _report(kontrak)
    if report.verdict is Verdict.CONFORMANT:
        return
    if not report.run["exchanges"]:
        _not_called(kontrak)
    wanting = [one for one in report.requirements if one.verdict is Outcome.FAIL]
    wanting = wanting or [one for one in report.requirements if one.verdict is Outcome.ERROR or one.blocks]
    if not wanting:
        _not_shown(kontrak, "", None)
    others = [one.id for one in wanting[1:]]
    more = f" ({_listed(others)})" if others else ""
    _tell(kontrak, wanting[0], f"The client is {report.verdict}{more}.", f"Klien tidak sesuai kontrak{more}.")


@step("then", 'the implementation keeps the requirement "{id}"', 'implementasi mematuhi persyaratan "{id}"')
def implementation_keeps(kontrak: World, id: str) -> None:
    """Verify one requirement here and now: its own checks are sent, or the answers so far are looked at."""
    result = verified(kontrak, id)
    if result.verdict in BROKEN:
        _tell(kontrak, result, "The implementation breaks the requirement.", "Implementasi melanggar persyaratan.")


def _calls(world: World) -> Iterator[Mapping[str, Any]]:
    """The calls in the journal of the world, the newest first."""
    page: Mapping[str, Any] = {"next": ""}
    while page["next"] is not None:
        before = f"&before={page['next']}" if page["next"] else ""
        page = world.steer("GET", f"journal?limit={PAGE}{before}", why=NEEDS)
        yield from page["entries"]


def _breaches(world: World) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The calls that the mock found something wrong with, each with what."""
    yield from ((call, breach) for call in _calls(world) for breach in call["violations"])


def _report(world: World, **asked: str) -> Report:
    """The mock's verdict on the client that made the calls."""
    query = f"?{urlencode(asked)}" if asked else ""
    return Report.from_json(world.steer("GET", f"verdict{query}", why=JUDGE))


def _result(world: World, id: str) -> RequirementResult | None:
    """What the verdict says of one requirement; None where no call was about it, or another one speaks for it."""
    report = _report(world, partner=world.contract_of(id).name)
    return next((one for one in report.requirements if one.id == id), None)


def _owner(world: World, id: str) -> RequirementResult | None:
    """What the verdict says of the requirement on clients that speaks for one on messages."""
    known = world.contract_of(id).requirements.values()
    return next((_result(world, one.id) for one in known if id in one.test.breaches), None)


def _tell(world: World, result: RequirementResult, en: str, id: str) -> NoReturn:
    """Fail with the first finding about a requirement, or with the reason why there is none."""
    found = next((failure for check in result.checks for failure in check.failures), None)
    failed = world.failure(
        en,
        id,
        got=found.got if found else result.reason,
        wanted=found.wanted if found else world.say("evidence", "bukti"),
        requirement=result.id,
        answer=False,
    )
    if found is not None:
        failed.facts.insert(0, ("finding", found.message))
        failed.facts += [("curl", found.curl)] if found.curl else []
    raise failed


def _not_called(world: World) -> NoReturn:
    world.fail(
        "The mock received no call.",
        "Simulator tidak menerima panggilan.",
        got=world.say("none", "tidak ada"),
        wanted=world.say("one or more", "satu atau lebih"),
        answer=False,
    )


def _not_shown(world: World, id: str, result: RequirementResult | None) -> NoReturn:
    if next(_calls(world), None) is None:
        _not_called(world)
    world.fail(
        "No call of the client shows it.",
        "Tidak ada panggilan klien yang menunjukkannya.",
        got=result.reason if result else world.say("no call that is about it", "tidak ada panggilan tentang itu"),
        wanted=world.say("a call that is about it", "panggilan tentang itu"),
        requirement=id,
        answer=False,
    )


def _listed(ids: list[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (", ..." if len(ids) > SHOWN else "")


def _break(world: World, call: Mapping[str, Any], breach: Mapping[str, Any]) -> None:
    place = f"{call['operation'] or call['path']} {breach['pointer']}".strip()
    world.fail(
        "A call broke the contract.",
        "Sebuah panggilan melanggar kontrak.",
        field=place,
        got=breach["got"],
        wanted=breach["wanted"],
        requirement=breach["requirement"],
        answer=False,
    )
