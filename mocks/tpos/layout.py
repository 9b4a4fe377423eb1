"""The layout of the fixed-length files under a world's readings: each part of it is one (TPOS-R-140 to 147)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kontrak.contracts.feed import Feed, Filling, Layout, laid_out

ENCODINGS = {"us-ascii": "us-ascii", "utf-8": "utf-8", "latin-1": "iso8859-1"}
TERMINATORS = {"lf": "\n", "crlf": "\r\n", "none": ""}
TEXT_ALIGNMENTS = {"right-blanks": "left", "left-blanks": "right"}
NUMBER_FILLS = {"zeros": "0", "blanks": " "}
DECIMALS = {"none": (0, "implied"), "implied2": (2, "implied"), "printed": (2, "written")}
NOTHINGS = {"blanks": "blank", "zeros": "zero"}
OVERLONG = {"refused": "refuse", "cut": "cut"}
TEXTS = ("Varchar", "Char")
NUMBERS = ("Int", "Decimal")


def under(feed: Feed, readings: Mapping[str, str]) -> Feed:
    """The feed as the readings have its lines."""
    chosen = {id: readings[f"TPOS-R-{id}"] for id in range(140, 148)}
    forms = {printed: _date(printed, chosen[144]) for printed in feed.form.dates}
    scale, point = DECIMALS[chosen[145]]
    form = replace(
        feed.form,
        encoding=ENCODINGS[chosen[140]],
        terminator=TERMINATORS[chosen[141]],
        fillings=_fillings(feed.form, chosen[142], chosen[143]),
        dates={printed: len(written) for printed, written in forms.items()},
        forms=forms,
        scale=scale,
        point=point,
        null=NOTHINGS[chosen[146]],
        overlong=OVERLONG[chosen[147]],
    )
    return laid_out(feed, form)


def _fillings(form: Layout, texts: str, numbers: str) -> dict[str, Filling]:
    found = dict(form.fillings)
    found |= {kind: replace(found[kind], align=TEXT_ALIGNMENTS[texts]) for kind in TEXTS}
    return found | {kind: replace(found[kind], fill=NUMBER_FILLS[numbers]) for kind in NUMBERS}


def _date(printed: str, how: str) -> str:
    return printed if how == "printed" else printed.replace(" ", "").replace(":", "")
