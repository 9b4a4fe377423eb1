"""How a run says who it is: a key, a bearer token that it fetches, or a signature over the time.

Each kind also knows how it can be spoilt, by the name of the probe that tries it.
"""

from __future__ import annotations

from kontrak.conformance.client import Client
from kontrak.conformance.config import Target
from kontrak.conformance.credentials.bearer import FORM, Bearer
from kontrak.conformance.credentials.key import Key, Nobody
from kontrak.conformance.credentials.kind import Credentials
from kontrak.conformance.credentials.signature import Signature
from kontrak.contracts.model import Contract

__all__ = ["FORM", "Bearer", "Credentials", "Key", "Nobody", "Signature", "credentials"]


def credentials(contract: Contract, target: Target, client: Client, mark: str) -> Credentials:
    """The credentials of a target, of the kind that its contract asks for."""
    known = contract.credential
    if known is None:
        return Nobody()
    if known.kind == "bearer":
        return Bearer(known, target, client, mark)
    if known.kind == "signature":
        return Signature(known, target, mark)
    return Key(known, target, mark)
