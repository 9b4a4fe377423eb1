"""A stream of bytes as records: those of the right length as rows of a byte matrix, all others one by one.

How records end is read from the head of the file: at line feeds (a carriage return before one belongs to the end); if there is
none, at carriage returns; if there is neither, after every `width` bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

HEAD = 1 << 16
LONGEST = 1 << 20
ENDS = {b"\n": "LF", b"\r\n": "CRLF", b"\r": "CR", b"": "none"}
Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Odd:
    """A record of another length: its number from 1, its bytes (the first ones of a very long one), its length and end."""

    number: int
    data: bytes
    length: int
    end: str


@dataclass(slots=True)
class Records:
    """The records of one block: `rows` (n, at least `width`) with their `numbers`, the `odd` ones, and how they ended.

    `ends` maps each kind of end to how many ended so, and the number of the first.
    """

    rows: Bytes
    numbers: Numbers
    odd: list[Odd] = field(default_factory=list)
    ends: dict[str, tuple[int, int]] = field(default_factory=dict)


def mark_of(head: bytes) -> bytes:
    """What ends the records of a file that begins like this: a line feed, a carriage return, or nothing."""
    return next((mark for mark in (b"\n", b"\r") if mark in head), b"")


def records(blocks: Iterable[bytes], width: int, mark: bytes) -> Iterator[Records]:
    """The records of a file, block by block; `width` is that of a right record without its end, `mark` from `mark_of`."""
    splitter = Splitter(width, mark)
    for block in blocks:
        yield splitter.feed(block)
    yield splitter.close()


class Splitter:
    """Cuts blocks into records and keeps what is not yet complete."""

    def __init__(self, width: int, mark: bytes) -> None:
        self.width, self.mark = width, mark
        self.rest, self.dropped, self.seen = b"", 0, 0
        self.kept = max(1024, 8 * width)
        self.ends = [b"\n", b"\r\n"] if mark == b"\n" else [mark]

    def feed(self, block: bytes) -> Records:
        """The records that are complete with this block."""
        data = self.rest + block
        cut = data.rfind(self.mark) + 1 if self.mark else len(data) - len(data) % self.width
        self.rest = data[cut:]
        if len(self.rest) > LONGEST and self.mark:
            keep = self.rest[: self.kept]
            self.dropped += len(self.rest) - len(keep)
            self.rest = keep
        return self._cut(data[:cut])

    def close(self) -> Records:
        """The last record, if it has no end."""
        rest, self.rest = self.rest, b""
        if not rest:
            return Records(*_empty(self.width))
        length, number = len(rest) + self.dropped, int(self._number(1)[0])
        if length != self.width:
            return Records(*_empty(self.width), [Odd(number, rest[: self.kept], length, "none")], {"none": (1, number)})
        return Records(np.frombuffer(rest, np.uint8)[None, :], np.array([number]), [], {"none": (1, number)})

    def _cut(self, data: bytes) -> Records:
        if not data:
            return Records(*_empty(self.width))
        if not self.mark:
            return self._aligned(data, b"")
        if not self.dropped:
            for end in self.ends:
                if self._is_aligned(data, end):
                    self.ends.sort(key=lambda other: other != end)
                    return self._aligned(data, end)
        return self._by_marks(data)

    def _is_aligned(self, data: bytes, end: bytes) -> bool:
        stride = self.width + len(end)
        number, over = divmod(len(data), stride)
        if over or data[-len(end) :] != end or data.count(self.mark) != number:
            return False
        table = np.frombuffer(data, np.uint8).reshape(number, stride)
        is_plain = end == b"\r\n" or self.mark == b"\r" or not (table[:, self.width - 1] == ord("\r")).any()
        return is_plain and all((table[:, self.width + at] == byte).all() for at, byte in enumerate(end))

    def _aligned(self, data: bytes, end: bytes) -> Records:
        table = np.frombuffer(data, np.uint8).reshape(-1, self.width + len(end))
        numbers = self._number(len(table))
        return Records(table, numbers, [], {ENDS[end]: (len(table), int(numbers[0]))})

    def _number(self, count: int) -> Numbers:
        self.seen += count
        return np.arange(self.seen - count + 1, self.seen + 1, dtype=np.int64)

    def _by_marks(self, data: bytes) -> Records:
        """Records of several lengths or ends: the right ones are gathered, the others listed."""
        array = np.frombuffer(data, np.uint8)
        stops = np.flatnonzero(array == ord(self.mark))
        starts = np.concatenate(([0], stops[:-1] + 1))
        has_return = (
            (stops > starts) & (array[stops - 1] == ord("\r")) if self.mark == b"\n" else np.zeros(len(stops), bool)
        )
        lengths, numbers = stops - starts - has_return, self._number(len(stops))
        right = lengths == self.width
        rows = array[starts[right][:, None] + np.arange(self.width)]
        plain = ENDS[self.mark]
        kinds = {plain: np.flatnonzero(~has_return), "CRLF": np.flatnonzero(has_return)}
        ends = {kind: (len(at), int(numbers[at[0]])) for kind, at in kinds.items() if len(at)}
        found = Records(rows, numbers[right], [], ends)
        for at in np.flatnonzero(~right):
            start, length = int(starts[at]), int(lengths[at])
            extra, self.dropped = self.dropped, 0
            end = "CRLF" if has_return[at] else plain
            found.odd.append(Odd(int(numbers[at]), data[start : start + min(length, self.kept)], length + extra, end))
        return found


def _empty(width: int) -> tuple[Bytes, Numbers]:
    return np.empty((0, width), np.uint8), np.empty(0, np.int64)
