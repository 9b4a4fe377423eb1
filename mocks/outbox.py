"""Batches as fixed-length files in a folder: whole or not there, and the same after a second attempt.

The default world's files lie in the folder itself, those of the world `anna` in `w/anna`, as in the URL.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from kontrak.contracts import ConfigurationError
from kontrak.contracts.feed import Feed
from kontrak.contracts.fixed import encode
from kontrak.contracts.model import Json
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.store.batches import Batch

LOG = logging.getLogger("kontrak.mocks")
HIDDEN = ".kontrak-"


class Outbox:
    """A folder for the files of some layouts."""

    def __init__(self, folder: Path, layouts: Iterable[str]) -> None:
        self._folder = folder
        self._ours = re.compile(rf"(?:{'|'.join(map(re.escape, layouts))})_[0-9]{{12}}\.txt", re.ASCII)

    def check(self) -> None:
        """Raise ConfigurationError where no file can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            NamedTemporaryFile(dir=self._folder, prefix=HIDDEN).close()
        except OSError as error:
            reason = error.strerror or str(error)
            raise ConfigurationError(f"cannot write to the outbox {self._folder}: {reason}; choose another") from None

    def of(self, world: str) -> Path:
        """The folder of a world."""
        return self._folder if world == DEFAULT_WORLD else self._folder / "w" / world

    def write(self, batch: Batch) -> None:
        """Write the file of a batch; a reader sees all of it or nothing. Raises OSError."""
        folder = self.of(batch.world)
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=HIDDEN, delete=False) as file:
            file.write(batch.file.encode(batch.encoding))
        new = Path(file.name)
        new.chmod(0o644)
        new.replace(folder / f"{batch.name}.txt")

    def clear(self, world: str) -> None:
        """Delete the files of a world. Raises OSError."""
        folder = self.of(world)
        for file in folder.iterdir() if folder.is_dir() else ():
            if self._ours.fullmatch(file.name) or file.name.startswith(HIDDEN):
                file.unlink(missing_ok=True)


def content(rows: Iterable[Mapping[str, Json]], feed: Feed) -> str:
    """What a file of rows holds; a row that fits no line is left out and named in the log."""
    found = []
    for row in rows:
        line = encode({key: _written(value, feed) for key, value in row.items()}, feed)
        if isinstance(line, str):
            found.append(line + feed.form.terminator)
        else:
            LOG.error("%s: a row does not fit its line: %s", feed.layout, "; ".join(map(str, line)))
    return "".join(found)


def _written(value: Json, feed: Feed) -> Json:
    """A value without characters that the file cannot hold: each becomes a question mark."""
    if not isinstance(value, str):
        return value
    printable = "".join(char if char.isprintable() else "?" for char in value)
    return printable.encode(feed.form.encoding, "replace").decode(feed.form.encoding)
