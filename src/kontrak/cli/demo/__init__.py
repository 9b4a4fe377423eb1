"""`kontrak demo`: a guided tour through one order, over real HTTP and SQL."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import click

START = datetime.fromisoformat("2026-01-05T08:00:00+07:00")


@click.command(short_help="A guided tour: from an order to its credit advice.")
@click.option("--lang", type=click.Choice(["en", "id"]), default="en", show_default=True, help="Language of the tour.")
def demo(lang: str) -> None:
    """Play an order of TPOS from the login to the credit advice, against a mock of its own.

    Requests go over HTTP; what TPOS sends by itself is read from the staging tables by a second connection to the database.
    Exit codes: 0 every step gave what it should, 1 one did not, 2 the mock cannot be started.
    """
    from kontrak.cli.demo.story import STORY  # noqa: PLC0415 - keeps --help quick
    from kontrak.cli.demo.tour import SURPRISES, Tour  # noqa: PLC0415 - only this command needs the mock
    from kontrak.mocks import Settings  # noqa: PLC0415 - only this command needs the mock
    from kontrak.mocks.adapters.child import running_mock  # noqa: PLC0415 - only this command needs the mock

    with tempfile.TemporaryDirectory(prefix="kontrak-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        settings = Settings(database=database, still=START, outbox=str(Path(folder) / "outbox"))
        with running_mock(settings) as url, Tour(url, database, Path(folder) / "outbox", lang) as tour:
            try:
                for number, (title, step) in enumerate(STORY, 1):
                    tour.head(number, title)
                    step(tour)
            except SURPRISES as surprise:
                tour.tell("failed", str(surprise) or type(surprise).__name__)
                sys.exit(1)
            tour.tell("done", str(len(STORY)))
