"""`kontrak verify`: the main job, for each role that a partner's implementation can have."""

from kontrak.cli.verify.command import verify

__all__ = ["verify"]
