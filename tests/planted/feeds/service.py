"""The web service of the planted producer: the inquiries that the role of a feed asks, and nothing else."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request

from tests.planted.feeds.chain import ORDERED, OUTLET, Chain

CLIENT, SECRET, TOKEN = "produser", "rahasia", "token-produser"


def service(known: Chain) -> Flask:
    """Answers what a chain knows."""
    app = Flask(__name__)

    @app.post("/tpos/oauth/token")
    def token() -> Response:
        return jsonify(access_token=TOKEN, token_type="bearer", expires_in=86399)

    @app.before_request
    def permit() -> Any:
        if request.path != "/tpos/oauth/token" and request.get_json().get("outletCode") != OUTLET:
            return jsonify(title="not yours", status=403), 403
        return None

    @app.post("/tpos/v1/order-status-inquiry")
    def order_status() -> Response:
        asked = _asked()
        is_known = known.orders.get(asked["noPo"]) == asked["tipeOrder"]
        return _rows([{"noPo": asked["noPo"], "tanggalPo": ORDERED}] if is_known else [])

    @app.post("/tpos/v1/etd-inquiry")
    def etd() -> Response:
        asked = _asked()
        found = known.etds.get((asked["noPo"], asked["noPart"]))
        is_known = found and known.orders.get(asked["noPo"]) == asked["tipeOrder"]
        return _rows([{"noPo": asked["noPo"], "noPart": asked["noPart"], "terakhirEtd": found}] if is_known else [])

    @app.post("/tpos/v1/claim-inquiry/detail")
    def detail() -> Any:
        asked = _asked()
        found = known.documents.get(asked["noDokumenTam"])
        if found is None:
            return jsonify(title="unknown", status=404), 404
        return jsonify(data=found | {"noDokumenTam": asked["noDokumenTam"]})

    return app


def _asked() -> dict[str, Any]:
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    asked: dict[str, Any] = request.get_json()
    return asked


def _rows(found: list[dict[str, Any]]) -> Response:
    return jsonify(data=found)
