"""`kontrak mock`: one line when it serves, one line when it cannot."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from kontrak.cli.mock import mock

COMMAND = [sys.executable, "-c", "from kontrak.cli.mock import mock; mock()"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_cleanly(port: int, sign: signal.Signals) -> None:
    command, pipe = [*COMMAND, "--port", str(port)], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line
        assert "/_kontrak/" in line
        assert "kontrak-padi-key" in line
        assert "dgi, tpos: see " in line
        assert "kontrak-tpos-key" not in line
        with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
            assert client.get(f"http://127.0.0.1:{port}/_kontrak/health").status_code == 200
        child.send_signal(sign)
        out, err = child.communicate(timeout=10)
    assert (child.returncode, out, err) == (0, "", "")


def refused(*arguments: str) -> Any:
    found = CliRunner().invoke(mock, arguments)
    assert found.exit_code == 2
    assert "Traceback" not in found.output
    return found.output


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        output = refused("--port", str(taken.getsockname()[1]))
    assert output.count("\n") == 1
    assert "choose another --port" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--database", "postgresql://root@127.0.0.1:1/test"], "cannot be used"),
        (["--database", "nonsense"], "nonsense"),
        (["--database", "oracle://x"], "oracle"),
        (["--reading", "PADI-R-99=x"], "PADI-R-20"),
        (["--reading", "PADI-R-20=x"], "upsert"),
        (["--reading", "PADI-R-20"], "ID=CANDIDATE"),
        (["--clock", "tomorrow"], "2026-01-05T08:00:00"),
        (["--workers", "2"], "--database"),
        (["--staging", "nonsense"], "nonsense"),
        (["--outbox", "/dev/null/out"], "/dev/null/out"),
        (["--dms-role", "dms"], "PostgreSQL"),
        (["--host", "no.such.host.invalid"], "cannot listen"),
        (["--host", "0.0.0.0"], "--control-token TOKEN"),
        (["--control-token", ""], "empty"),
        (["--control-token", "a b"], "without blanks"),
        (["--rate-limit", "dgi"], "PARTNER=N"),
        (["--rate-limit", "dgi=0"], "PARTNER=N"),
        (["--rate-limit", "padi=3"], "partners that have: dgi"),
        (["--world-ttl", "soon"], "PT24H"),
        (["--world-ttl", "0"], "PT24H"),
        (["--faults", "/no/such/file.yaml"], "/no/such/file.yaml"),
    ],
)
def test_what_cannot_work_is_said_and_exits_with_2(port: int, arguments: list[str], said: str) -> None:
    assert said in refused("--port", str(port), *arguments)
