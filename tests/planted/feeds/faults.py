"""One faulty producer for every requirement that a file can break."""

from kontrak.contracts import load
from tests.planted.feeds.producer import Fault, again, put, set_in, without

SYSTEM = "TPOS-FEED"
FEEDS = {
    # feed: id, a mandatory text, a column to leave out, a field with a form and what it cannot hold, a value that may change
    "bo-etd": ("BOE", "noPo", "noMaterial", ("etd", "20260230 10:00"), {"etd": "20260120 10:00"}),
    "goods-receipt": ("GRC", "noVendorInvoice", "noCase", ("qtyShipment", "00A0001"), {"qtyShipment": 9}),
    "parts-claim-judgement": (
        "PCJ",
        "tamJudgement",
        "qtyTamJudgement",
        ("qtyTamJudgement", "00A0001"),
        {"tamJudgement": "9"},
    ),
    "rpp-judgement": ("RPJ", "tamJudgement", "qtyTamJudgement", ("qtyTamJudgement", "00A0001"), {"tamJudgement": "9"}),
    "etd": ("ETD", "satuan", "tanggalPo", ("tanggalPo", "20261301"), {"alasan": "again", "no": 7}),
    "invoice": ("INV", "partName", "partNo", ("orderQty", "5X00000"), {"partName": "OTHER"}),
    "debit-advice": ("DAD", "daNo", "dueDateVat", ("daDate", "20260431"), {"grossAmount": 9}),
    "credit-advice": ("CAD", "caNo", "vatAmount", ("dueDateVat", "31122026"), {"grossAmount": 9}),
}


def of_every_feed():
    """Columns, mandatory marks, values and key of each feed."""
    for name, (short, text, column, (key, piece), values) in FEEDS.items():
        layout, id = f"tpos.{name}", f"{SYSTEM}-{short}"
        yield Fault(f"{id}-001", layout, f"{name} without the column {column}", lines=without(column))
        yield Fault(f"{id}-002", layout, f"{name} with a blank {text}", lines=put(text, ""))
        yield Fault(f"{id}-003", layout, f"{name} with {piece} as {key}", lines=put(key, piece))
        yield Fault(f"{id}-004", layout, f"{name} with two rows of one key", rows=again(6, 5, **values))


def written(layout="tpos.invoice"):
    """How records are written."""
    id = f"{SYSTEM}-ALL"
    yield Fault(f"{id}-006", layout, "a line is cut", lines=lambda lines, _: [*lines[:4], lines[4][:-3], *lines[5:]])
    yield Fault(f"{id}-006", layout, "columns exchanged", lines=exchanged)
    yield Fault(f"{id}-006", layout, "the last record breaks off", file=lambda data: data[:-50])
    yield Fault(f"{id}-009", layout, "a row without an outlet", lines=put("outletCode", ""))
    yield Fault(f"{id}-020", layout, "Latin-1 where ASCII is wanted", file=lambda data: data.replace(b"P7 ", b"P\xe9 "))
    yield Fault(f"{id}-020", layout, "a mark of byte order", file=lambda data: b"\xef\xbb\xbf" + data)
    yield Fault(f"{id}-020", layout, "a tab inside a text", lines=put("partName", "OIL\tFILTER"))
    yield Fault(f"{id}-020", layout, "UTF-16", file=lambda data: data.decode().encode("utf-16"))
    yield Fault(f"{id}-021", layout, "CRLF", file=lambda data: data.replace(b"\n", b"\r\n"))
    yield Fault(f"{id}-021", layout, "one CRLF among LF", file=lambda data: data.replace(b"\n", b"\r\n", 1))
    yield Fault(f"{id}-021", layout, "no ends", file=lambda data: data.replace(b"\n", b""))
    yield Fault(f"{id}-021", layout, "no end after the last record", file=lambda data: data[:-1])
    yield Fault(f"{id}-022", layout, "texts on the right", lines=on_the_right)
    yield Fault(f"{id}-022", layout, "zero bytes after a text", lines=put("partName", "OIL" + "\0" * 17))
    yield Fault(f"{id}-023", layout, "numbers filled with blanks", lines=put("orderQty", "      5"))
    yield Fault(f"{id}-023", layout, "a minus", lines=put("retailPrice", "-0000001003"))
    yield Fault(f"{id}-025", layout, "a decimal point", lines=put("retailPrice", "00001003.00"))
    yield Fault(f"{id}-026", "tpos.etd", "zeros for no date", lines=put("boTanggalBo", "00000000"))
    yield Fault(f"{id}-028", layout, "a header line", file=lambda data: b"HDR20260101\n" + data)
    yield Fault(f"{id}-028", layout, "a trailer line", file=lambda data: data + b"TRL0000020\n")
    agreed = (("agreed", frozenset({"file_name"})),)
    yield Fault(f"{id}-029", layout, "another name", form=agreed, name="invoice.txt")
    yield Fault(f"{id}-030", layout, "a row twice", lines=lambda lines, _: [*lines, lines[3]])
    yield Fault(f"{id}-031", layout, "rows in no order", lines=lambda lines, _: lines[::-1], form=(("order", "key"),))
    yield Fault(f"{id}-032", layout, "the batch twice", file=lambda data: data * 2)


