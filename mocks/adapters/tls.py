"""HTTPS with a throw-away certificate authority: made anew at each start, its key never written.

trustme makes the certificates; it is what test suites of HTTP libraries use for the same purpose.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import trustme

from kontrak.contracts import ConfigurationError

LOCAL = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - recognised, not bound


@dataclass(frozen=True, slots=True)
class Tls:
    """Where the certificates are: the authority's for clients, the server's own with its key."""

    ca: Path
    certificate: Path
    key: Path


def certify(folder: Path, host: str) -> Tls:
    """Write the certificates of a server on that host into a folder; raises ConfigurationError if that cannot be."""
    made = Tls(folder / "ca.pem", folder / "server.pem", folder / "server-key.pem")
    authority = trustme.CA(organization_name="kontrak mock", organization_unit_name="throw-away, for tests only")
    own = authority.issue_cert(*_names(host))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(made.key, own.private_key_pem.bytes(), 0o600)
        _write(made.certificate, b"".join(blob.bytes() for blob in own.cert_chain_pems))
        _write(made.ca, authority.cert_pem.bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigurationError(f"cannot write certificates to {folder}: {reason}; choose another --tls-dir") from None
    return made


def _names(host: str) -> tuple[str, ...]:
    """The names under which clients may reach the server."""
    own = socket.gethostname() if host in EVERYWHERE else host
    return tuple(dict.fromkeys((*LOCAL, own)))


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace a file at once, so that no reader sees half of one and no old mode stays."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    new.replace(path)
