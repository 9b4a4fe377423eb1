"""`kontrak mock`: serve the simulator until Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kontrak.contracts import Contract
    from kontrak.mocks.adapters.server import Options


def candidates(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The readings to switch."""
    pairs = [text.partition("=") for text in given]
    for id, _, name in pairs:
        if not (id and name):
            raise click.BadParameter(f"{id!r} is not of the form ID=CANDIDATE, such as PADI-R-20=upsert")
    return {id: name for id, _, name in pairs}


def partners(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The variants to play."""
    pairs = [text.partition("=") for text in given]
    for partner, _, name in pairs:
        if not (partner and name):
            raise click.BadParameter(f"{partner!r} is not of the form PARTNER=VARIANT, such as dgi=trio")
    return {partner: name for partner, _, name in pairs}


def instant(_ctx: click.Context, _option: click.Parameter, given: str | None) -> datetime | None:
    """The instant that an option names, in the partners' zone where it names no other."""
    from kontrak.mocks.world import WIB  # noqa: PLC0415 - keeps the other commands quick

    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError:
        raise click.BadParameter(f"{given!r} is no instant such as 2026-01-05T08:00:00+07:00") from None
    return found.replace(tzinfo=WIB) if found and not found.tzinfo else found


@click.command(short_help="Serve the simulator.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--database", default="sqlite://", metavar="URL", help="Where to store; in memory by default.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that serve.")
@click.option("--seed", default=0, show_default=True, help="Seed of invented data; 0 keeps the plain credentials.")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="ID=CANDIDATE",
    callback=candidates,
    help="Switch a reading; repeatable.",
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="PARTNER=NAME",
    callback=partners,
    help="Play a variant of a partner, such as dgi=trio; repeatable.",
)
@click.option(
    "--dgi-rate-limit", type=click.IntRange(1), metavar="N", help="Requests that a DGI key may make in a day."
)
@click.option(
    "--clock",
    "still",
    metavar="INSTANT",
    callback=instant,
    help="Stop the clock of new worlds at this instant.",
)
@click.option(
    "--max-body",
    default=4 * 1024 * 1024,
    show_default=True,
    type=click.IntRange(1),
    metavar="BYTES",
    help="Longest body.",
)
@click.option("--parts", metavar="FILE.csv", help="TPOS: your own parts in place of invented ones.")
@click.option("--outlets", metavar="FILE.csv", help="TPOS: your own outlets beside the documents' own.")
@click.option("--outbox", metavar="DIR", help="TPOS: folder for batches as fixed-length files.")
@click.option("--staging", metavar="URL", help="TPOS: database for the staging tables; by default that of --database.")
@click.option(
    "--dms-role", metavar="NAME", help="TPOS: role of PostgreSQL that may read the staging tables, only them."
)
@click.option("--tls", is_flag=True, help="Serve HTTPS with certificates of a throw-away authority.")
@click.option(
    "--tls-dir",
    default="kontrak-tls",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the certificates; clients trust its ca.pem.",
)
def mock(
    host: str,
    port: int,
    database: str,
    workers: int,
    seed: int,
    readings: dict[str, str],
    variants: dict[str, str],
    dgi_rate_limit: int | None,
    still: datetime | None,
    max_body: int,
    parts: str | None,
    outlets: str | None,
    outbox: str | None,
    staging: str | None,
    dms_role: str | None,
    tls: bool,
    tls_dir: Path,
) -> None:
    """Serve a simulator of all partners that obeys their contracts.

    Clients use the partners' own paths below the printed URL, or below /w/NAME for a world of their own.
    """
    from kontrak.cli.verdict import verdict  # noqa: PLC0415 - keeps the other commands quick
    from kontrak.contracts import KontrakError  # noqa: PLC0415
    from kontrak.mocks.adapters.server import Options, check, check_port, serve  # noqa: PLC0415
    from kontrak.mocks.pipeline import Settings  # noqa: PLC0415

    files = {f"tpos/{name}": path for name, path in (("parts", parts), ("outlets", outlets)) if path}
    settings = Settings(
        database=database,
        seed=seed,
        readings=readings,
        variants=variants,
        limits={"dgi": dgi_rate_limit} if dgi_rate_limit else {},
        still=still,
        max_body=max_body,
        outbox=outbox,
        staging=staging,
        master=files,
    )
    options = Options(host, port, workers, settings, tls_dir if tls else None, dms_role, judge=verdict)
    try:
        check_port(host, port)
        contracts = check(options)
        click.echo(banner(options, contracts))
        serve(options, contracts)
    except KontrakError as error:
        click.echo(f"kontrak mock: {error}", err=True)
        raise SystemExit(2) from None


def banner(options: Options, contracts: Iterable[Contract]) -> str:
    """The line that says where the simulator is and how to enter."""
    from kontrak.mocks.variants import summary  # noqa: PLC0415
    from kontrak.mocks.world import World, wall_clock  # noqa: PLC0415

    world = World("default", options.settings.seed, wall_clock(), {})
    keys = [
        f"{contract.name} {header}: {key}"
        for contract in contracts
        if contract.credential and contract.credential.kind == "key"
        for header, key in world.credentials(contract).items()
    ]
    others = [one.name for one in contracts if one.credential and one.credential.kind != "key"]
    keys += [f"{', '.join(others)}: see {options.base_url}/_kontrak/credentials"] if others else []
    url = options.base_url
    trust = f", clients trust: {options.tls_dir / 'ca.pem'}" if options.tls_dir else ""
    line = f"kontrak mock on {url} (control: {url}/_kontrak/, credentials: {'; '.join(keys) or 'none'}{trust})"
    chosen = options.settings.variants or {}
    played = [contract for contract in contracts if contract.name in chosen]
    return "\n".join(
        [line, *(f"{one.name}={chosen[one.name]}: {summary(one.variants[chosen[one.name]])}" for one in played)]
    )
