"""The kill table: every planted fault, and the requirement by which the suite refuses it.

    python tests/kill_table.py [PARTNER] [--write docs/kill-table-PARTNER.md] [--whole]

Prints a table and exits 1 if a fault survives, or if a testable requirement has no fault.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kontrak.contracts import load
from tests.planted.clients.faults import FAULTS
from tests.planted.clients.kill import ClientKill, client_kill, without_client_fault
from tests.planted.kill import FEEDS, READERS, Kill, contract, faults, kill, kill_quickly

PLANTED = ("padi", "dgi", "tpos", FEEDS, READERS)
CLIENTS = "clients"
CALLED = {FEEDS: ("feeds of TPOS", "producer"), READERS: ("readers of TPOS", "reader")}
HEAD = """# Kill table: {system}

Each line is a {what} that is wrong in one way, and the requirement by which the suite fails it. Written by
`python tests/kill_table.py {partner} --write docs/kill-table-{partner}.md`; the tests run every line anew.

{count} faults, {killed} killed; {covered} of {testable} testable requirements have a fault.

| requirement | level | what is wrong with the {what} | failed by |
|---|---|---|---|
"""

HEAD_OF_CLIENTS = """# Kill table: clients

Each line is a client that does one thing wrong against the mock, and the requirement by which its verdict fails it. Written by
`python tests/kill_table.py clients --write docs/kill-table-clients.md`; the tests run every line anew, and two clean clients of each
partner, which choose otherwise wherever they may, without a finding.

{count} faults, {killed} killed; {covered} of {testable} testable requirements on clients have a fault.

| requirement | level | what is wrong with the client | failed by |
|---|---|---|---|
"""


def without_fault(partner: str) -> list[str]:
    """Testable requirements that no fault breaks."""
    planted = {fault.requirement for fault in faults(partner)}
    testable = [entry.id for entry in contract(partner).requirements.values() if entry.test.not_tested is None]
    return [id for id in testable if id not in planted]


def page(partner: str, kills: Sequence[Kill]) -> str:
    """The table as Markdown."""
    requirements = contract(partner).requirements
    testable = [entry for entry in requirements.values() if entry.test.not_tested is None]
    system, what = CALLED.get(partner, (contract(partner).system, "server"))
    head = HEAD.format(
        system=system,
        what=what,
        partner=partner,
        count=len(kills),
        killed=sum(entry.killed for entry in kills),
        covered=len(testable) - len(without_fault(partner)),
        testable=len(testable),
    )
    return head + "".join(
        f"| {entry.fault.requirement} | {requirements[entry.fault.requirement].level} "
        f"| {entry.fault.text} | {entry.by or '**survived**'} |\n"
        for entry in sorted(kills, key=lambda entry: list(requirements).index(entry.fault.requirement))
    )


def page_of_clients(kills: Sequence[ClientKill]) -> str:
    """The table of the clients of all partners as Markdown."""
    known = {id: entry for partner in FAULTS for id, entry in load(partner).requirements.items()}
    testable = [entry for entry in known.values() if entry.test.trail]
    holes = sum(len(without_client_fault(partner)) for partner in FAULTS)
    killed = sum(entry.killed for entry in kills)
    head = HEAD_OF_CLIENTS.format(
        count=len(kills), killed=killed, covered=len(testable) - holes, testable=len(testable)
    )
    return head + "".join(
        f"| {entry.fault.requirement} | {known[entry.fault.requirement].level} | {entry.fault.text} "
        f"| {entry.by or '**survived**'} |\n"
        for entry in kills
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Print the kill table of a partner.")
    parser.add_argument("partner", nargs="?", default="padi", choices=(*PLANTED, CLIENTS))
    parser.add_argument("--write", type=Path, help="also write the table to this file")
    parser.add_argument(
        "--whole", action="store_true", help="hold the whole suite against each fault, not what is near it"
    )
    parser.add_argument("--only", action="append", default=[], metavar="FAULT", help="only this fault (repeatable)")
    arguments = parser.parse_args()
    of_clients = arguments.partner == CLIENTS
    known = [fault for each in FAULTS.values() for fault in each] if of_clients else faults(arguments.partner)
    chosen = [fault for fault in known if not arguments.only or fault.name in arguments.only]
    judge = client_kill if of_clients else kill if arguments.whole else kill_quickly
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        kills: list[Any] = list(pool.map(judge, chosen, chunksize=4))
    table = page_of_clients(kills) if of_clients else page(arguments.partner, kills)
    if arguments.write:
        arguments.write.write_text(table, encoding="utf-8")
    print(table)
    survivors = [entry.fault.name for entry in kills if not entry.killed]
    holes = (
        [id for partner in FAULTS for id in without_client_fault(partner)]
        if of_clients
        else without_fault(arguments.partner)
    )
    print(f"survivors: {', '.join(survivors) or 'none'}; requirements without a fault: {', '.join(holes) or 'none'}")
    return 1 if survivors or holes else 0


if __name__ == "__main__":
    sys.exit(main())
