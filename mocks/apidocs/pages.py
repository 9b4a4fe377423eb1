"""The pages of the API documentation as texts, and the document that each of them shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from kontrak.contracts import Contract
from kontrak.contracts.export import bundle
from kontrak.contracts.model import Json

FOLDER = Path(__file__).parent
ASSETS: Mapping[str, tuple[str, str]] = {
    "swagger-ui-bundle.js": ("swagger-ui/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("swagger-ui/swagger-ui.css", "text/css; charset=utf-8"),
    "favicon-32x32.png": ("swagger-ui/favicon-32x32.png", "image/png"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
}
"""All files that are served, by name: no name of a request is ever part of a path."""
SCRIPTS = ("swagger-ui-bundle.js", "page.js")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The browser asks nobody but this server, and runs no script but ours; Swagger UI writes styles into its elements."""
NOTICES = {
    "key": "Try it out: the key is in <a href='{control}/credentials'>{control}/credentials</a>; enter it under Authorize.",
    "bearer": "Try it out: clients, users and their secrets are in <a href='{control}/credentials'>{control}/credentials</a>;"
    " enter a client under Authorize, which asks for its token.",
    "signature": "Each call carries a signature over key, secret and time, good for ten seconds. This page cannot compute it:"
    " under Try it out it shows the request, and the answer is the refusal of the token."
    " Credentials: <a href='{control}/credentials'>{control}/credentials</a>.",
    "none": "Try it out: no credential is asked.",
}


class Pages:
    """The pages of some partners; `control` is always the path of the control interface of a world."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        self._contracts = {contract.name: contract for contract in contracts}
        self._template = Template((FOLDER / "page.html").read_text(encoding="utf-8"))
        self._bundled: dict[str, str] = {}

    def index(self, control: str) -> str:
        """The page that lists the partners."""
        return self._page("API documentation", control, "Choose a partner.")

    def page(self, partner: str, control: str) -> str | None:
        """The page of one partner, None for an unknown one."""
        if (contract := self._contracts.get(partner)) is None:
            return None
        title = f"{partner}: {contract.openapi.get('info', {}).get('title', '')}"
        kind = contract.credential.kind if contract.credential else "none"
        return self._page(title, control, NOTICES[kind].format(control=control), f"{partner}/openapi.json")

    def document(self, partner: str, prefix: str, origin: str) -> Json:
        """A partner's OpenAPI document whose calls go to one world of this server: to `prefix` below `origin`.

        None for an unknown partner.
        """
        if (contract := self._contracts.get(partner)) is None:
            return None
        text = self._bundled[partner] = self._bundled.get(partner) or json.dumps(bundle(contract))
        shown = json.loads(text)
        shown["servers"] = [{"url": prefix or "/", "description": "this simulator"}]
        for scheme in shown.get("components", {}).get("securitySchemes", {}).values():
            for flow in (flow for flow in scheme.get("flows", {}).values() if "tokenUrl" in flow):
                flow["tokenUrl"] = f"{origin}{prefix}{urlsplit(flow['tokenUrl']).path}"
        return shown

    def _page(self, title: str, control: str, notice: str, document: str = "") -> str:
        base = f"{control}/docs"
        links = (f'<a href="{base}/{escape(name)}">{escape(name)}</a>' for name in self._contracts)
        scripts = SCRIPTS if document else ()
        return self._template.substitute(
            title=escape(title),
            base=base,
            links="".join(links),
            notice=notice,
            document=escape(f"{base}/{document}"),
            scripts="".join(f'<script src="{base}/assets/{name}"></script>\n' for name in scripts),
        )


def asset(name: str) -> tuple[bytes, str] | None:
    """A file that the pages need, and its content type; None for an unknown one."""
    if name not in ASSETS:
        return None
    file, kind = ASSETS[name]
    return (FOLDER / file).read_bytes(), kind
