"""A planted server on a socket, for the few faults that cannot be seen in process."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

_NAMES: Final = "planted.header_names"


def header_names(environ: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names of the headers as they were spelt; None in process, where WSGI has no place for it."""
    return environ.get(_NAMES)


class _Handler(WSGIRequestHandler):
    """A handler that knows how headers were spelt, and prints nothing."""

    def make_environ(self) -> dict[str, Any]:
        """Return the environment of the request with the names as sent."""
        environ: dict[str, Any] = super().make_environ()
        environ[_NAMES] = tuple(self.headers.keys())
        return environ

    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def live(app: Flask) -> Iterator[str]:
    """The address at which an application is served meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
