"""`--tls`: HTTPS that a client verifies against the authority it was given, and nothing else."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kontrak.contracts import ConfigurationError
from kontrak.mocks.adapters.child import running_mock
from kontrak.mocks.adapters.tls import certify


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def base_url(folder: Path) -> Iterator[str]:
    with running_mock(tls_dir=folder) as url:
        yield url


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=folder / "ca.pem")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_client_that_trusts_the_authority_is_served(base_url: str, folder: Path, host: str) -> None:
    url = base_url.replace("127.0.0.1", host)
    assert url.startswith("https://")
    assert httpx.get(f"{url}/_kontrak/health", verify=trusting(folder)).json()["status"] == "ok"


def test_a_client_that_does_not_trust_it_is_not(base_url: str) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{base_url}/_kontrak/health")


def test_plain_http_is_not_served(base_url: str) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(base_url.replace("https", "http") + "/_kontrak/health")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_versions_that_the_reading_allows_are_spoken(base_url: str, folder: Path, version: ssl.TLSVersion) -> None:
    client = trusting(folder)
    client.minimum_version = client.maximum_version = version
    assert httpx.get(f"{base_url}/_kontrak/health", verify=client).status_code == 200


def test_the_authority_can_be_fetched(base_url: str, folder: Path) -> None:
    response = httpx.get(f"{base_url}/_kontrak/ca.pem", verify=trusting(folder))
    assert response.content == (folder / "ca.pem").read_bytes()
    assert b"PRIVATE" not in response.content


def test_only_the_owner_reads_the_servers_key_and_the_authoritys_is_not_kept(folder: Path, base_url: str) -> None:
    assert sorted(file.name for file in folder.iterdir()) == ["ca.pem", "server-key.pem", "server.pem"]
    assert stat.S_IMODE((folder / "server-key.pem").stat().st_mode) == 0o600
    assert b"PRIVATE" not in (folder / "ca.pem").read_bytes() + (folder / "server.pem").read_bytes()


def test_without_tls_there_is_no_authority(http: httpx.Client) -> None:
    assert http.get("/_kontrak/ca.pem").status_code == 404


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ConfigurationError, match="--tls-dir"):
        certify(file / "below", "127.0.0.1")


def test_a_key_that_others_could_read_is_replaced(tmp_path: Path) -> None:
    key = tmp_path / "server-key.pem"
    key.write_text("old")
    key.chmod(0o644)
    assert certify(tmp_path, "0.0.0.0").key == key
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
