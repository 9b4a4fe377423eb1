"""The contract whose feeds are checked, and the checker on bytes."""

from dataclasses import replace

import pytest

from kontrak.conformance.feeds import check
from kontrak.conformance.feeds.source import Source
from kontrak.contracts import load


@pytest.fixture(scope="session")
def contract():
    return load("tpos")


@pytest.fixture
def checked(contract, tmp_path):
    """Checks bytes as a file of a feed: (bytes, feed or name of a layout, profile) -> report."""

    def checked(data, feed, profile="observed", name="batch.txt", **form):
        feed = contract.feeds[feed] if isinstance(feed, str) else feed
        file = tmp_path / name
        file.write_bytes(data)
        return check(Source(file), replace(feed, form=replace(feed.form, **form)), contract, profile=profile)

    return checked
