"""Secrets and personal data are masked here, before a failure becomes part of a report."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import quote, quote_plus

from kontrak.contracts.model import Json

SECRET_HEADERS = frozenset({"authorization", "x-api-key", "cookie", "set-cookie", "dgi-api-key", "dgi-api-token"})
SECRET_WORDS = ("token", "secret", "password", "apikey")
PUBLIC = frozenset({"tokentype", "tokenurl"})
PERSONAL = (
    *("npwp", "no_rekening", "nama_pemilik_rekening", "no_telp", "hp", "email", "alamat"),
    *("noKtp", "noKTP", "noHp", "noHP"),
)
GLYPHS = "*#•·…×¤§¶†"  # noqa: RUF001 - one of them has to be absent from a secret

HEADER = re.compile(
    r"(?P<name>[A-Za-z0-9_-]+):\s*(?P<scheme>(?:Basic|Bearer|Digest|Token)\s+)?(?P<value>\S.*)", re.DOTALL
)
HEADER_LINE = re.compile(rf"(?i)\b({'|'.join(SECRET_HEADERS)})(:[ \t]*)(?:(?:Basic|Bearer)[ \t]+)?[^\s'\"][^\r\n'\"]*")
# A member may stand in a JSON text inside a JSON text, hence the backslashes, or in the repr of a dict.
MEMBER = re.compile(r"""(?P<quote>\\{0,7}["'])(?P<name>(?:[^"'\\]|\\u[0-9a-fA-F]{4}){1,80})(?P=quote)\s*:\s*""")
TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|[{}\[\]]""")
LITERAL = re.compile(r"[^\s,}\]]*")
FORM = re.compile(r"(?<![\w.-])(?P<name>[\w.-]{1,80})=(?P<value>[^&\s\"'<>]+)")
WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+""", re.DOTALL)
REFERENCE = re.compile(r"\$KONTRAK_[A-Z_]+")
NOTHING = frozenset({"null", "None", "true", "false", ""})


class Redactor:
    """Masks the known `secrets` everywhere, secret headers and members, and the members named in `fields`.

    >>> print(Redactor(["s3cr3t"], ()).text("curl -H 'x-api-key: s3cr3t' http://127.0.0.1/"))
    curl -H 'x-api-key: '"$KONTRAK_KEY" http://127.0.0.1/
    """

    def __init__(self, secrets: Collection[str], fields: Collection[str]) -> None:
        self._spellings = sorted({spelling for secret in secrets if secret for spelling in _spellings(secret)})
        self._fields = frozenset(map(_bare, (*PERSONAL, *fields)))
        used = "".join(self._spellings)
        # A mask of a character that no secret has cannot complete a secret together with its neighbours.
        self._mask = 3 * next((glyph for glyph in GLYPHS if glyph not in used), "\ufffd")

    def headers(self, headers: Mapping[str, Json]) -> dict[str, Json]:
        """The headers with the values of secret ones masked; the scheme of an authorization stays."""
        return {self._hidden(name): self._header(name, value) for name, value in headers.items()}

    def body(self, body: str) -> str:
        """The body, JSON or not, with secrets and the values of secret and personal members masked."""
        return self._hidden(self._forms(self._members(body)))

    def text(self, text: str) -> str:
        """Any text; in a curl line a secret becomes a reference to the environment: it still runs."""
        if text.lstrip().startswith("curl ") and _is_shell(text):
            return WORD.sub(lambda word: self._word(word[0]), text)
        return self.body(HEADER_LINE.sub(lambda found: found[1] + found[2] + self._mask, text))

    def _header(self, name: str, value: Json) -> Json:
        if isinstance(value, list | tuple):
            return [self._header(name, part) for part in value]
        if not _is_secret_header(name) or value in (None, ""):
            return self.body(value) if isinstance(value, str) else value
        found = HEADER.fullmatch(f"{name}: {value}")
        return (found["scheme"] or "" if found else "") + self._mask

    def _hidden(self, text: str, mask: str | None = None) -> str:
        pieces, end = [], 0
        for start, stop in _merged(self._occurrences(text)):
            pieces += [text[end:start], self._mask if mask is None else mask]
            end = stop
        return "".join([*pieces, text[end:]])

    def _occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        for spelling in self._spellings:
            start = text.find(spelling)
            while start >= 0:
                yield start, start + len(spelling)
                start = text.find(spelling, start + 1)

    def _members(self, text: str) -> str:
        pieces, end = [], 0
        while member := MEMBER.search(text, end):
            pieces.append(text[end : member.end()])
            end = member.end()
            if self._is_private(_decoded(member["name"])):
                stop = _value_end(text, end, member["quote"])
                if text[end:stop].strip(member["quote"]) not in NOTHING:
                    pieces.append(member["quote"] + self._mask + member["quote"])
                    end = stop
        return "".join([*pieces, text[end:]])

    def _forms(self, text: str) -> str:
        return FORM.sub(lambda m: f"{m['name']}={self._mask}" if self._is_private(m["name"]) else m[0], text)

    def _is_private(self, name: str) -> bool:
        bare = _bare(name)
        return bare in self._fields or (bare not in PUBLIC and any(word in bare for word in SECRET_WORDS))

    def _word(self, raw: str) -> str:
        plain = "".join(shlex.split(raw))
        header = HEADER.fullmatch(plain)
        if header and REFERENCE.fullmatch(header["value"]):
            return raw
        if header and _is_secret_header(header["name"]):
            known = self._hidden(header["value"]) != header["value"]
            name = _variable(header["name"], "KEY" if known or not self._spellings else "OTHER_KEY")
            return _shell([self._hidden(plain[: header.start("value")]), ""], name)
        parts = self._hidden(self._forms(self._members(plain)), "\0").split("\0")
        return raw if parts == [plain] else _shell(parts, "KONTRAK_KEY")


def _spellings(secret: str) -> set[str]:
    """The ways in which a secret may be written in a body, a URL or a page."""
    escaped = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    percent = {quote(secret, errors="replace"), quote(secret, "", errors="replace")}
    percent |= {quote_plus(secret, errors="replace")}
    lower = {re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), text) for text in percent}
    slashed = {text.replace("/", "\\/") for text in escaped}
    return {secret, html.escape(secret), *escaped, *slashed, *percent, *lower}


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _is_secret_header(name: str) -> bool:
    return name.casefold() in SECRET_HEADERS or any(word in _bare(name) for word in SECRET_WORDS)


