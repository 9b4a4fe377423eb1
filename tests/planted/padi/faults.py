"""Every fault that can be planted, with the requirement that it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.planted.fault import Fault
from tests.planted.padi.column_faults import DEVIATIONS

_PLANTED: Final = {
    "PADI-API-001": {
        "refuses-the-curl-payload": "Refuses a transaction with Hari in both of its durations.",
    },
    "PADI-API-002": {
        "answers-get-with-a-list": "GET is answered as get_transaksi is.",
        "performs-put-like-post": "PUT stores a transaction as POST does.",
        "performs-patch-like-post": "PATCH stores a transaction as POST does.",
        "answers-delete-method-with-success": "DELETE is answered with success.",
    },
    "PADI-API-003": {
        "answers-success-to-broken-json": "A body that is not JSON is answered with success.",
        "accepts-empty-body": "An empty body is answered with success.",
        "ignores-text-after-json": "What follows the first JSON value is ignored.",
        "completes-cut-off-json": "A body cut off at its end is completed and performed.",
    },
    "PADI-API-004": {
        "accepts-missing-wrapper": "A transaction without its wrapper is stored.",
        "accepts-unknown-wrapper": "An operation of any name is answered with success.",
        "accepts-empty-object": "An object without a member is answered with success.",
    },
    "PADI-API-005": {
        "performs-the-first-wrapper": "Of two wrappers the first is performed.",
        "performs-the-last-wrapper": "Of two wrappers the last is performed.",
    },
    "PADI-API-006": {
        "accepts-array-body": "Of an array of bodies the first is performed.",
        "accepts-array-message": "Of an array of messages the first is performed.",
        "answers-success-to-text-message": "A text in place of a message is answered with success.",
        "answers-success-to-number-body": "A number in place of the body is answered with success.",
        "lists-for-a-number": "get_transaksi with a number in place of its message lists a page.",
    },
    "PADI-API-007": {
        "accepts-any-content-type": "The content type is not looked at.",
        "accepts-form-content-type": "JSON is accepted when it is called a form.",
    },
    "PADI-API-008": {
        "accepts-large-body": "A body of more than 1 MiB is answered with success, unread.",
        "refuses-large-body-without-an-answer": "The refusal of a large body has no content.",
        "stops-serving-after-large-body": "After a large body every request is refused.",
    },
    "PADI-API-009": {
        "answers-500-to-broken-json": "A body that is not JSON is answered with 500.",
        "answers-500-to-invalid-utf8": "A body that is not UTF-8 is answered with 500.",
        "answers-500-to-deep-nesting": "A body nested too deeply is answered with 500.",
        "answers-500-to-duplicate": "A second row of the same key is answered with 500.",
    },
    "PADI-API-010": {
        "accepts-repeated-column": "Of a member named twice in a message the last counts.",
        "accepts-repeated-wrapper": "Of a wrapper named twice the last counts.",
    },
    "PADI-API-011": {
        "says-ok-instead-of-success": "The status of an accepted create is ok.",
        "says-deleted-instead-of-success": "The status of an accepted delete is deleted.",
        "acknowledges-umkm-without-status": "The answer to an accepted vendor has no status.",
        "acknowledges-delete-with-an-array": "The answer to a delete is an array of one object.",
    },
    "PADI-API-012": {
        "refuses-without-status": "A refusal has no status.",
        "refuses-with-a-number-as-status": "The status in a refusal is the HTTP status.",
        "refuses-with-html": "A refusal is a page of HTML.",
    },
    "PADI-API-013": {
        "refuses-unknown-members": "A transaction with an unknown member is refused.",
    },
    "PADI-API-014": {
        "shows-stack-trace-to-wrong-value": "The refusal of a value shows a stack trace.",
        "shows-stack-trace-to-broken-body": "The refusal of a broken body shows a stack trace.",
        "shows-database-message-to-wrong-value": "The refusal of a value shows an SQLSTATE.",
        "shows-database-message-to-duplicate": "The refusal of a duplicate shows a driver's text.",
    },
    "PADI-AUTH-001": {
        "serves-without-key": "Every operation is performed without a key.",
        "serves-get-transaksi-without-key": "get_transaksi alone is performed without a key.",
        "serves-delete-umkm-without-key": "delete_umkm alone is performed without a key.",
    },
    "PADI-AUTH-002": {
        "serves-with-any-key": "Every operation is performed with any key.",
        "serves-get-umkm-with-any-key": "get_umkm alone is performed with any key.",
        "serves-delete-transaksi-with-any-key": "delete_transaksi is performed with any key.",
    },
    "PADI-AUTH-003": {
        "wants-lower-case-header": "Only x-api-key in lower case counts (seen on a socket only).",
    },
    "PADI-AUTH-004": {
        "performs-transaksi-all-the-same-without-key": "A create without key is refused, but done.",
        "performs-transaksi-all-the-same-with-any-key": "A create with a wrong key is done too.",
        "performs-delete-transaksi-all-the-same-without-key": "A delete without key is done too.",
    },
    "PADI-TRX-025": {
        "accepts-missing-certificate-tkdn": "A certificate may lack its number in any way.",
        "accepts-absent-certificate-tkdn": "A certificate's number may be missing, but not null.",
        "accepts-empty-certificate-tkdn": "A certificate's number may be an empty text.",
    },
    "PADI-TRX-125": {
        "accepts-certificate-tkdn-without-certificate": "A number is accepted with certificate 0.",
    },
    "PADI-TRX-208": {
        "ignores-kategori-umkm-of-the-vendor": "kategori_umkm is not compared with the vendor's.",
        "compares-kategori-umkm-with-any-vendor": "kategori_umkm may be that of another vendor.",
    },
    "PADI-TRX-209": {
        "accepts-unknown-uid-umkm": "A vendor that is not in Data UMKM is accepted.",
    },
    "PADI-TRX-210": {
        "ignores-nama-umkm-of-the-vendor": "nama_umkm is not compared with the vendor's.",
        "compares-nama-umkm-with-any-vendor": "nama_umkm may be that of another vendor.",
    },
    "PADI-TRX-221": {
        "accepts-unknown-id-satker": "A unit that is not in Data Satker is accepted.",
    },
    "PADI-TRX-401": {
        "refuses-capex-without-certificate": "CAPEX with is_certificate 0 is refused.",
    },
    "PADI-TRX-404": {
        "checks-date-order": "A delivery before its confirmation is refused.",
        "checks-invoice-after-confirmation": "An invoice before the confirmation is refused.",
    },
    "PADI-TRX-407": {
        "computes-total-cycle-time": "total_cycle_time must be the days from order to invoice.",
        "limits-total-cycle-time-by-the-dates": "total_cycle_time must not exceed those days.",
    },
    "PADI-API-015": {"refuses-a-charset": "A content type that names a charset is refused."},
    "PADI-TRX-415": {
        "stores-twins-that-come-at-once": "Of the same transaction sent several times at once each is stored."
    },
    "PADI-TRX-416": {
        "loses-one-of-those-that-come-at-once": "Of transactions that come at once only the last is stored."
    },
    "PADI-TRX-409": {
        "stores-duplicate-transaksi-twice": "A second transaction of the same id is a second row.",
        "overwrites-duplicate-transaksi": "A second transaction of the same id replaces the first.",
        "drops-duplicate-transaksi-silently": "A second one is answered with success, but dropped.",
    },
    "PADI-TRX-410": {
        "keeps-refused-transaksi": "A transaction refused for any rule is stored all the same.",
        "keeps-transaksi-refused-by-comparison": "One that disagrees with master data is stored.",
    },
    "PADI-CODE-006": {
        "wants-empty-certificate-tkdn-not-null": "With is_certificate 0 null is refused.",
    },
    "PADI-LST-001": {
        "answers-data-as-an-object": "data is an object that holds the rows.",
        "answers-no-count": "count is missing.",
        "answers-no-count-to-get-umkm": "count is missing in the list of vendors.",
    },
    "PADI-LST-007": {
        "answers-null-data-to-an-empty-page": "data is null where a page has no row.",
    },
    "PADI-LST-002": {
        "forgets-transaksi": "A transaction is answered with success, but not stored.",
        "loses-the-last-transaksi": "The last transaction is not listed.",
        "lists-every-transaksi-twice": "Every transaction is listed twice.",
    },
    "PADI-LST-003": {
        "truncates-nama-project-to-50": "nama_project is cut to 50 characters.",
        "replaces-non-ascii-in-nama-project": "In nama_project a character beyond ASCII becomes ?.",
        "row-spells-tanggal-invoice": "A row spells tannggal_invoice as the table does.",
        "row-swaps-confirmation-and-delivery": "A row has two of its dates exchanged.",
        "row-without-feedback": "A row lacks feedback.",
    },
    "PADI-LST-004": {
        "row-without-timestamp": "A row lacks timestamp.",
        "row-without-user": "A row lacks user.",
    },
    "PADI-LST-005": {
        "ignores-size": "A page holds every row from its first.",
        "always-lists-page-1": "Every page is the first.",
        "counts-pages-from-0": "Page 1 is the second.",
        "pages-overlap": "The last row of a page is the first of the next.",
        "pages-leave-out-a-row": "The row after a page is not on the next.",
        "pages-are-one-short": "A page of two rows or more lacks its last.",
    },
    "PADI-DEL-001": {
        "keeps-deleted-transaksi": "A delete is answered with success, but the row stays listed.",
    },
    "PADI-DEL-002": {
        "deletes-only-the-first": "Of several ids the first alone is removed.",
        "refuses-to-delete-several": "A delete of several ids is refused.",
    },
    "PADI-DEL-003": {
        "deletes-every-transaksi": "A delete removes every transaction.",
        "deletes-transaksi-by-prefix": "A delete also removes the ids that begin like a named one.",
    },
    "PADI-DEL-006": {
        "remembers-deleted-transaksi": "A deleted id is refused as a duplicate.",
        "restores-deleted-transaksi": "A deleted id that is reported again has its old values.",
    },
    "PADI-UMK-002": {
        "does-not-know-new-vendors": "A transaction cannot name a vendor created since the start.",
    },
    "PADI-UMK-004": {
        "loses-the-last-umkm": "The last vendor is not listed.",
        "lists-every-umkm-twice": "Every vendor is listed twice.",
    },
    "PADI-UMK-005": {
        "keeps-deleted-umkm": "A deleted vendor stays listed.",
    },
    "PADI-UMK-009": {
        "knows-deleted-vendors": "A transaction may name a deleted vendor.",
    },
    "PADI-UMK-010": {
        "stores-duplicate-umkm-twice": "A second vendor of the same uid is a second row.",
        "overwrites-duplicate-umkm": "A second vendor of the same uid replaces the first.",
        "drops-duplicate-umkm-silently": "A second one is answered with success, but dropped.",
    },
}


def _faults() -> Iterator[Fault]:
    for requirement, faults in _PLANTED.items():
        for name, text in faults.items():
            yield Fault(name, requirement, text)
    for deviation in DEVIATIONS:
        yield Fault(deviation.name, deviation.requirement, deviation.text)


FAULTS: Final[tuple[Fault, ...]] = tuple(_faults())
