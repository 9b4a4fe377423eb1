"""A simulator of the partners that obeys their contracts."""

from kontrak.mocks.adapters.flask_app import create_app
from kontrak.mocks.model import Request, Response
from kontrak.mocks.pipeline import Settings, Simulator

__all__ = ["Request", "Response", "Settings", "Simulator", "create_app"]
