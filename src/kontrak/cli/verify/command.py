"""The options of `kontrak verify`, and how its verdict is told."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from kontrak.cli.verify.asked import Asked, Role
from kontrak.cli.verify.consumer import consumer
from kontrak.cli.verify.evidence import baseline as known_entries
from kontrak.cli.verify.evidence import bundled, by_baseline, recording
from kontrak.cli.verify.evidence import write_baseline as written_down
from kontrak.cli.verify.feed import feed
from kontrak.cli.verify.limits import began, limits
from kontrak.cli.verify.plan import show
from kontrak.cli.verify.progress import progress
from kontrak.cli.verify.provider import foresee, provider
from kontrak.cli.verify.reader import reader
from kontrak.conformance.depth import Depth
from kontrak.conformance.forecast import Forecast
from kontrak.conformance.report.outline import is_smoke
from kontrak.conformance.report.terminal import print_report
from kontrak.conformance.report.write import write
from kontrak.conformance.verdict import Profile, Report, Verdict
from kontrak.contracts.errors import ConfigurationError

EXIT = {Verdict.CONFORMANT: 0, Verdict.NONCONFORMANT: 1, Verdict.INCONCLUSIVE: 3}
FILE = click.Path(path_type=Path, dir_okay=False)
INTERRUPTED = 130
REPORT_DIR = Path("kontrak-report")
ROLES: dict[str, Role] = {"provider": provider, "consumer": consumer, "feed": feed, "reader": reader}
PLANS: dict[str, Callable[[Asked], list[Forecast]]] = {"provider": foresee}


@click.command()
@click.argument("partners", nargs=-1, metavar="[PARTNER]...")
@click.option(
    "--role",
    type=click.Choice(list(ROLES)),
    default="provider",
    show_default=True,
    help="What the implementation is to the partner.",
)
@click.option("--target", metavar="URL", help="The implementation to verify; without it, the embedded mock.")
@click.option(
    "--config",
    type=FILE,
    metavar="FILE",
    help="A kontrak.toml that describes the target: key, records that exist, permissions.",
)
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    default=Profile.OBSERVED.value,
    show_default=True,
    help="Down to which level of truth a breach fails.",
)
@click.option("--only", multiple=True, metavar="ID", help="Only this requirement (repeatable).")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True, help="Seed of all choices.")
@click.option(
    "--depth",
    type=click.Choice([depth.value for depth in Depth]),
    default=Depth.DEFAULT.value,
    show_default=True,
    help="How much is sent; a smoke run says in its report what it left out.",
)
@click.option("--max-time", type=click.FloatRange(min=1), metavar="S", help="End the run after this many seconds.")
@click.option(
    "-n",
    "--workers",
    type=click.IntRange(1, 64),
    metavar="WORKERS",
    help="Processes that share the work; by default one for each core, at most 4, against the embedded mock, else 1.",
)
@click.option("--baseline", type=FILE, metavar="FILE", help="Known failures and waivers; a stale entry fails.")
@click.option("--write-baseline", type=FILE, metavar="FILE", help="Write the failures of this run as a new baseline.")
@click.option("--evidence", type=FILE, metavar="FILE.zip", help="Write report and all exchanges into one bundle.")
@click.option("--world", metavar="NAME", help="Consumer: the world of the mock that the client called.")
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="NAME",
    help="Consumer: what the client was meant to carry out (repeatable).",
)
@click.option(
    "--report-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=REPORT_DIR,
    show_default=True,
    help="Where report.json, report.html, junit.xml and summary.md go.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "id"]),
    default="en",
    show_default=True,
    help="Language of the HTML and Markdown reports.",
)
@click.option("--plan", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --plan: as JSON.")
@click.option("--quiet", is_flag=True, help="Only the verdict line, no progress.")
def verify(
    partners: tuple[str, ...],
    role: str,
    target: str | None,
    config: Path | None,
    profile: str,
    only: tuple[str, ...],
    seed: int,
    depth: str,
    max_time: float | None,
    baseline: Path | None,
    write_baseline: Path | None,
    evidence: Path | None,
    world: str | None,
    scenarios: tuple[str, ...],
    workers: int | None,
    report_dir: Path,
    lang: str,
    plan: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Verify an implementation of PARTNER and write a report; without PARTNER, of each whose suite is whole.

    Exit codes: 0 conformant, 1 nonconformant, 2 usage or configuration, 3 inconclusive.
    """
    if target and config:
        raise ConfigurationError("--target and --config exclude each other; write base_url into the configuration")
    if role != "consumer" and (world or scenarios):
        raise ConfigurationError("--world and --scenario are of --role consumer")
    if as_json and not plan:
        raise ConfigurationError("--json belongs to --plan; the report of a run is report.json")
    if plan and role not in PLANS:
        raise ConfigurationError(f"--plan is for --role {' or '.join(PLANS)}")
    if not plan:
        _writable(report_dir)
    entries = known_entries(baseline)
    deadline, grace = limits(max_time, began(), len(partners))
    with recording(evidence) as folder, progress(quiet=quiet) as tell:
        asked = Asked(
            *(partners, target, config, Profile(profile), only, seed, deadline, tell),
            depth=Depth(depth),
            workers=workers,
            grace=grace,
            announce=(lambda _: None) if quiet else partial(click.echo, err=True),
            recording=folder,
            world=world,
            scenarios=scenarios,
        )
        if plan:
            show(PLANS[role](asked), as_json=as_json)
            return
        found = _verdict(ROLES[role], asked)
        report = by_baseline(found, entries)
        told = bundled(report, folder, evidence)
    paths = write(report, report_dir, lang=lang)
    written_down(found, write_baseline)
    _tell(report, paths["report.html"], quiet)
    if told and not quiet:
        click.echo(told)
    sys.exit(EXIT[report.verdict])


def _writable(folder: Path) -> None:
    """Make the report's folder before anything is sent; raises ConfigurationError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigurationError(f"--report-dir {folder}: cannot be written: {error.strerror}") from None


def _verdict(role: Role, asked: Asked) -> Report:
    try:
        return role(asked)
    except KeyboardInterrupt:
        click.echo("\nkontrak: interrupted; no report was written", err=True)
        sys.exit(INTERRUPTED)


def _tell(report: Report, page: Path, quiet: bool) -> None:
    console = Console()
    if quiet:
        console.print(verdict_line(report), highlight=False)
        return
    print_report(report, console)
    console.print(f"report: {page}\n{verdict_line(report)}", highlight=False, soft_wrap=True)


def verdict_line(report: Report) -> str:
    """The verdict; of a smoke run with that word, so that nobody takes it for more."""
    return f"{report.verdict.value} (smoke)" if is_smoke(report) else report.verdict.value
