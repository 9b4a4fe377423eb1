"""Every fault that can be planted, with the requirement that it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.planted.dgi.column_faults import DEVIATIONS
from tests.planted.dgi.row_faults import ROW_FAULTS
from tests.planted.dgi.tables import MODULES, PUSHES
from tests.planted.fault import Fault

_PLANTED: Final = {
    "DGI-API-001": {
        "does-not-know-pinb": "pinb/read is answered as an unknown path.",
        "refuses-the-printed-example": "inv1/add refuses the note of the printed example.",
    },
    "DGI-API-003": {
        "answers-get-with-success": "GET is answered with success.",
        "performs-put-like-post": "PUT is performed as POST is.",
        "performs-patch-like-post": "PATCH is performed as POST is.",
        "performs-delete-like-post": "DELETE is performed as POST is.",
    },
    "DGI-API-004": {
        "answers-success-to-broken-json": "A body that is not JSON is answered with success.",
        "answers-success-to-empty-bodies": "An empty body is answered with success.",
        "ignores-text-after-json": "What follows the first JSON value is ignored.",
    },
    "DGI-API-005": {
        "takes-the-first-of-an-array": "Of an array of messages the first is performed.",
        "answers-success-to-bare-values": "A text or number in place of the message is answered with success.",
    },
    "DGI-API-006": {
        "takes-any-content-type": "The content type is not looked at.",
        "takes-forms": "JSON is accepted when it is called a form.",
    },
    "DGI-API-007": {"answers-without-message": "A success has no member message."},
    "DGI-API-008": {"answers-status-as-text": "The status of a success is the text 1."},
    "DGI-API-009": {"answers-message-as-text": "The message of a read that succeeded is a text."},
    "DGI-API-010": {"answers-data-as-an-object": "The data of a read is an object that holds the list."},
    "DGI-API-011": {"refuses-reads-without-a-match": "A read that matches nothing is refused."},
    "DGI-API-012": {"refuses-with-a-problem-document": "A refusal of values is a problem document."},
    "DGI-API-013": {"refuses-with-a-text": "The message of a refusal is a text."},
    "DGI-API-014": {"refuses-with-an-empty-list-of-data": "The data of a refusal is an empty list."},
    "DGI-API-016": {
        "answers-500-to-broken-json": "A body that is not JSON is answered with 500.",
        "answers-500-to-invalid-utf8": "A body that is not UTF-8 is answered with 500.",
        "answers-500-to-deep-nesting": "A body nested too deeply is answered with 500.",
        "answers-500-to-nul-characters": "A text with a NUL character is answered with 500.",
    },
    "DGI-API-017": {
        "shows-a-stack-trace-to-wrong-values": "The refusal of a value shows a stack trace.",
        "shows-the-database-error-of-an-apostrophe": "A note with an apostrophe is refused with an SQLSTATE.",
    },
    "DGI-API-018": {"refuses-unknown-members-of-reads": "A read with an unknown member is refused."},
    "DGI-API-019": {
        "accepts-large-bodies": "A body of more than 1 MiB is answered with success, unread.",
        "refuses-large-bodies-without-a-word": "The refusal of a large body has no content.",
        "stops-serving-after-large-bodies": "After a large body every request is refused.",
    },
    "DGI-API-020": {"takes-the-last-of-two-members": "Of a member named twice the last counts."},
    "DGI-AUTH-001": {
        "serves-without-key": "Every operation is performed without a key.",
        "serves-prsl-without-key": "prsl/read alone is performed without a key.",
        "serves-dphlo-without-key": "The two operations of dphlo are performed without a key.",
    },
    "DGI-AUTH-002": {
        "serves-with-any-key": "Every operation is performed with any key.",
        "serves-uinb-with-any-key": "uinb/read alone is performed with any key.",
    },
    "DGI-AUTH-013": {
        "wants-the-printed-case-of-headers": "The key is found only under the header DGI-API-Key in this very case.",
    },
    "DGI-WIN-001": {"takes-reads-without-from-time": "A read without fromTime answers the last 7 days."},
    "DGI-WIN-002": {"takes-other-forms-of-fromTime": "fromTime in any other form is taken for some time."},
    "DGI-WIN-004": {"takes-other-forms-of-toTime": "toTime in any other form is taken for now."},
    "DGI-RD-001": {"demands-idSalesPeople": "A read without idSalesPeople is refused where it is a filter."},
    "DGI-ADD-010": {"answers-a-push-with-data": "The answer to a push has an empty list as data."},
    "DGI-ADD-011": {"confirms-without-words": "The message of a push that succeeded is null."},
    "DGI-ADD-013": {"refuses-ids-of-another-pattern": "inv1/add refuses an id that begins with a digit."},
    "DGI-INV1-100": {"refuses-large-amounts": "inv1/add refuses amounts of more than five million."},
    "DGI-INV2-100": {"refuses-several-njb": "inv2/add refuses more than one row of njb."},
    "DGI-DPHLO-100": {"refuses-several-parts": "dphlo/add refuses more than one row of parts."},
    "DGI-LSNG-021": {"refuses-the-old-filter-of-lsng": "lsng/read refuses the filter that it had before version 1.2."},
}


def _of_modules() -> Iterator[Fault]:
    for name, module in MODULES.items():
        id = f"DGI-{name.upper()}-"
        yield Fault(f"demands-a-dealer-in-{name}", f"{id}001", f"{name}/read without dealerId is refused.")
        for column in module.filters:
            text = f"{name}/read refuses a value of {column} that no record has."
            yield Fault(f"refuses-unknown-{column}-in-{name}", f"{id}011", text)
    for name, push in PUSHES.items():
        id, master = f"DGI-{name.upper()}-", push.master
        text = f"{name}/add takes a {master.column} that nobody knows."
        yield Fault(f"takes-unknown-{master.column}-in-{name}", f"{id}401", text)
        for number, column in enumerate(master.agree, 402):
            text = f"{name}/add takes a {column} that is not that of the {master.column}."
            yield Fault(f"takes-any-{column}-in-{name}", f"{id}{number}", text)


def _gathered() -> Iterator[Fault]:
    for requirement, faults in _PLANTED.items():
        for name, text in faults.items():
            yield Fault(name, requirement, text)
    yield from _of_modules()
    for known in (*DEVIATIONS, *ROW_FAULTS):
        yield Fault(known.name, known.requirement, known.text)


FAULTS: Final = tuple(_gathered())
