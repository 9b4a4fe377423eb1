"""The journal as people read it: filters, pages, curl lines, HAR, and never a secret."""

from __future__ import annotations

import json
import shlex
import subprocess
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import load
from kontrak.mocks import Request, Settings, Simulator
from kontrak.mocks.adapters.child import running_mock
from kontrak.mocks.control import Control, curl

PATH = "/padi-umkm/1.2.0/padis"


def ask(padi: Any, times: int = 1) -> None:
    for _ in range(times):
        padi.raw(b'{"get_transaksi": {"size": 5, "page": 1}}')


def test_pages_follow_each_other_and_end(http: Any, padi: Any) -> None:
    ask(padi, 7)
    seen, query = [], "limit=3"
    while query:
        page = http.get(f"/_kontrak/journal?{query}").json
        seen += [entry["id"] for entry in page["entries"]]
        query = f"limit=3&before={page['next']}" if page["next"] else ""
        ask(padi)
    assert seen == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("operation=listTransaksi", 2),
        ("operation=createUmkm", 0),
        ("partner=padi", 3),
        ("partner=dgi", 0),
        ("verdict=fault", 1),
        ("fault=*", 2),
        ("fault=malformed", 1),
        ("fault=busy", 1),
        ("since=2026-01-05T08:00:00%2B07:00", 4),
        ("since=2026-01-05T01:30:00Z", 1),
        ("until=2026-01-05T08:30:00+07:00", 3),
        ("world=team-a", 1),
        ("world=*", 5),
    ],
)
def test_entries_are_chosen_by_what_is_asked(http: Any, padi: Any, padi_in: Any, query: str, count: int) -> None:
    http.post("/_kontrak/clock", json={"now": "2026-01-05T08:00:00+07:00"})
    faults = [{"id": "busy", "kind": "http"}, {"kind": "malformed", "calls": {"from": 2, "to": 2}}]
    http.post("/_kontrak/faults", json=faults)
    ask(padi, 2)
    padi.raw(b"{}", path="/nowhere")
    http.post("/_kontrak/clock", json={"advance": "PT1H"})
    padi.raw(b"{}")
    ask(padi_in(padi.simulator, "team-a"))
    assert http.get(f"/_kontrak/journal?{query}").json["count"] == count


@pytest.mark.parametrize(
    "query", ["since=soon", "until=x", "fault=a b", "world=../x", "color=red", "format=xml", "before=-1", "verdict=ok"]
)
def test_a_filter_that_is_none_is_refused(http: Any, query: str) -> None:
    response = http.get(f"/_kontrak/journal?{query}")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


def test_to_look_at_a_journal_makes_no_world(http: Any) -> None:
    assert http.get("/w/nobody/_kontrak/journal").json["count"] == 0
    assert "nobody" not in [world["name"] for world in http.get("/_kontrak/worlds").json["worlds"]]


def test_an_entry_says_what_was_wrong_by_requirement(http: Any, padi: Any, transaksi: Any) -> None:
    padi.report(transaksi, tkdn=None)
    [wrong] = http.get("/_kontrak/journal?verdict=refused").json["entries"][0]["violations"]
    assert (wrong["requirement"], wrong["pointer"], wrong["got"]) == ("PADI-TRX-023", "/transaksi/tkdn", "null")


@pytest.mark.parametrize("how", [{"query_string": {"format": "har"}}, {"headers": {"accept": "application/har+json"}}])
def test_har_has_the_members_that_the_format_asks_for(http: Any, padi: Any, how: Any) -> None:
    ask(padi)
    padi.raw(b"", method="GET", path="/nowhere")
    log = http.get("/_kontrak/journal", **how).json["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "kontrak")
    first, second = log["entries"]
    assert first["request"]["postData"]["text"].startswith('{"get_transaksi"')
    assert second["response"]["status"] == 404
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"} <= set(
            entry["request"]
        )
        assert {"status", "statusText", "content", "redirectURL", "headersSize", "bodySize"} <= set(entry["response"])


