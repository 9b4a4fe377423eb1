"""Good rows of each feed, invented from a number."""

from kontrak.contracts.fixed import encode


def row_of(feed, number):
    """A good row; rows of different numbers have different keys."""
    row = {}
    for field in feed.fields:
        if field.type == "DateTime":
            row[field.key] = "20260115" if field.format == "YYYYMMDD" else f"20260115 {number % 24:02}:30"
        elif field.type in ("Int", "Decimal"):
            row[field.key] = 1
        else:
            row[field.key] = f"{field.key[0].upper()}{number}"[: field.width]
    row |= {"outletCode": "O0001"}
    if feed.name == "etd":
        row |= {"no": number + 1}
    if feed.name == "invoice":
        row |= {"orderQty": 5, "deliveredQty": 4, "retailPrice": 1000 + number, "discount": 10}
        row |= {"netAmount": (9 * (1000 + number) * 4 + 5) // 10}
    return row


def lines_of(feed, count, start=0):
    """Good lines, without their ends."""
    return [encode(row_of(feed, number), feed) for number in range(start, start + count)]
