"""`kontrak verify --plan`: what would be sent, as a table of 80 columns or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from textwrap import wrap

import click

from kontrak.conformance.forecast import Forecast, Place, Step

WIDTH = 80


def show(forecasts: Iterable[Forecast], *, as_json: bool) -> None:
    """Print what would be sent to each target."""
    if as_json:
        click.echo(json.dumps([asdict(one) | {"messages": one.messages} for one in forecasts], indent=2))
        return
    for one in forecasts:
        click.echo("\n".join(text(one)))


def text(one: Forecast) -> list[str]:
    """The lines about one target: to whom, as whom, with what, then check after check."""
    head = [f"{one.partner}: about {one.messages} messages to {one.base_url}"]
    head += [f"  credential: {one.credential}", f"  mark of every key made: {one.mark}"]
    head += [f"  records named: {name} {_some(keys)}" for name, keys in one.records.items()]
    head += [f"  hook that may be called: {hook}" for hook in one.hooks]
    left_out = [step for step in one.steps if step.missing]
    for line, steps in groupby(sorted(left_out, key=_missing), _missing):
        number = len(list(steps))
        head.append(f"  not sent without {line}: {number} check{'' if number == 1 else 's'}")
    lines = [part for line in head for part in wrap(line, WIDTH, subsequent_indent="    ")]
    lines += ["", f"  {'check':<40} {'messages':>8}  effect"]
    for step in one.steps:
        lines += _step(step)
    return [*lines, ""]


def _step(step: Step) -> list[str]:
    effects = {"create": step.creates, "delete": step.deletes, step.needs: bool(step.needs)}
    effect = "not sent" if step.missing else ", ".join(name for name, holds in effects.items() if holds)
    count = "" if step.missing else str(step.messages)
    head = [f"  {step.check[:40]:<40} {count:>8}  {effect}".rstrip()]
    ids = " ".join(step.requirements[:3]) + (f" +{len(step.requirements) - 3}" if len(step.requirements) > 3 else "")
    lines = [ids] if ids and ids not in step.check else []
    return head + [f"    {line}"[:WIDTH] for line in [*lines, *_where(step.places)]]


def _where(places: Iterable[Place], most: int = 6) -> list[str]:
    shown = [f"{method} {path}" for method, path in places]
    more = [f"and {len(shown) - most} more; see --json"] if len(shown) > most else []
    return shown[:most] + more


def _some(keys: list[str], most: int = 4) -> str:
    return ", ".join(keys[:most]) + (f" and {len(keys) - most} more" if len(keys) > most else "")


def _missing(step: Step) -> str:
    return step.missing
