"""Parts claims and RPPs as TPOS keeps them: one record for each, their files apart, found by both their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal, Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.tpos import repeated
from kontrak.mocks.tpos.repeated import Fate

CLAIM, RPP = 1, 2
"""Tipe Claim (TPOS-R-089)."""
COLLECTIONS = {CLAIM: "parts_claims", RPP: "rpps"}
COLUMNS = {CLAIM: "noPartsClaimDms", RPP: "noRppDms"}
REQUIREMENTS = {CLAIM: "TPOS-CLM-405", RPP: "TPOS-RPP-405"}
FILES, BY_TAM = "files", "documents"
FILE_NAMES = ("attachment", "bap", "cancelReport")


@dataclass(frozen=True, slots=True)
class Document:
    """A parts claim or an RPP about `pieces` of a shipped line; days are YYYYMMDD, empty until known.

    `taken` is the ISO instant of its intake. What TAM adds: its number, `verdict` (TAM Judgement), the judged pieces.
    """

    key: str
    kind: int
    outlet: str
    number: str
    order: str
    invoice: str
    material: str
    name: str
    shipment: str
    code: str
    request: str
    pieces: int
    price: int
    note: str
    delivered: str
    received: str
    day: str
    taken: str
    fingerprint: str
    warnings: tuple[str, ...] = ()
    tam_number: str = ""
    verdict: str = ""
    judged_pieces: int = 0
    judged: str = ""
    supervised: str = ""
    tam_note: str = ""
    credit_advice: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether TAM has said its word."""
        return bool(self.tam_number)


def key_of(kind: int, outlet: str, number: str, copy: int = 1) -> str:
    """The key of a document: its kind is in it, so that a key alone finds it."""
    return f"{COLLECTIONS[kind]} {outlet}/{number}" + (f"#{copy}" if copy > 1 else "")


def load(turn: Turn, key: str) -> Document | None:
    """The document under a key."""
    place = turn.place(key.partition(" ")[0])
    found = records.find(turn.connection, [(place, key)])
    return _read(found[place, key].body) if found else None


def by_tam_number(turn: Turn, number: str) -> Document | None:
    """The judged document that TAM gave a number."""
    place = turn.place(BY_TAM)
    found = records.find(turn.connection, [(place, number)])
    return load(turn, found[place, number].body["document"]) if found else None


def listing(turn: Turn, kind: int, outlet: str) -> list[Document]:
    """All documents of a kind of an outlet, in order of intake."""
    found = (_read(one.body) for one in records.page(turn.connection, turn.place(COLLECTIONS[kind])))
    return [one for one in found if one and one.outlet == outlet]


def keep(turn: Turn, document: Document) -> None:
    """Store a document as it is now."""
    said = {"outletCode": document.outlet, COLUMNS[document.kind]: document.number, "state": asdict(document)}
    place = turn.place(COLLECTIONS[document.kind])
    records.put(turn.connection, place, Record(document.key, said, turn.world.now))
    if document.tam_number:
        body = {"noDokumenTam": document.tam_number, "document": document.key}
        records.put(turn.connection, turn.place(BY_TAM), Record(document.tam_number, body, turn.world.now))


def files(turn: Turn, document: Document) -> Mapping[str, Json]:
    """The files that were sent with a document, by column."""
    place = turn.place(FILES)
    found = records.find(turn.connection, [(place, document.key)])
    return found[place, document.key].body if found else {}


def keep_files(turn: Turn, document: Document, message: Mapping[str, Json]) -> None:
    """Store the files of a message."""
    sent = {name: message[name] for name in FILE_NAMES if message.get(name)}
    records.put(turn.connection, turn.place(FILES), Record(document.key, sent, turn.world.now))


def intake(call: Call, kind: int) -> tuple[Fate | Refusal, Document | None, str]:
    """What becomes of a document (TPOS-R-033), the known one of its number, and the key it will have."""
    outlet, number = call.message["outletCode"], call.message[COLUMNS[kind]]
    copy, known = 1, load(call, key_of(kind, outlet, number))
    while known and (later := load(call, key_of(kind, outlet, number, copy + 1))):
        copy, known = copy + 1, later
    fate = repeated.fate(call, known.fingerprint if known else None, COLUMNS[kind], REQUIREMENTS[kind])
    if fate is Fate.INSTEAD and known and known.is_judged:
        wanted = "a document that was not judged yet"
        fate = repeated.clash(call, COLUMNS[kind], REQUIREMENTS[kind], wanted)
    return fate, known, key_of(kind, outlet, number, copy + 1 if fate is Fate.BESIDE else copy)


def acknowledge(document: Document) -> Answer:
    """The acknowledgement at once (TPOS-R-024): the dealer's number, and what was taken in all the same."""
    body = {COLUMNS[document.kind]: document.number, "outletCode": document.outlet}
    return Answer(200, {**body, "warnings": list(document.warnings)})


def _read(body: Json) -> Document | None:
    try:
        state = body["state"]
        return replace(Document(**{f.name: state[f.name] for f in fields(Document)}), warnings=tuple(state["warnings"]))
    except (KeyError, TypeError):
        # A record that the control interface wrote is not of this form.
        return None
