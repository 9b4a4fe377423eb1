"""A file to check: plain, `.gz` or `.zip` with one member, read in blocks; what a small archive unfolds to is bounded."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
HEAD = 1 << 16
LIMIT = 1 << 30
RATIO = 200
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)
Progress = Callable[[int], None]


class Unreadable(Exception):
    """The file cannot be read to its end; the text says why."""


def _silent(_done: int) -> None:
    """No one wants to know."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how its bytes are reached.

    `limit` is the number of bytes that an archive may unfold to whatever its size; beyond it, `RATIO` bytes for each of
    the file. `block` is the number of bytes read at once.
    """

    path: Path
    limit: int = LIMIT
    block: int = BLOCK

    @property
    def size(self) -> int:
        """The bytes of the file as it lies there."""
        return self.path.stat().st_size

    def digest(self) -> str:
        """SHA-256 of the content, by which files of one content are known; the path of a file that cannot be read."""
        total = hashlib.sha256()
        try:
            for block in self.blocks():
                total.update(block)
        except Unreadable:
            return str(self.path)
        return total.hexdigest()

    def blocks(self, progress: Progress = _silent) -> Iterator[bytes]:
        """The content, block by block; `progress` is told the bytes of the file that are read so far.

        Raises Unreadable, at the latest where the content breaks off.
        """
        with ExitStack() as stack:
            try:
                raw = stack.enter_context(self.path.open("rb"))
                content = stack.enter_context(self._content(raw, stack))
                yield from self._bounded(raw, content, progress)
            except BROKEN as error:
                raise Unreadable(f"{self.path.name}: {str(error) or type(error).__name__}") from None

    def with_head(self, progress: Progress = _silent) -> tuple[bytes, Iterator[bytes]]:
        """The first bytes of the content (`HEAD`, if there are so many), and all blocks, those of the head included."""
        blocks, head = self.blocks(progress), b""
        while len(head) < HEAD and (block := next(blocks, b"")):
            head += block
        again = (head[at : at + self.block] for at in range(0, len(head), self.block))
        return head[:HEAD], chain(again, blocks)

    def _content(self, raw: IO[bytes], stack: ExitStack) -> IO[bytes]:
        magic = raw.read(4)
        raw.seek(0)
        if magic[:2] == b"\x1f\x8b":
            unzipped: IO[bytes] = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment] # it reads like one
            return unzipped
        if magic == b"PK\x03\x04":
            archive = stack.enter_context(zipfile.ZipFile(raw))
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise Unreadable(f"{self.path.name}: the archive has {len(members)} files; wanted one")
            return archive.open(members[0])
        return raw

    def _bounded(self, raw: IO[bytes], content: IO[bytes], progress: Progress) -> Iterator[bytes]:
        total, most = 0, max(self.limit, self.size * RATIO)
        while block := content.read(self.block):
            total += len(block)
            if content is not raw and total > most:
                raise Unreadable(f"{self.path.name}: unfolds to more than {most} bytes, which no archive of rows does")
            progress(raw.tell() if not raw.closed else total)
            yield block