def content():
    """What values say."""
    yield Fault(f"{SYSTEM}-BOE-006", "tpos.bo-etd", "no order", lines=put("noPo", ""))
    yield Fault(f"{SYSTEM}-GRC-007", "tpos.goods-receipt", "no case", lines=put("noCase", ""))
    yield Fault(f"{SYSTEM}-GRC-011", "tpos.goods-receipt", "no shipping", lines=put("noShipping", ""))
    yield Fault(f"{SYSTEM}-GRC-012", "tpos.goods-receipt", "a quantity of zero", rows=set_in(3, qtyShipment=0))
    yield Fault(f"{SYSTEM}-ETD-006", "tpos.etd", "a number left out", rows=set_in(3, no=5))
    yield Fault(f"{SYSTEM}-INV-006", "tpos.invoice", "order type 7", rows=set_in(3, orderType=7))
    yield Fault(f"{SYSTEM}-INV-007", "tpos.invoice", "more delivered than ordered", rows=set_in(3, orderQty=3))
    yield Fault(f"{SYSTEM}-INV-008", "tpos.invoice", "net amount of one piece", rows=set_in(3, netAmount=903))
    yield Fault(
        f"{SYSTEM}-INV-009",
        "tpos.invoice",
        "a discount of 150",
        rows=set_in(3, discount=150, netAmount=0, deliveredQty=0),
    )
    yield Fault(f"{SYSTEM}-DAD-006", "tpos.debit-advice", "net above gross", rows=set_in(3, netAmount=9_999_999))
    yield Fault(f"{SYSTEM}-CAD-008", "tpos.credit-advice", "net above gross", rows=set_in(3, netAmount=9))
    yield Fault(f"{SYSTEM}-ETD-007", "tpos.etd", "an ETA before its ETD", rows=set_in(3, terakhirEta="20260114 08:00"))


def exchanged(lines, feed):
    one, other = feed.field("discount"), feed.field("partNo")
    cut = [
        (line[: one.start], line[one.start : one.end], line[other.start : other.end], line[other.end :])
        for line in lines
    ]
    return [before + last + first + after for before, first, last, after in cut]


def on_the_right(lines, feed):
    field = feed.field("partName")
    return [line[: field.start] + line[field.start : field.end].strip().rjust(20) + line[field.end :] for line in lines]


FAULTS = [*of_every_feed(), *written(), *content()]

OF_TABLES = {
    f"{SYSTEM}-{id}"
    for id in ("ALL-002", "ALL-004", "ALL-005", "PCJ-005", "RPJ-005")  # killed in tests/staging
}


def breakable():
    """The requirements about feeds that the rules of the contract can find broken, in a file or a table."""
    contract = load("tpos")
    found = set()
    for feed in contract.feeds.values():
        found |= {
            *feed.requirements.values(),
            *feed.form.requirements.values(),
            *(rule.requirement for rule in feed.rules),
        }
    return found
