"""`kontrak mock`: serve the simulator until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kontrak.contracts import Contract
    from kontrak.mocks.adapters.server import Options


Callback = Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]


def pairs(form: str, example: str) -> Callback:
    """Reads an option that is given as often as there are names, each with its value."""

    def read(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        found = [text.partition("=") for text in given]
        for (name, _, value), text in zip(found, given, strict=True):
            if not (name and value):
                raise click.BadParameter(f"{text!r} is not of the form {form}, such as {example}")
        return {name: value for name, _, value in found}

    return read


def limits(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """The requests that a credential may make in a day, by partner."""
    found = pairs("PARTNER=N", "dgi=300")(ctx, option, given)
    for partner, number in found.items():
        if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) == int(number)):
            raise click.BadParameter(f"'{partner}={number}' is not of the form PARTNER=N, such as dgi=300")
    return {partner: int(number) for partner, number in found.items()}


def token(_ctx: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The token, which is not empty and can stand in a header."""
    if given is not None and not (given and given.isascii() and given.isprintable() and " " not in given):
        raise click.BadParameter("it is empty or cannot stand in a header; write ASCII characters without blanks")
    return given


def lifetime(_ctx: click.Context, _option: click.Parameter, given: str | None) -> int | None:
    """A length of time in whole seconds, at least one."""
    from kontrak.contracts import duration  # noqa: PLC0415 - keeps the other commands quick

    if given is None:
        return None
    try:
        seconds = duration.parse(int(given) if given.isascii() and given.isdigit() else given).total_seconds()
    except (ValueError, OverflowError):
        seconds = 0
    if seconds < 1:
        raise click.BadParameter(f"{given!r} is no length of time; write seconds, or one such as PT24H")
    return int(seconds)


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
    callback=pairs("ID=CANDIDATE", "PADI-R-20=upsert"),
    help="Switch a reading; repeatable.",
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="PARTNER=NAME",
    callback=pairs("PARTNER=VARIANT", "dgi=trio"),
    help="Play a variant of a partner, such as dgi=trio; repeatable.",
)
@click.option(
    "--rate-limit",
    "limited",
    multiple=True,
    metavar="PARTNER=N",
    callback=limits,
    help="Requests that each key of a partner may make in a day, such as dgi=300; repeatable.",
)
@click.option("--faults", metavar="FILE.yaml", help="What goes wrong on purpose, in which calls: docs/mock.md.")
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
@click.option(
    "--max-worlds",
    default=10_000,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="Worlds beside the default one.",
)
@click.option(
    "--world-ttl",
    metavar="TIME",
    callback=lifetime,
    help="Forget a world so long after its last use: seconds, or one such as PT24H; never by default.",
)
@click.option(
    "--control-token",
    envvar="KONTRAK_CONTROL_TOKEN",
    show_envvar=True,
    metavar="TOKEN",
    callback=token,
    help="Ask for this token at /_kontrak/; a must where --host is not loopback.",
)
@click.option("--control/--no-control", default=True, help="Offer /_kontrak/ and the header X-Kontrak-Fault.")
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
    limited: dict[str, int],
    faults: str | None,
    still: datetime | None,
    max_body: int,
    max_worlds: int,
    world_ttl: int | None,
    control_token: str | None,
    control: bool,
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
    from kontrak.contracts import KontrakError  # noqa: PLC0415 - only this command needs the mock
    from kontrak.mocks.adapters.server import Options, check, check_port, serve  # noqa: PLC0415 - only this command needs the mock
    from kontrak.mocks.pipeline import Settings  # noqa: PLC0415 - only this command needs the mock

    files = {f"tpos/{name}": path for name, path in (("parts", parts), ("outlets", outlets)) if path}
    settings = Settings(
        database=database,
        seed=seed,
        readings=readings,
        variants=variants,
        limits=limited,
        still=still,
        max_body=max_body,
        outbox=outbox,
        staging=staging,
        master=files,
        faults=faults,
        fault_header=control,
        max_worlds=max_worlds,
        world_ttl=world_ttl,
        control=control,
        control_token=control_token,
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
    from kontrak.mocks.variants import summary  # noqa: PLC0415 - only this command needs the mock
    from kontrak.mocks.world import World, wall_clock  # noqa: PLC0415 - only this command needs the mock

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
    control = f"{url}/_kontrak/" if options.settings.control else "off"
    trust = f", clients trust: {options.tls_dir / 'ca.pem'}" if options.tls_dir else ""
    line = f"kontrak mock on {url} (control: {control}, credentials: {'; '.join(keys) or 'none'}{trust})"
    chosen = options.settings.variants or {}
    played = [contract for contract in contracts if contract.name in chosen]
    return "\n".join(
        [line, *(f"{one.name}={chosen[one.name]}: {summary(one.variants[chosen[one.name]])}" for one in played)]
    )
