"""An exchange as the curl line that asks the same again; what was secret is a variable of the shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from kontrak.contracts.model import Json
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.stages.journal import MASK

LEFT_OUT = frozenset(("host", "content-length", "connection", "accept-encoding", "user-agent", "transfer-encoding"))
CUT = re.compile(r"… \([0-9]+ bytes\)\Z")
NAMED_BEFORE = re.compile(r"""([A-Za-z0-9_.-]+)"?\s*[:=]\s*"?\Z""")


def line(entry: Mapping[str, Json], base_url: str) -> str:
    """The curl line of a journal entry; a body that was too long to be kept is asked for as a file."""
    words = ["curl", "-sS", *_method(entry), _url(entry, base_url)]
    for name, value in (entry["headers"] or {}).items():
        if name not in LEFT_OUT and value:
            words += ["-H", _quoted(f"{name}: {value}", name)]
    if CUT.search(entry["request"]):
        words += ["--data-binary", f"@request-{entry['id']}"]
    elif entry["request"]:
        words += ["--data-binary", _quoted(entry["request"])]
    return " ".join(words)


def _method(entry: Mapping[str, Json]) -> list[str]:
    usual = "POST" if entry["request"] else "GET"
    return [] if entry["method"] == usual else ["-X", shlex.quote(entry["method"])]


def url(entry: Mapping[str, Json], base_url: str) -> str:
    """Where the request of an entry went to."""
    world = "" if entry["world"] == DEFAULT_WORLD else f"/w/{entry['world']}"
    query = urlencode(entry["query"] or {}, safe="*")
    return f"{base_url.rstrip('/')}{world}{quote(entry['path'], safe='/*')}{'?' if query else ''}{query}"


def _url(entry: Mapping[str, Json], base_url: str) -> str:
    return _quoted(url(entry, base_url))


def _quoted(text: str, name: str = "") -> str:
    """A word of the shell in which each masked secret is a variable with the name of its header, member or field."""
    pieces = text.split(MASK)
    word = shlex.quote(pieces[0])
    before = pieces[0]
    for piece in pieces[1:]:
        named = name or next(iter(NAMED_BEFORE.findall(before)), "secret")
        word += f'"${re.sub(r"[^A-Za-z0-9]", "_", named).upper()}"' + (shlex.quote(piece) if piece else "")
        before += MASK + piece
    return word
