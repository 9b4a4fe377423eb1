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
    "DGI-API-012": {
        "refuses-with-status-as-text": "The status of a refusal is the text 0.",
        "refuses-with-html": "A refusal of values is a page of HTML.",
    },
    "DGI-API-013": {"refuses-with-a-text": "The message of a refusal is a text."},
    "DGI-API-014": {"refuses-with-an-empty-list-of-data": "The data of a refusal is an empty list."},
    "DGI-API-016": {
        "answers-500-to-broken-json": "A body that is not JSON is answered with 500.",
        "answers-500-to-invalid-utf8": "A body that is not UTF-8 is answered with 500.",
        "answers-500-to-deep-nesting": "A body nested too deeply is answered with 500.",
        "answers-500-to-nul-characters": "A text with a NUL character is answered with 500.",
        "answers-500-to-nul-characters-in-rows": "A NUL character in a row of a list is answered with 500.",
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
    "DGI-API-015": {"refuses-reads-with-400": "A refused read has HTTP status 400."},
    "DGI-API-021": {"answers-100-records-at-most": "A read answers the newest 100 records."},
    "DGI-API-022": {
        "answers-unknown-paths-with-success": "An unknown path is answered with success.",
        "answers-every-version": "The version in the path is not looked at.",
    },
    "DGI-API-024": {"calls-its-answers-html": "The content type of answers is text/html."},
    "DGI-API-028": {"refuses-pushes-with-400": "A refused push has HTTP status 400."},
    "DGI-API-029": {"refuses-a-charset": "A content type that names a charset is refused."},
    "DGI-AUTH-001": {
        "serves-without-key": "Every operation is performed without a key.",
        "serves-prsl-without-key": "prsl/read alone is performed without a key.",
        "serves-dphlo-without-key": "The two operations of dphlo are performed without a key.",
    },
    "DGI-AUTH-002": {
        "serves-with-any-key": "Every operation is performed with any key.",
        "serves-uinb-with-any-key": "uinb/read alone is performed with any key.",
    },
    "DGI-AUTH-003": {
        "serves-without-token": "A request without a token is performed.",
        "serves-with-an-empty-token": "A request with an empty token is performed.",
    },
    "DGI-AUTH-004": {"compares-the-beginning-of-tokens": "Of a token only the beginning is compared."},
    "DGI-AUTH-005": {
        "takes-colon-joined-tokens": "A token over key, secret and time with colons between is taken too."
    },
    "DGI-AUTH-006": {"serves-without-time": "A request without a time is performed, its token uncompared."},
    "DGI-AUTH-007": {
        "takes-milliseconds": "A time in milliseconds is taken.",
        "takes-any-text-as-time": "Any text is taken as a time.",
    },
    "DGI-AUTH-008": {"serves-old-requests": "However old a request is, it is performed."},
    "DGI-AUTH-009": {"serves-requests-of-the-future": "A time however far ahead is taken."},
    "DGI-AUTH-010": {"bears-one-second-only": "A request whose time differs by more than a second is refused."},
    "DGI-AUTH-011": {
        "takes-tokens-of-other-seconds": "A token of any of the last seconds is taken, whatever the time sent."
    },
    "DGI-AUTH-012": {"takes-secrets-of-other-groups": "A token made with any group's secret is taken."},
    "DGI-AUTH-013": {
        "wants-the-printed-case-of-headers": "The key is found only under the header DGI-API-Key in this very case.",
    },
    "DGI-AUTH-014": {"takes-early-tokens-once": "A token of a second that is still to come is taken once."},
    "DGI-AUTH-015": {"shows-the-first-dealer-only": "A read without dealerId answers the group's first dealer alone."},
    "DGI-AUTH-016": {
        "ignores-dealer-id": "dealerId does not narrow a read.",
    },
    "DGI-AUTH-017": {
        "shows-every-group-to-all": "A read without dealerId answers the records of every group.",
        "answers-any-dealer-that-is-asked-for": "A read answers a dealer of another group that it names.",
        "shows-every-group-under-a-filter": "A read with a filter answers the records of every group.",
    },
    "DGI-AUTH-021": {"lets-every-group-push": "A group without the right may push too."},
    "DGI-AUTH-022": {"reading-needs-the-right-to-push": "A group that may not push may not read either."},
    "DGI-AUTH-019": {
        "keeps-h23-from-the-second-group": "The key of the second group is refused by the modules of H23."
    },
    "DGI-AUTH-024": {"has-no-limit": "A key with a limit of requests may send as many as it likes."},
    "DGI-AUTH-028": {
        "answers-429-over-the-limit": "A request over the limit is answered with HTTP 429.",
        "tells-the-limit-in-a-header": "The refusal of a request over the limit has a header Retry-After.",
    },
    "DGI-AUTH-029": {
        "bears-30-seconds": "A time may differ by 30 seconds, though 10 are told.",
        "bears-4-seconds-only": "A time may differ by 4 seconds only, though 10 are told.",
    },
    "DGI-AUTH-025": {"performs-pushes-refused-for-the-key": "A push with a wrong key is refused and stored."},
    "DGI-AUTH-026": {
        "tells-the-right-token": "The refusal of a token says what it should be.",
        "repeats-the-token-in-refusals": "A refusal repeats the token that was sent.",
    },
    "DGI-WIN-001": {"takes-reads-without-from-time": "A read without fromTime answers the last 7 days."},
    "DGI-WIN-002": {"takes-other-forms-of-fromTime": "fromTime in any other form is taken for some time."},
    "DGI-WIN-003": {"demands-to-time": "A read without toTime is refused."},
    "DGI-WIN-004": {"takes-other-forms-of-toTime": "toTime in any other form is taken for now."},
    "DGI-WIN-005": {
        "ends-open-windows-after-an-hour": "Where toTime is missing, the window ends an hour after its start."
    },
    "DGI-WIN-006": {"takes-windows-of-any-length": "A window may have any length."},
    "DGI-WIN-007": {"takes-windows-of-5-days-only": "A window of more than 5 days is refused."},
    "DGI-WIN-008": {"shows-records-of-any-age": "Records older than 30 days are answered."},
    "DGI-WIN-009": {"ignores-the-time-of-making": "A record matches by the time of its change alone."},
    "DGI-WIN-010": {"ignores-the-time-of-changing": "A record matches by the time of its making alone."},
    "DGI-WIN-011": {
        "joins-the-two-times": "A record matches every window between its making and its change.",
        "ignores-the-end-of-windows": "toTime does not narrow a read.",
        "ignores-the-start-of-windows": "fromTime does not narrow a read.",
    },
    "DGI-WIN-012": {"takes-windows-that-end-before-they-begin": "A window that ends before it begins is answered."},
    "DGI-WIN-015": {"refuses-windows-of-the-future": "A window in the future is refused."},
    "DGI-WIN-016": {
        "counts-30-days-from-the-making": "A record is answered up to 30 days after its making, though changed."
    },
    "DGI-RD-001": {"demands-idSalesPeople": "A read without idSalesPeople is refused where it is a filter."},
    "DGI-RD-002": {"joins-filters-by-or": "Of several filters one is enough."},
    "DGI-RD-003": {"widens-the-window-by-filters": "A read with a filter has no window."},
    "DGI-RD-007": {"swaps-the-two-times": "createdTime and modifiedTime are answered the wrong way round."},
    "DGI-RD-008": {"keeps-the-time-of-the-first": "A change leaves modifiedTime as it was."},
    "DGI-RD-011": {"stamps-lsng-when-read": "lsng/read changes modifiedTime of the record that it answers."},
    "DGI-ADD-001": {"keeps-refused-inv1": "inv1/add stores what it refuses for its idSPK."},
    "DGI-ADD-002": {
        "keeps-the-first-of-a-key": "A push under a known key changes nothing.",
        "stores-every-push-anew": "A push under a known key adds a second record.",
    },
    "DGI-ADD-005": {"forgets-inv1": "inv1/add stores nothing."},
    "DGI-ADD-006": {"cuts-notes-to-50": "A note is cut off after 50 characters."},
    "DGI-ADD-007": {"stores-repeats-twice": "A push sent again as it was adds a second record."},
    "DGI-ADD-008": {"takes-pushes-for-other-groups": "A push for a dealer of another group is stored."},
    "DGI-ADD-009": {"overwrites-records-of-other-groups": "A push may overwrite a record of another group."},
    "DGI-ADD-010": {"answers-a-push-with-data": "The answer to a push has an empty list as data."},
    "DGI-ADD-011": {"confirms-without-words": "The message of a push that succeeded is null."},
    "DGI-ADD-013": {"refuses-ids-of-another-pattern": "inv1/add refuses an id that begins with a digit."},
    "DGI-ADD-015": {
        "stores-twins-that-come-at-once": "Of the same push sent several times at once each one is stored."
    },
    "DGI-ADD-016": {"loses-one-of-those-that-come-at-once": "Of pushes that come at once only the last is stored."},
    "DGI-ADD-012": {"remembers-what-was-refused-for-its-time": "A push once refused for its time stays refused."},
    "DGI-INV1-020": {"takes-inv1-windows-of-any-length": "inv1/read takes a window of any length."},
    "DGI-INV2-020": {"forgets-njb": "inv2/add stores the note for parts alone."},
    "DGI-DPHLO-020": {"forgets-dphlo": "dphlo/add stores nothing."},
    "DGI-INV1-100": {"refuses-large-amounts": "inv1/add refuses amounts of more than five million."},
    "DGI-INV2-100": {"refuses-several-njb": "inv2/add refuses more than one row of njb."},
    "DGI-DPHLO-100": {"refuses-several-parts": "dphlo/add refuses more than one row of parts."},
    "DGI-SPK-021": {"shows-idSpk-in-another-form": "spk/read answers an idSpk that no push may name."},
    "DGI-UNPAIDHLO-020": {
        "shows-hotline-orders-with-a-deposit": "unpaidhlo/read answers orders whose deposit is paid too.",
    },
    "DGI-UNPAIDHLO-021": {
        "shows-idHLODocument-in-another-form": "unpaidhlo/read answers an idHLODocument that no push may name."
    },
    "DGI-MDINVH1-012": {"ignores-noShippingList-in-mdinvh1": "noShippingList does not narrow mdinvh1/read."},
    "DGI-PRSL-012": {"ignores-noPO-in-prsl": "noPO does not narrow prsl/read."},
    "DGI-LSNG-021": {"refuses-the-old-filter-of-lsng": "lsng/read refuses the filter that it had before version 1.2."},
}


def _of_modules() -> Iterator[Fault]:
    for name, module in MODULES.items():
        id = f"DGI-{name.upper()}-"
        yield Fault(f"demands-a-dealer-in-{name}", f"{id}001", f"{name}/read without dealerId is refused.")
        if name != "unpaidhlo":
            yield Fault(f"lists-{name}-twice", f"{id}009", f"{name}/read answers each record twice.")
        for column, place in module.filters.items():
            if not place.startswith("_"):
                yield Fault(f"ignores-{column}-in-{name}", f"{id}010", f"{column} does not narrow {name}/read.")
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
