"""The API documentation is in the package: pages, their files, and documents that lead back to the simulator."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kontrak.contracts import load
from kontrak.mocks import create_app
from kontrak.mocks.apidocs.pages import ASSETS, FOLDER


@pytest.fixture(scope="module")
def docs() -> Any:
    from kontrak.mocks import Settings, Simulator

    simulator = Simulator([load(name) for name in ("padi", "dgi", "tpos")], Settings())
    yield create_app(simulator).test_client()
    simulator.close()


@pytest.mark.parametrize("prefix", ["", "/w/team-a"])
@pytest.mark.parametrize("partner", ["padi", "dgi", "tpos"])
def test_a_page_names_only_files_that_are_served_here(docs: Any, partner: str, prefix: str) -> None:
    page = docs.get(f"{prefix}/_kontrak/docs/{partner}")
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    named = re.findall(r'(?:src|href|data-document)=["\']([^"\']+)', page.text)
    assert {docs.get(url).status_code for url in named} == {200}
    assert all(url.startswith(f"{prefix}/_kontrak/") for url in named)


def test_the_browser_may_ask_nobody_else(docs: Any) -> None:
    policy = docs.get("/_kontrak/docs/padi").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(("prefix", "server"), [("", "/"), ("/w/team-a", "/w/team-a")])
@pytest.mark.parametrize("partner", ["padi", "dgi", "tpos"])
def test_the_document_leads_back_to_the_world(docs: Any, partner: str, prefix: str, server: str) -> None:
    document = docs.get(f"{prefix}/_kontrak/docs/{partner}/openapi.json").json
    assert [one["url"] for one in document["servers"]] == [server]
    assert '"$ref": "./' not in str(document)
    assert "tpos.invalid" not in str(document["components"]["securitySchemes"])


def test_the_token_of_tpos_is_asked_here(docs: Any) -> None:
    schemes = docs.get("/w/a/_kontrak/docs/tpos/openapi.json").json["components"]["securitySchemes"]
    [url] = {flow["tokenUrl"] for one in schemes.values() for flow in one.get("flows", {}).values()}
    assert url == "http://localhost/w/a/tpos/oauth/token"


def test_the_page_of_a_signature_says_what_it_cannot(docs: Any) -> None:
    assert "cannot compute" in docs.get("/_kontrak/docs/dgi").text


@pytest.mark.parametrize(
    "url",
    ["nobody", "nobody/openapi.json", "assets/pages.py", "assets/..%2fpages.py", "assets/../pages.py", "assets/%2e%2e%2f__init__.py",
     "..%2f..%2fpyproject.toml", "assets/swagger-ui%2fLICENSE"],
)  # fmt: skip
def test_no_other_file_is_served(docs: Any, url: str) -> None:
    answer = docs.get(f"/_kontrak/docs/{url}")
    assert answer.status_code == 404
    assert "root_path" not in answer.text


def test_every_file_is_there_with_its_licence() -> None:
    assert all((FOLDER / file).is_file() for file, _ in ASSETS.values())
    assert "Apache License" in (FOLDER / "swagger-ui" / "LICENSE").read_text()


def test_the_index_leads_to_each_partner(docs: Any) -> None:
    for url in ("/_kontrak/docs", "/_kontrak/docs/"):
        assert set(re.findall(r"/_kontrak/docs/([a-z]+)\"", docs.get(url).text)) == {"dgi", "padi", "tpos"}
