"""Eight bytes of every row at once: digits to numbers, and keys to hashes, without a loop in Python."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kontrak.conformance.feeds.lines import Bytes

Words = NDArray[np.uint64]
Mask = NDArray[np.bool_]
ALL = (1 << 64) - 1
LOW = np.uint64(0x0F0F0F0F0F0F0F0F)
PAIRS = np.uint64(0x00FF00FF00FF00FF)
FOURS = np.uint64(0x0000FFFF0000FFFF)
BLANKS = 0x2020202020202020
PRIME = np.uint64(0xC6A4A7935BD1E995)
SHIFT = np.uint64(47)


def word(rows: Bytes, start: int, end: int) -> Words:
    """The bytes `start` to `end` (at most eight) of each row at the top of a little-endian word, zeros below them."""
    size = end - start
    at = max(0, end - 8)
    if at + 8 > rows.shape[1] or not len(rows):
        padded = np.zeros((len(rows), 8), np.uint8)
        padded[:, 8 - size :] = rows[:, start:end]
        return padded.view("<u8")[:, 0]
    found = np.ndarray((len(rows),), "<u8", rows, at, (rows.strides[0],)).copy()
    if end - at < 8:
        found <<= np.uint64(8 * (8 - (end - at)))
    if size < 8:
        found &= np.uint64(ALL ^ ((1 << 8 * (8 - size)) - 1))
    return found


def number(rows: Bytes, start: int, end: int) -> NDArray[np.int64]:
    """The digits of each row as a number (at most 18 digits); blanks count as zeros, what is no digit gives any number."""
    if end - start <= 8:
        return _eight(word(rows, start, end)).view(np.int64)
    return number(rows, start, end - 8) * np.int64(10**8) + number(rows, end - 8, end)


def _eight(found: Words) -> Words:
    """Eight digits in three steps: pairs, fours, eight."""
    found &= LOW
    found *= np.uint64(2561)
    found >>= np.uint64(8)
    found &= PAIRS
    found *= np.uint64(6553601)
    found >>= np.uint64(16)
    found &= FOURS
    found *= np.uint64(42949672960001)
    found >>= np.uint64(32)
    return found


def texts(rows: Bytes, spans: list[tuple[int, int]]) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    """Some spans of each row, put together as one text that can be compared."""
    joined = np.ascontiguousarray(np.concatenate([rows[:, start:end] for start, end in spans], axis=1))
    return joined.view(f"S{joined.shape[1]}")[:, 0]


def is_blank(rows: Bytes, start: int, end: int) -> Mask:
    """Whether the bytes are all blanks."""
    blank: Mask = np.ones(len(rows), np.bool_)
    for stop in range(end, start, -8):
        first = max(start, stop - 8)
        size = stop - first
        wanted = np.uint64((BLANKS << 8 * (8 - size)) & ALL)
        blank &= word(rows, first, stop) == wanted
    return blank


def hashes(rows: Bytes, spans: list[tuple[int, int]]) -> Words:
    """A 64-bit hash of some spans of bytes of each row (after Murmur, word by word)."""
    found: Words = np.full(len(rows), 0x9E3779B97F4A7C15, np.uint64)
    for start, end in spans:
        for stop in range(end, start, -8):
            piece = word(rows, max(start, stop - 8), stop)
            piece *= PRIME
            piece ^= piece >> SHIFT
            piece *= PRIME
            found ^= piece
            found *= PRIME
    found ^= found >> SHIFT
    return found