def test_the_curl_line_asks_the_same_again() -> None:
    body = '{"get_transaksi": {"size": 5, "page": 1}, "it\'s": "$HOME `x`"}'
    with running_mock() as url:
        import httpx

        def refused() -> Any:
            return httpx.get(f"{url}/w/a/_kontrak/journal").json()["entries"][0]

        headers = {"x-api-key": "kontrak-padi-key", "content-type": "application/json", "x-note": "it's $HOME"}
        httpx.post(f"{url}/w/a{PATH}?a=1%262&b=", content=body, headers=headers)
        first = refused()
        subprocess.run(
            ["sh", "-c", first["curl"]], env={"X_API_KEY": "kontrak-padi-key", "PATH": "/usr/bin:/bin"}, check=True
        )
        second = refused()
    same = ("method", "path", "query", "request", "answer", "status", "world")
    assert second["id"] > first["id"]
    assert [first[name] for name in same] == [second[name] for name in same]
    assert second["headers"]["x-note"] == "it's $HOME"


def entry(**changed: Any) -> dict[str, Any]:
    known = {"id": 7, "method": "POST", "path": "/x", "world": "default", "headers": {}, "query": {}, "request": ""}
    return known | changed


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"method": "GET"}, "curl -sS http://m/x"),
        ({"method": "DELETE", "world": "a"}, "curl -sS -X DELETE http://m/w/a/x"),
        ({"headers": {"authorization": "Bearer ***"}}, """curl -sS -X POST http://m/x -H 'authorization: Bearer '"$AUTHORIZATION\""""),
        ({"request": '{"password": "***", "a": 1}'}, """curl -sS http://m/x --data-binary '{"password": "'"$PASSWORD"'", "a": 1}'"""),
        ({"request": "client_secret=***"}, """curl -sS http://m/x --data-binary client_secret="$CLIENT_SECRET\""""),
        ({"request": "xxx… (5000 bytes)"}, "curl -sS http://m/x --data-binary @request-7"),
    ],
)  # fmt: skip
def test_a_secret_is_a_variable_of_the_shell(changed: dict[str, Any], line: str) -> None:
    assert curl.line(entry(**changed), "http://m") == line


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@given(TEXT, TEXT, TEXT)
def test_no_text_breaks_out_of_its_word(path: str, header: str, body: str) -> None:
    line = curl.line(entry(path=f"/{path}", headers={"x-a": header}, request=body), "http://m")
    words = shlex.split(line.replace('"$', '"'))
    assert words[:2] == ["curl", "-sS"]
    assert {word for word in words if word.startswith("-")} - {body} <= {"-sS", "-X", "-H", "--data-binary"}


def test_a_secret_in_the_url_of_a_header_is_masked(http: Any, padi: Any) -> None:
    padi.raw(b"{}", referer="https://a.b/c?x=1&access_token=abcdefgh1#top")
    kept = http.get("/_kontrak/journal").json["entries"][0]["headers"]["referer"]
    assert kept == "https://a.b/c?x=1&access_token=***#top"


SECRETS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.~", min_size=8, max_size=40).map(lambda text: f"S3{text}")
HEADERS = st.sampled_from(
    [
        "authorization",
        "x-api-key",
        "dgi-api-key",
        "dgi-api-token",
        "crm-api-token",
        "cookie",
        "x-signature",
        "x-auth-token",
        "proxy-authorization",
    ]
)


@pytest.fixture(scope="module")
def all_partners() -> Any:
    simulator = Simulator([load(name) for name in ("padi", "dgi", "tpos")], Settings())
    yield simulator
    simulator.close()


@settings(max_examples=60, deadline=None)
@given(
    header=HEADERS,
    form=st.sampled_from(["{}", "Bearer {}", "Basic {}"]),
    secret=SECRETS,
    path=st.sampled_from([PATH, "/tpos/oauth/token", "/dgi-api/v1.3/prsp/read", "/nowhere"]),
    where=st.sampled_from(["only", "body", "query", "path", "agent"]),
)
def test_no_secret_that_is_sent_is_kept_wherever_it_stands(
    all_partners: Any, header: str, form: str, secret: str, path: str, where: str
) -> None:
    sent = b64encode(f"user:{secret}".encode()).decode() if form.startswith("Basic") else secret
    headers = {
        header: form.format(sent),
        "content-type": "application/json",
        "user-agent": secret if where == "agent" else "x",
    }
    body = json.dumps({"note": secret} if where == "body" else {}).encode()
    query = {"q": secret} if where == "query" else {"access_token": secret}
    all_partners.handle(Request("POST", f"{path}/{secret}" if where == "path" else path, body, headers, query))
    control = Control(all_partners)
    kept = json.dumps([control.journal("default", 1), control.har("default", 1, None, {}, "http://m")])
    assert secret not in kept
    assert sent not in kept
