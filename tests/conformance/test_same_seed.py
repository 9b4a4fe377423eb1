"""The same seed sends the same messages, of every partner; times in bodies and tokens apart."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from kontrak.conformance.depth import Depth
from kontrak.conformance.run import Options, run
from tests.planted.kill import contract, serving

TIMES = re.compile(
    rb"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}|\d{8}(?:\d{4})?|\d{2}/\d{2}/\d{4}"
)
AT_ONCE = ("probe:same-at-once:", "probe:others-at-once:", "course:repeated")
"""What is sent at one moment arrives in any order."""


def requests(partner, seed, depth, only=(), leave_out=("engine:", *AT_ONCE)):
    """What a run in process sends: method, path and hash of the body, one after another."""
    sent = []
    with serving(partner=partner) as target:

        def app(environ, start_response):
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length)
            environ["wsgi.input"].seek(0)
            digest = hashlib.sha256(TIMES.sub(b"", body.replace(b"\0", b""))).hexdigest()[:12]
            sent.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], digest))
            return target.app(environ, start_response)

        options = Options(seed=seed, depth=depth, only=only, leave_out=leave_out)
        run(contract(partner), replace(target, app=app), options)
    return sent


@pytest.mark.parametrize("partner", ["dgi", "padi", "tpos"])
def test_the_same_seed_sends_the_same_directed_requests(partner):
    first, second = (requests(partner, 7, Depth.SMOKE) for _ in range(2))
    assert first == second
    assert len(first) > 100


def test_the_same_seed_generates_the_same_messages_and_another_seed_others():
    first, second, other = (
        requests("padi", seed, Depth.DEFAULT, ("PADI-TRX-401", "PADI-TRX-001")) for seed in (7, 7, 8)
    )
    assert first == second
    assert first != other
