"""The judgements that requirements on clients name; importing this registers all of them."""

from kontrak.conformance.consumer.trail import trail
from kontrak.conformance.consumer.trails import (
    credentials,
    duplicates,
    messages,
    retries,
    scenarios,
    windows,
)

__all__ = ["credentials", "duplicates", "messages", "retries", "scenarios", "trail", "windows"]
