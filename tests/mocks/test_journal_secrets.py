"""No secret member of a message is in the journal, however it is written; everything else is."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.mocks.control import Control
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


def test_a_secret_that_is_a_number_is_masked_too() -> None:
    assert storable(b'{"password": -12.5e+7, "a": 1}') == '{"password": "***", "a": 1}'


def test_what_was_wrong_shows_no_secret_either(padi: Any) -> None:
    padi.raw(b"{}", path=f"/nowhere/{padi_key()}", x_api_key=padi_key())
    padi.raw(json.dumps({"transaksi": {"password": SECRET}}).encode())
    kept = json.dumps(Control(padi.simulator).journal("default", 2)["entries"])
    assert (padi_key() in kept, SECRET in kept) == (False, False)


def padi_key() -> str:
    return "Kunci-Yang-Salah"


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