def _is_shell(line: str) -> bool:
    try:
        return bool(shlex.split(line)) and "\0" not in line
    except ValueError:
        return False


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _decoded(name: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), name)


def _value_end(text: str, start: int, quote: str) -> int:
    """Where the value that begins there ends; a value cut short ends with the text."""
    if text.startswith(quote, start):
        inside = r"(?:[^\\]|\\.)*?" if len(quote) == 1 else r".*?"
        found = re.compile(f"{inside}(?:{re.escape(quote)}|\\Z)", re.DOTALL).match(text, start + len(quote))
        return found.end() if found else len(text)
    if text[start : start + 1] in ("{", "["):
        return _container_end(text, start)
    found = LITERAL.match(text, start)
    return found.end() if found else start


def _container_end(text: str, start: int) -> int:
    depth = 0
    for token in TOKEN.finditer(text, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return len(text)


def _variable(header: str, key: str) -> str:
    last = header.upper().rpartition("-")[2].rpartition("_")[2]
    return "KONTRAK_" + {"KEY": key, "AUTHORIZATION": "TOKEN"}.get(last, last)


def _shell(parts: list[str], variable: str) -> str:
    """The parts as one word of the shell, with the variable between them."""
    return f'"${variable}"'.join(shlex.quote(part) if part else "" for part in parts)
