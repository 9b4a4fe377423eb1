"""An invented client of PADI, as a project outside this one would have it."""

from __future__ import annotations

import httpx


class Shop:
    """Reads vendors, over any httpx client."""

    def __init__(self, base_url: str, key: str, http: httpx.Client | None = None) -> None:
        self._url = f"{base_url}/padi-umkm/1.2.0/padis"
        self._http = http or httpx.Client()
        self._headers = {"x-api-key": key}

    def vendors(self) -> list[str]:
        """The ids of the first ten vendors."""
        answer = self._http.post(self._url, json={"get_umkm": {"size": 10, "page": 1}}, headers=self._headers)
        answer.raise_for_status()
        return [row["uid"] for row in answer.json()["data"]]

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()
