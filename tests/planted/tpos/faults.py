"""Every fault that can be planted, with the requirement that it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.planted.fault import Fault
from tests.planted.tpos.answer_faults import ANSWER_FAULTS
from tests.planted.tpos.column_faults import DEVIATIONS

_PROTOCOL: Final = {
    "TPOS-API-001": {
        "refuses-orders-from-appointments": "Every order that was made for an appointment is refused.",
    },
    "TPOS-API-002": {
        "performs-put-like-post": "PUT stores an order as POST does.",
        "performs-patch-like-post": "PATCH stores an order as POST does.",
        "answers-get-with-success": "GET is answered with an empty list.",
        "answers-delete-with-success": "DELETE is answered with success.",
    },
    "TPOS-API-003": {
        "answers-success-to-broken-json": "A body that is not JSON is answered with success.",
        "ignores-text-after-json": "What follows the first JSON value is ignored.",
    },
    "TPOS-API-004": {
        "accepts-an-array-of-messages": "Of an array of messages the first is performed.",
        "answers-success-to-a-text": "A text in place of a message is answered with success.",
    },
    "TPOS-API-005": {
        "accepts-any-content-type": "The content type is not looked at.",
        "accepts-form-content-type": "JSON is accepted when it is called a form.",
    },
    "TPOS-API-006": {
        "accepts-large-body": "A body of more than 4 MiB is accepted.",
        "refuses-large-body-without-an-answer": "The refusal of a large body has no content.",
        "stops-serving-after-large-body": "After a large body every request is refused.",
    },
    "TPOS-API-007": {
        "answers-500-to-broken-json": "A body that is not JSON is answered with 500.",
        "answers-500-to-invalid-utf8": "A body that is not UTF-8 is answered with 500.",
        "answers-500-to-deep-nesting": "A body nested too deeply is answered with 500.",
    },
    "TPOS-API-008": {
        "accepts-repeated-member": "Of a member named twice the last counts.",
    },
    "TPOS-API-009": {
        "shows-stack-trace-to-wrong-value": "The refusal of a value shows a stack trace.",
        "shows-database-message-to-unknown-line": "The refusal of a line that was not shipped shows an SQLSTATE.",
        "shows-driver-message-to-wrong-content-type": "The refusal of a content type names the database's driver.",
    },
    "TPOS-API-010": {
        "answers-status-with-a-bare-value": "The order status is a bare array.",
        "answers-claim-detail-with-a-bare-value": "The claim detail is not in the member data.",
        "answers-etd-under-another-name": "The rows of the ETD inquiry stand in the member rows.",
    },
    "TPOS-API-011": {
        "acknowledges-order-without-number": "The acknowledgement of an order does not name it.",
        "acknowledges-claim-without-number": "The acknowledgement of a claim does not name it.",
        "acknowledges-rpp-with-a-number": "The acknowledgement of an RPP names it by a number.",
        "acknowledges-with-a-text-as-warnings": "The warnings of an acknowledgement are a text.",
    },
    "TPOS-API-012": {
        "refuses-without-title": "A refusal has no title.",
        "refuses-with-a-text-as-status": "The status in a refusal is a text.",
        "refuses-with-html": "A refusal is a page of HTML.",
    },
    "TPOS-API-013": {
        "refuses-unknown-members": "An order with an unknown member is refused.",
    },
    "TPOS-API-023": {
        "leaves-gaps-in-row-numbers": "The row numbers are 1, 3, 5.",
    },
    "TPOS-AUTH-001": {
        "serves-without-token": "Every operation is performed without a token.",
        "serves-poss-without-token": "The POSS info alone is answered without a token.",
        "serves-rpp-without-token": "RPPs alone are taken without a token.",
    },
    "TPOS-AUTH-002": {
        "serves-with-any-token": "Every operation is performed with any token.",
        "serves-claim-detail-with-any-token": "The claim detail alone is answered with any token.",
        "looks-at-the-beginning-of-tokens-only": "A token with a tail is as good as the token.",
    },
    "TPOS-AUTH-003": {
        "wants-the-header-as-printed": "Only the header spelt Authorization counts.",
    },
    "TPOS-AUTH-004": {
        "takes-a-token-without-scheme": "The token alone in Authorization is enough.",
        "takes-a-token-under-basic": "The token is taken after the word Basic.",
        "takes-a-token-in-another-header": "The token is taken from a header of its own.",
    },
    "TPOS-AUTH-005": {
        "names-no-token-type": "The token answer has no token_type.",
        "names-another-token-type": "The token_type is mac.",
        "does-not-say-when-a-token-ends": "The token answer has no expires_in.",
    },
    "TPOS-AUTH-006": {
        "tokens-end-at-a-date": "expires_in is a date.",
        "tokens-end-in-the-past": "expires_in is -1.",
    },
    "TPOS-AUTH-007": {
        "gives-a-token-to-anybody": "A wrong secret gives a token too.",
    },
    "TPOS-AUTH-008": {
        "serves-with-old-tokens": "A token serves for ever.",
    },
    "TPOS-AUTH-009": {
        "performs-order-all-the-same-without-token": "An order refused for its token is stored.",
        "performs-claim-all-the-same-with-any-token": "A claim refused for its token is stored.",
    },
    "TPOS-AUTH-010": {
        "serves-foreign-outlets": "Any token serves any outlet.",
        "serves-foreign-outlets-in-order": "An order for another outlet is taken.",
    },
    "TPOS-AUTH-011": {
        "lists-claims-of-every-outlet": "The claim inquiry lists the claims of every outlet.",
        "details-claims-of-every-outlet": "The claim detail shows claims of every outlet.",
        "serves-foreign-outlets-in-status": "The order status of another outlet is answered.",
    },
    "TPOS-AUTH-016": {
        "gives-no-token": "The authorization server gives no token to anybody.",
    },
    "TPOS-AUTH-015": {
        "does-not-challenge": "The refusal of a missing token has no WWW-Authenticate.",
        "answers-403-without-token": "A missing token is answered with 403.",
    },
}

_REFUSED: Final = {
    "TPOS-OSI-401": "status",
    "TPOS-ETD-401": "etd",
    "TPOS-CIQ-401": "claims",
    "TPOS-CID-401": "claim-detail",
    "TPOS-PIQ-401": "parts",
}

_FLOWS: Final = {
    "TPOS-PO-405": {
        "stores-the-same-order-twice": "The same order sent again is counted twice.",
        "refuses-the-same-order-again": "The same order sent again is refused.",
        "overwrites-a-order": "Another order of the same number takes the place of the first.",
        "drops-another-order-silently": "Another order of the same number is acknowledged and dropped.",
        "takes-an-older-order-anew": "An order sent again a day later is a new one.",
    },
    "TPOS-PO-406": {
        "rejects-nothing": "An unknown part of an order is not counted under Reject.",
    },
    "TPOS-PO-407": {
        "refuses-orders-of-long-parts": "An order for a part number of 15 characters is refused.",
    },
    "TPOS-PO-601": {
        "acknowledges-with-an-etd": "The acknowledgement of an order has an ETD.",
    },
    "TPOS-PO-602": {
        "waits-thirty-hours-with-types-1-and-2": "Orders of the types 1 and 2 are processed after thirty hours.",
    },
    "TPOS-PO-603": {
        "processes-type-3-every-night": "The second night changes what was issued of an order of type 3.",
    },
    "TPOS-PO-604": {
        "never-processes-type-1": "An order of type 1 stays unprocessed.",
    },
    "TPOS-PO-605": {
        "never-processes-type-2": "An order of type 2 stays unprocessed.",
    },
    "TPOS-PO-606": {
        "processes-type-3-at-once": "An order of type 3 has its result at once.",
        "never-processes-type-3": "An order of type 3 stays unprocessed.",
    },
    "TPOS-PO-607": {
        "shows-etd-of-type-3-with-its-result": "The ETD of type 3 is there on the next morning.",
    },
    "TPOS-PO-609": {
        "keeps-a-killed-shortage": "A killed shortage stays as a back order.",
        "drops-a-filled-shortage": "A filled shortage is dropped.",
    },
    "TPOS-CLM-405": {
        "stores-the-same-claim-twice": "The same claim sent again is listed twice.",
        "drops-another-claim-silently": "Another claim of the same number is acknowledged and dropped.",
        "refuses-the-same-claim-again": "The same claim sent again is refused.",
        "takes-an-older-claim-anew": "A claim sent again a day later is a new one.",
    },
    "TPOS-CLM-411": {
        "lists-long-numbers": "The claim inquiry lists claims whose number it has no room for.",
    },
    "TPOS-CLM-701": {
        "judges-claims-late": "A claim is judged after fourteen days.",
    },
    "TPOS-RPP-405": {
        "stores-the-same-rpp-twice": "The same RPP sent again is listed twice.",
        "drops-another-rpp-silently": "Another RPP of the same number is acknowledged and dropped.",
        "refuses-the-same-rpp-again": "The same RPP sent again is refused.",
        "takes-an-older-rpp-anew": "An RPP sent again a day later is a new one.",
    },
    "TPOS-RPP-601": {
        "refuses-late-rpps": "An RPP whose period has passed is refused.",
    },
    "TPOS-RPP-603": {
        "accepts-rpps-about-more-than-was-shipped": "An RPP may be about more pieces than were shipped.",
    },
    "TPOS-RPP-702": {
        "judges-rpps-late": "An RPP is judged after fourteen days.",
    },
    "TPOS-PIQ-502": {
        "cuts-part-numbers": "Part numbers are answered without their 15th character.",
    },
    "TPOS-PIQ-601": {
        "answers-the-parts-of-every-customer": "The parts inquiry answers parts that fit another customer code.",
    },
    "TPOS-PIQ-602": {
        "does-not-name-unknown-parts": "A part that is not known is passed over in silence.",
    },
    "TPOS-PIQ-603": {
        "answers-parts-that-nobody-asked-for": "The parts inquiry answers every part.",
    },
    "TPOS-PIQ-605": {
        "refuses-an-inquiry-with-an-unknown-part": "One unknown part has the whole inquiry refused.",
    },
    "TPOS-PIQ-606": {
        "has-another-word-for-unknown-parts": "An unknown part is said to be tidak dikenal.",
        "does-not-say-which-part-is-unknown": "The message about an unknown part does not name it.",
    },
    "TPOS-OSI-601": {
        "answers-another-part-in-poss": "The POSS info is about a part that was not ordered.",
    },
    "TPOS-OSI-602": {
        "ignores-type-and-date": "The order status is answered under any type and date.",
    },
    "TPOS-OSD-601": {
        "refuses-an-empty-detail": "A detail without data is answered with 404.",
    },
    "TPOS-POSS-601": {
        "answers-a-row-for-no-order-in-poss": "The POSS info has rows about an order that does not exist.",
    },
    "TPOS-PEN-601": {
        "answers-a-row-of-nothing-in-pending": "The pending detail has a row where nothing is pending.",
    },
    "TPOS-BOD-601": {
        "answers-a-row-of-nothing-in-bo": "The back-order detail has a row where nothing is missing.",
    },
    "TPOS-ITS-601": {
        "answers-a-row-of-nothing-in-ship": "Issue to ship has a row where nothing was issued.",
    },
    "TPOS-ETD-412": {
        "turns-an-etd-range-about": "A range whose end is before its beginning is turned about.",
    },
    "TPOS-ETD-604": {
        "moves-the-original-etd": "A change overwrites the first ETD.",
        "never-shows-the-previous-etd": "A change does not leave the previous ETD.",
    },
    "TPOS-ETD-605": {
        "ignores-the-etd-range": "The ETD inquiry answers rows outside its range.",
    },
    "TPOS-ETD-606": {
        "arrives-before-departure": "The expected arrival lies before the departure.",
    },
    "TPOS-CIQ-604": {
        "lists-claims-and-rpps-alike": "The claim inquiry does not tell claims from RPPs.",
    },
    "TPOS-CIQ-601": {
        "forgets-every-rpp": "An RPP is acknowledged, and never listed.",
    },
    "TPOS-ETD-607": {
        "calls-everything-a-back-order": "A part that is no back order has the columns of one.",
    },
    "TPOS-CIQ-602": {
        "forgets-every-claim": "A claim is acknowledged, and never listed.",
    },
    "TPOS-CIQ-603": {
        "hides-open-claims": "Claims without judgement are not listed.",
    },
    "TPOS-CID-411": {
        "does-not-know-own-numbers": "The claim detail is not found under the dealer's number.",
    },
    "TPOS-CID-602": {
        "forgets-the-receipt": "The goods receipt date of an RPP is another one.",
    },
    "TPOS-CID-603": {
        "forgets-the-files": "The files do not come back.",
    },
    "TPOS-FLOW-002": {
        "forgets-every-order": "An order is acknowledged, and never known again.",
    },
    "TPOS-FLOW-003": {
        "stores-what-comes-at-once-each-time": "Of the same order sent at one moment, each is stored.",
    },
    "TPOS-FLOW-004": {
        "answers-another-order-date": "The order status has another date than the order.",
    },
    "TPOS-FLOW-005": {
        "counts-one-ordered-too-many": "The order status counts one piece too many as ordered.",
        "keeps-the-first-line-only": "Of an order the first line only is known.",
    },
    "TPOS-FLOW-006": {
        "processes-another-part": "The processed part is one that nobody knows.",
    },
    "TPOS-FLOW-013": {
        "processes-more-than-ordered": "One piece more is processed than was ordered.",
    },
    "TPOS-FLOW-014": {
        "issues-more-than-processed": "More pieces are issued than processed.",
    },
    "TPOS-FLOW-015": {
        "invoices-more-than-packed": "One piece more is invoiced than packed.",
    },
    "TPOS-FLOW-016": {
        "cancels-more-than-processed": "More pieces are cancelled than processed.",
    },
    "TPOS-FLOW-017": {
        "counts-one-pending-too-many": "The order status counts one piece more as pending than its detail.",
        "answers-a-row-twice-in-bo": "The back-order detail has its first row twice.",
        "answers-a-row-twice-in-ship": "Issue to ship has its first row twice.",
    },
    "TPOS-FLOW-019": {
        "accepts-claim-for-unknown-order": "A claim may name an order that never was.",
        "does-not-compare-noVendorInvoice-in-claim": "A claim may name any invoice.",
        "does-not-compare-noCase-in-claim": "A claim may name any case.",
        "does-not-compare-noMaterial-in-claim": "A claim may name any part.",
    },
    "TPOS-FLOW-021": {
        "numbers-otherwise-in-detail": "The claim detail has another number of TAM than the list.",
        "numbers-anew-after-two-weeks": "A claim has another number of TAM after two weeks.",
    },
    "TPOS-FLOW-022": {
        "forgets-the-note": "The dealer's note of the claim detail is another one.",
    },
    "TPOS-FLOW-023": {
        "judges-otherwise-in-detail": "The claim detail has another judgement than the list.",
    },
    "TPOS-FLOW-025": {
        "claims-one-more": "The claim detail counts one piece more than was claimed.",
    },
    "TPOS-FLOW-026": {
        "doubles-the-total": "The total of the claim detail is twice the price of its pieces.",
    },
    "TPOS-FLOW-028": {
        "counts-lead-time-wrong": "The lead time is a day too long.",
    },
    "TPOS-FLOW-018": {
        "details-a-killed-shortage": "A killed shortage has a row in the back-order detail.",
    },
    "TPOS-FLOW-038": {
        "packs-before-it-allocates": "The day of packing is before that of the allocation.",
    },
    "TPOS-FLOW-039": {
        "first-arrives-before-departure": "The first expected arrival lies before its departure.",
    },
    "TPOS-FLOW-041": {
        "judges-claims-after-ten-days": "A claim is judged after ten days.",
    },
    "TPOS-FLOW-043": {
        "ends-tokens-after-an-hour": "A token serves for an hour, whatever expires_in says.",
    },
    "TPOS-FLOW-044": {
        "answers-the-first-part-only": "Of the parts asked for, the first known one alone is answered.",
    },
    "TPOS-FLOW-045": {
        "counts-each-row-of-the-status-as-the-first": "Every row of the order status has the number 1.",
    },
    "TPOS-FLOW-046": {
        "shows-the-latest-etd-as-previous": "The previous ETD is the latest one.",
    },
    "TPOS-FLOW-040": {
        "shows-etd-at-once": "The ETD of a back order is there as soon as the order.",
    },
    "TPOS-FLOW-119": {
        "accepts-rpp-for-unknown-order": "An RPP may name an order that never was.",
        "does-not-compare-noVendorInvoice-in-rpp": "An RPP may name any invoice.",
        "does-not-compare-noMaterial-in-rpp": "An RPP may name any part.",
    },
}


def _faults() -> Iterator[Fault]:
    for requirement, planted in (_PROTOCOL | _FLOWS).items():
        for name, text in planted.items():
            yield Fault(name, requirement, text)
    for requirement, on in _REFUSED.items():
        yield Fault(f"refuses-every-{on}", requirement, f"Every message of {on} is refused.")
    for known in (*DEVIATIONS, *ANSWER_FAULTS):
        yield Fault(known.name, known.requirement, known.text)


FAULTS: Final = tuple(_faults())
"""Also those of requirements that no test looks at yet: they wait until one does."""
