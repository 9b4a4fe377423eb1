"""What the first bytes of a file tell before any record is read: a mark of byte order, or an encoding of another kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BOM = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 1 << 12


@dataclass(frozen=True, slots=True)
class Head:
    """How many bytes to skip (a UTF-8 mark), and the encoding that makes the file unreadable as bytes, if there is one."""

    skip: int = 0
    fatal: str = ""


def read_head(first: bytes) -> Head:
    """What the first block of a file tells."""
    looked = first[:LOOKED_AT]
    if looked.startswith(BOM):
        return Head(skip=len(BOM))
    if looked.startswith(WIDE) or _is_half_empty(looked):
        return Head(fatal="utf-16")
    if _is_ebcdic(looked):
        return Head(fatal="ebcdic")
    return Head()


def _is_half_empty(looked: bytes) -> bool:
    """Every second byte zero: texts of two bytes for each character."""
    evens, odds = looked[::2], looked[1::2]
    return len(looked) > 3 and (odds.count(0) > 0.9 * len(odds) or evens.count(0) > 0.9 * len(evens))


def _is_ebcdic(looked: bytes) -> bool:
    """Mostly the blanks, digits and capitals of EBCDIC, and none of the blanks or line feeds of ASCII."""
    if len(looked) < 16 or b" " in looked or b"\n" in looked:
        return False
    plain = sum(byte == 0x40 or 0xC1 <= byte <= 0xF9 for byte in looked)
    return plain > 0.9 * len(looked)


def skip(blocks: Iterable[bytes], number: int) -> Iterator[bytes]:
    """The blocks without the first `number` bytes."""
    for block in blocks:
        yield block[number:]
        number = max(0, number - len(block))
