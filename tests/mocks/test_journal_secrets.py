"""No secret member of a message is in the journal, however it is written; everything else is."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.mocks.stages.journal import LONGEST, SECRETS, storable

SECRET = "Rahasia-1"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"access_token":"{SECRET}"}}',
        f'{{"a": [{{"client_secret" : "{SECRET}"}}]}}',
        f'{{"p\\u0061ssword": "{SECRET}"}}',
        f'{{"password": "\\"{SECRET}"}}',
        f'{{"password": "{SECRET}',
        f"grant_type=password&password={SECRET}",
        f"pass%77ord={SECRET}&x=1",
        f"client%5Fsecret={SECRET}",
        f"key={SECRET}&key={SECRET}",
    ],
)
def test_the_value_of_a_secret_member_is_masked(body: str) -> None:
    assert SECRET not in storable(body.encode())
    assert "***" in storable(body.encode())


@pytest.mark.parametrize(
    "body", ['{"keyword": "x", "token_type": "bearer"}', '{"items": ["password"]}', "monkey=1&a=key", '{"a": "%"}']
)
def test_what_only_looks_like_one_is_shown(body: str) -> None:
    assert storable(body.encode()) == body


@given(
    st.sampled_from(sorted(SECRETS)), st.text(min_size=1).map(lambda text: f"<{text}>"), st.integers(0, LONGEST + 50)
)
def test_no_secret_is_shown_wherever_the_text_is_cut(name: str, secret: str, before: int) -> None:
    message = {"notes": "x" * before, name: secret, "after": 1}
    for body in (json.dumps(message), json.dumps(message, ensure_ascii=False), urlencode(message, errors="replace")):
        shown = storable(body.encode("utf-8", "surrogatepass"))
        assert "<" not in shown
        assert "%3C" not in shown
