"""Clean servers at many seeds: the suite must find nothing in them.

    python tests/seeds.py PARTNER --server mock|planted|planted-other [--seeds 20] [--first 1] [--profile P] [--whole]

Prints one line for every five seeds and exits 1 if anything was found. Each run is judged in the profile that is named, or in all three.
The mock and `planted` must pass all that can be tested; `planted-other`, which chose otherwise where the sources are silent,
may have warnings. The engine and the generated refusals are left out unless `--whole` is given.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from kontrak.cli.targets import mock_target
from kontrak.conformance.config import Target
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile, RequirementResult, judge_requirement
from kontrak.mocks import Simulator, create_app
from tests.planted.kill import GENERATED, contract, serving

AT_ONCE = 5
MOCK = "http://localhost"
ALARMS = {Outcome.FAIL, Outcome.ERROR}


@contextmanager
def mock(partner: str) -> Iterator[Target]:
    """A fresh mock in process, told to the suite as `kontrak verify` tells the embedded one."""
    app = create_app(Simulator([contract(partner)]))
    with httpx.Client(transport=httpx.WSGITransport(app=app), base_url=MOCK) as client:
        credentials = client.get("/_kontrak/credentials").json()
        target = mock_target(contract(partner), MOCK, credentials, "the mock in process")

        def advance(hours: int) -> None:
            client.post("/_kontrak/clock", params={"advance": f"PT{hours}H"}).raise_for_status()

        yield replace(target, app=app, hooks=Hooks(advance=advance))


SERVERS: dict[str, Callable[[str], AbstractContextManager[Target]]] = {
    "mock": mock,
    "planted": lambda partner: serving(partner=partner),
    "planted-other": lambda partner: serving(dialect="other", partner=partner),
}


def findings(partner: str, server: str, seed: int, profiles: list[Profile], leave_out: tuple[str, ...]) -> list[str]:
    """What a run at one seed says of a clean server that it should not say, each with its profile."""
    with SERVERS[server](partner) as target:
        results = run(contract(partner), target, Options(seed=seed, leave_out=leave_out)).requirements
    return [
        f"seed {seed}, {profile.value}: {result.id} {judged.verdict.value}: {judged.reason}"
        for profile in profiles
        for result in results
        if _is_wrong(partner, server, judged := _judged(partner, result, profile))
    ]


def _judged(partner: str, result: RequirementResult, profile: Profile) -> RequirementResult:
    if result.verdict is Outcome.NOT_APPLICABLE:
        return result
    return judge_requirement(contract(partner).requirements[result.id], result.checks, profile)


def _is_wrong(partner: str, server: str, judged: RequirementResult) -> bool:
    if server == "planted-other":
        return judged.verdict in ALARMS and _counts(judged)
    testable = contract(partner).requirements[judged.id].test.not_tested is None
    return testable and judged.verdict not in {Outcome.PASS, Outcome.NOT_APPLICABLE}


def _counts(judged: RequirementResult) -> bool:
    """Whether a clean server must keep the requirement: what was only assumed is free to be otherwise."""
    return judged.level != "assumed" or judged.verdict is Outcome.ERROR


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the suite against a clean server at many seeds.")
    parser.add_argument("partner")
    parser.add_argument("--server", choices=list(SERVERS), default="mock")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--profile", type=Profile, choices=list(Profile), action="append")
    parser.add_argument("--whole", action="store_true", help="with the engine and the generated refusals")
    arguments = parser.parse_args()
    leave_out = () if arguments.whole else GENERATED
    profiles = arguments.profile or list(Profile)
    found_at = partial(findings, arguments.partner, arguments.server, profiles=profiles, leave_out=leave_out)
    print(f"| {arguments.partner}, {arguments.server}: seeds | findings | seconds |\n|---|---|---|")
    total, last = 0, arguments.first + arguments.seeds
    for start in range(arguments.first, last, AT_ONCE):
        end, began = min(start + AT_ONCE, last), time.monotonic()
        found = [line for seed in range(start, end) for line in found_at(seed)]
        total += len(found)
        print(f"| {start}-{end - 1} | {len(found)} | {time.monotonic() - began:.0f} |", *found, sep="\n", flush=True)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
