"""`kontrak contracts lint`, `export` and `diff`: contracts checked, written for other tools, and compared."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from kontrak.cli.contracts.chosen import chosen
from kontrak.cli.contracts.lists import partner_argument
from kontrak.cli.contracts.printing import as_json, dump, folded, head
from kontrak.conformance.consumer.trails import trail
from kontrak.conformance.probes import probe
from kontrak.conformance.producer.checks import CONTENT, PROBES
from kontrak.conformance.reader.run import probes
from kontrak.conformance.watch import WATCHES
from kontrak.contracts import ConfigurationError, Contract
from kontrak.contracts.diff import CLIENT, SERVER, Change, version
from kontrak.contracts.diff import diff as compare
from kontrak.contracts.export import as_json as bundled_json
from kontrak.contracts.export import as_yaml
from kontrak.contracts.lint import lint as lint_contract


@click.command()
@click.argument("partner")
@click.option("--json", "as_text", flag_value=bundled_json, type=click.UNPROCESSED, help="JSON, which is the default.")
@click.option("--yaml", "as_text", flag_value=as_yaml, type=click.UNPROCESSED, help="YAML instead of JSON.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of the terminal.")
def export(partner: str, as_text: Callable[[Contract], str] | None, output: Path | None) -> None:
    """Print one self-contained OpenAPI document of PARTNER."""
    text = (as_text or bundled_json)(chosen(partner)[0])
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {output}")


@click.command()
@click.argument("old")
@click.argument("new")
@as_json
@click.option("--for", "whom", type=click.Choice([CLIENT, SERVER]), help="Only what concerns this side.")
@click.option("--all", "everything", is_flag=True, help="Show also what breaks nobody.")
def diff(old: str, new: str, plain: bool, whom: str | None, everything: bool) -> None:
    """Say what breaks between the contract versions OLD and NEW.

    Each is a partner, a folder with a contract.yaml, or an OpenAPI file that `export` wrote. A client is broken by a
    server that takes less or promises less, a server by a contract that takes more or promises more. Exit code 1 if
    something breaks.
    """
    found = [each for each in compare(version(old), version(new)) if whom in (None, each.for_whom)]
    breaking = [each for each in found if each.breaking]
    if plain:
        dump({"old": old, "new": new, "breaking": len(breaking), "changes": [asdict(each) for each in found]})
    else:
        _print_changes(found if everything else breaking)
        hidden = "" if everything or len(found) == len(breaking) else "; --all shows them"
        click.echo(f"{len(breaking)} breaking changes, {len(found) - len(breaking)} others{hidden}")
    if breaking:
        sys.exit(1)


def _print_changes(found: list[Change]) -> None:
    groups = ((True, CLIENT, "breaks clients"), (True, SERVER, "breaks servers"))
    for breaking, whom, title in (*groups, (False, None, "breaks nobody")):
        chosen_ones = [each for each in found if each.breaking is breaking and whom in (None, each.for_whom)]
        if chosen_ones:
            head(title)
        for each in chosen_ones:
            folded(f"{each.kind}: {each.text}")
            click.echo(f"      {each.where}")


@click.command()
@partner_argument
@as_json
def lint(partner: str | None, plain: bool) -> None:
    """Check a contract against itself: names, sources, levels, examples. Exit code 1 if something is wrong."""
    contracts = chosen(partner)
    known = {
        "probe": probe.names(),
        "probe:feed": [CONTENT, *PROBES],
        "probe:reader": [name for contract in contracts if contract.reader for name in probes(contract.reader)],
        "watch": list(WATCHES),
        "property": ["accepts"],
        "trail": trail.names(),
    }
    found = [problem for contract in contracts for problem in lint_contract(contract, known)]
    if plain:
        dump([asdict(problem) for problem in found])
    else:
        for problem in found:
            click.echo(problem)
        click.echo(f"{', '.join(contract.name for contract in contracts)}: {len(found)} problems")
    if found:
        sys.exit(1)
