"""Lets respx intercept httpx2, which it does not know: `using="httpcore2"` (install `kontrak[httpx2]`).

Importing this module registers the mocker. The routers themselves go on speaking httpx.
"""

from __future__ import annotations

from typing import Any, ClassVar

import httpx
from respx.mocks import HTTPCoreMocker

from kontrak.contracts import ConfigurationError

try:
    import httpcore2
except ImportError as error:
    raise ConfigurationError("httpx2 is not installed; pip install 'kontrak[httpx2]'") from error

NAME = "httpcore2"


class HTTPCore2Mocker(HTTPCoreMocker):
    """As for httpcore, one package further."""

    name = NAME
    targets: ClassVar[list[str]] = [target.replace("httpcore.", "httpcore2.", 1) for target in HTTPCoreMocker.targets]

    @classmethod
    def from_sync_httpx_response(
        cls,
        httpx_response: httpx.Response,
        target: Any,  # noqa: ARG003 - of the base class
        **_kwargs: Any,
    ) -> httpcore2.Response:
        """The answer of a router as one of httpcore2."""
        return httpcore2.Response(
            status=httpx_response.status_code,
            headers=httpx_response.headers.raw,
            content=httpx_response.stream,
            extensions=httpx_response.extensions,
        )
