"""The seventeen faults of the measured comparison with Schemathesis, each with the requirement that it breaks."""

from __future__ import annotations

from typing import Final

from tests.planted.fault import Fault

FAULTS: Final = (
    Fault("shows-toys-without-name", "TOYS-GET-001", "A toy is shown without its name."),
    Fault("makes-with-201", "TOYS-API-005", "Making a toy is answered with 201, which the document does not have."),
    Fault("breaks-on-astral-text", "TOYS-API-004", "A name with a character beyond 16 bits is answered with 500."),
    Fault("takes-unknown-members", "TOYS-TOY-007", "Members that no toy has are accepted."),
    Fault("takes-any-time", "TOYS-TOY-006", "Any text is accepted as the time of making."),
    Fault("shows-to-anybody", "TOYS-API-001", "Whatever is asked for with GET needs no key."),
    Fault("shows-deleted-toys", "TOYS-GET-003", "A toy that was taken away can still be shown."),
    Fault("hides-every-second-toy", "TOYS-GET-002", "Every second toy that was made cannot be shown."),
    Fault("takes-red-without-voltage", "TOYS-TOY-008", "A red toy without a voltage is accepted."),
    Fault("forgets-quantities", "TOYS-SUM-001", "The total is the sum of prices, whatever the quantities."),
    Fault("cuts-notes", "TOYS-KEEP-001", "A note is cut after 50 characters."),
    Fault("drops-offsets", "TOYS-KEEP-002", "A time keeps its digits, but not its offset from UTC."),
    Fault("lists-newest-first", "TOYS-LST-004", "The list is in the reverse order."),
    Fault("overlaps-pages", "TOYS-LST-003", "Each page but the first begins with the last toy of the one before."),
    Fault("ignores-idempotency-key", "TOYS-TOY-010", "A second request under one idempotency key makes a second toy."),
    Fault("keeps-old-values", "TOYS-UPD-001", "A change is answered with success, and nothing is changed."),
    Fault("takes-any-stage", "TOYS-UPD-002", "A toy may go from any stage to any other."),
)
