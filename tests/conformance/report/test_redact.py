import json
import shlex
import shutil
import subprocess
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.conformance.report.redact import PERSONAL, Redactor

SECRET = "kunci-9f/8e+7d"
redactor = Redactor([SECRET], ["nama_gadis_ibu"])

# A secret inside the reference to the environment itself would be "seen" in every curl line.
secrets = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=4, max_size=20).filter(
    lambda text: text.strip() == text and not any(part in "'\"$KONTRAK_OTHER_KEY\"'" for part in (text, text[:3]))
)


@pytest.mark.parametrize(
    "name",
    [
        "authorization",
        "X-API-Key",
        "Cookie",
        "set-cookie",
        "DGI-API-Key",
        "DGI-API-Token",
        "X-Auth-Token",
        "client_secret",
    ],
)
def test_secret_headers_are_masked_by_name(name):
    assert redactor.headers({name: "anything"}) == {name: "***"}


def test_the_scheme_of_an_authorization_stays():
    assert redactor.headers({"Authorization": "Bearer abc.def"}) == {"Authorization": "Bearer ***"}


def test_other_headers_stay():
    headers = {"Idempotency-Key": "b7e0", "Content-Type": "application/json", "Date": "today"}
    assert redactor.headers(headers) == headers


def test_a_missing_key_stays_visible_as_missing():
    assert redactor.headers({"x-api-key": ""}) == {"x-api-key": ""}


def test_a_known_secret_is_masked_in_any_header():
    assert redactor.headers({"X-Echo": f"<{SECRET}>"}) == {"X-Echo": "<***>"}


@pytest.mark.parametrize("name", [*PERSONAL, "nama_gadis_ibu"])
def test_personal_members_are_masked(name):
    body = json.dumps({"data": [{name: "Budi 0812", "kota": "Solo"}]})
    assert json.loads(redactor.body(body)) == {"data": [{name: "***", "kota": "Solo"}]}


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ('{"hp" : 812, "a":1.50}', '{"hp" : "***", "a":1.50}'),
        ('{"hp":null,"email":"","npwp":"x"}', '{"hp":null,"email":"","npwp":"***"}'),
        ('{"alamat":{"jalan":"a}","no":[1]},"b":2}', '{"alamat":"***","b":2}'),
        ('{"email":["a@b.id","c@d.id"]}', '{"email":"***"}'),
        ('{"npwp":"a\\"b","npwp":"c"}', '{"npwp":"***","npwp":"***"}'),
        ('{"np\\u0077p":"09.2"}', '{"np\\u0077p":"***"}'),
        ('{"npwp":"09.254.2', '{"npwp":"***"'),
        ('{"alamat":{"jalan":"Mel', '{"alamat":"***"'),
        ('{"detail":"got {\\"npwp\\": \\"09.2\\"}"}', '{"detail":"got {\\"npwp\\": \\"***\\"}"}'),
        ("{'noKtp': '3374', 'x': 1}", "{'noKtp': '***', 'x': 1}"),
        ('{"access_token":"abc","token_type":"Bearer"}', '{"access_token":"***","token_type":"Bearer"}'),
        ("grant_type=password&password=abc&hp=0812&x=1", "grant_type=password&password=***&hp=***&x=1"),
        ("no JSON at all", "no JSON at all"),
        ("", ""),
    ],
)
def test_a_body_keeps_everything_but_the_private_values(body, masked):
    assert redactor.body(body) == masked


@pytest.mark.parametrize(
    "written",
    [SECRET, quote(SECRET), quote(SECRET, ""), quote(SECRET, "").lower(), SECRET.replace("/", "\\/")],
)
def test_a_secret_is_found_however_it_is_written(written):
    assert redactor.text(f"https://x/?k={written}&a=1") == "https://x/?k=***&a=1"


def test_overlapping_secrets_leave_no_rest():
    assert Redactor(["abcd", "cdef"], ()).text("xabcdefy") == "x***y"


def test_a_mask_never_completes_a_secret():
    assert "a*" not in Redactor(["a*", "bb"], ()).text("abb")


def test_a_header_in_a_text_is_masked():
    assert redactor.text("sent Authorization: Bearer abc\nnext") == "sent Authorization: ***\nnext"


CURL = shlex.join(
    [
        "curl",
        "-sS",
        "https://x/?a=b c",
        "-H",
        f"x-api-key: {SECRET}",
        "-H",
        "Idempotency-Key: b7",
        "--data-raw",
    ]
)


def test_the_key_of_a_curl_line_comes_from_the_environment():
    line = redactor.text(CURL + " " + shlex.quote('{"npwp": "09", "nama": "it\'s"}'))
    assert "'x-api-key: '\"$KONTRAK_KEY\"" in line
    assert "Idempotency-Key: b7" in line
    assert "09" not in line


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
def test_a_curl_line_still_runs_with_the_key_in_the_environment():
    body = json.dumps({"npwp": "09", "nama": "it's $HOME `x`", "echo": SECRET})
    line = redactor.text(f"{CURL} {shlex.quote(body)}").replace("curl", "printf '%s\\n'", 1)
    done = subprocess.run(["sh", "-c", line], env={"KONTRAK_KEY": SECRET}, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [*shlex.split(CURL)[1:], body.replace('"09"', '"***"')]


def test_a_wrong_key_is_not_taken_for_the_right_one():
    assert "$KONTRAK_OTHER_KEY" in redactor.text("curl http://x -H 'x-api-key: wrong'")


def test_a_token_has_its_own_variable():
    line = redactor.text("curl http://x -H 'Authorization: Bearer abc' -H 'DGI-API-Token: def'")
    assert "'Authorization: Bearer '\"$KONTRAK_TOKEN\"" in line
    assert "'DGI-API-Token: '\"$KONTRAK_TOKEN\"" in line


def test_a_redacted_curl_line_stays_as_it_is():
    once = redactor.text(CURL)
    assert redactor.text(once) == once


def test_a_broken_curl_line_is_masked_too():
    assert SECRET not in redactor.text(f"curl 'unbalanced {SECRET}")


@given(
    st.lists(secrets, min_size=1, max_size=4),
    st.lists(st.text(max_size=8), min_size=1, max_size=6),
    st.data(),
)
def test_no_known_secret_survives(known, pieces, data):
    mixed = data.draw(st.permutations([*pieces, *known]))
    text = "".join(mixed)
    clean = Redactor(known, ())
    outputs = [
        clean.text(text),
        clean.body(text),
        clean.body(json.dumps({"a": text, text: [text]}, ensure_ascii=False)),
        clean.body(f"a={text}&b={text}"),
        *clean.headers({"X-Echo": text}).values(),
        *clean.headers({text: "x"}),
    ]
    assert not [(secret, output) for secret in known for output in outputs if secret in output]


@given(st.lists(secrets, min_size=1, max_size=3), st.data())
def test_no_known_secret_survives_in_a_curl_line(known, data):
    words = [
        f"x-api-key: {data.draw(st.sampled_from(known))}",
        json.dumps({"a": known}),
        *known,
        "https://x/",
    ]
    line = Redactor(known, ()).text("curl " + shlex.join(data.draw(st.permutations(words))))
    assert not [secret for secret in known if any(secret in word for word in shlex.split(line))]


@given(st.text())
def test_without_secrets_a_text_without_private_names_stays(text):
    if "=" not in text and ":" not in text and not text.lstrip().startswith("curl "):
        assert Redactor([], ()).text(text) == text
