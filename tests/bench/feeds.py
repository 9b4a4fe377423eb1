"""How fast a file is checked, side by side in one run.

    python tests/bench/feeds.py [--rows 1000000] [--rounds 3] [--only NAME ...] [--breaking]

Writes an invoice file with a few wrong rows, then lets every reader check all of it in a process of its own: the same rules of
every field, the four rules of the row, and keys that come again. Readers whose library is not installed are left out. With
`--breaking` the amounts of all rows are filled with blanks, the case that costs most. Prints seconds, rows a second, the
ratio to a raw read that counts line ends, and the greatest memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SPANS = {
    "outletCode": (0, 9),
    "proformaInvoiceNo": (9, 29),
    "orderType": (29, 30),
    "paymentCode": (30, 31),
    "transportation": (31, 32),
    "boReleaseCode": (32, 33),
    "orderNo": (33, 41),
    "discount": (41, 44),
    "partNo": (44, 59),
    "partName": (59, 79),
    "orderQty": (79, 86),
    "deliveredQty": (86, 93),
    "retailPrice": (93, 104),
    "netAmount": (104, 115),
    "daNo": (115, 122),
}
TEXTS = ("outletCode", "proformaInvoiceNo", "orderNo", "partNo", "partName", "daNo")
OPTIONAL = ("orderType", "paymentCode", "transportation")
NUMBERS = ("boReleaseCode", "discount", "orderQty", "deliveredQty", "retailPrice", "netAmount")
KEY = ("outletCode", "proformaInvoiceNo", "orderNo", "partNo")
WIDTH = 122


def write(file: Path, rows: int, *, breaking: bool) -> None:
    """Rows with unique keys; every thousandth is wrong in one of several ways."""
    wrong = (("FILTER", "FIL\tER"), ("19OR", "1XOR"), ("OIL", "   "), ("9KT", "   "))
    with file.open("w", newline="") as stream:
        for at in range(rows):
            price, discount, ordered, delivered = 1000 + at % 9000000, at % 3 * 5, at % 500 + 1, at % 500
            net = (price * (100 - discount) * delivered * 2 + 100) // 200
            line = f"{f'O{at % 300:04}':<9}{f'PI{at // 7:010}':<20}{at % 3 + 1}119{f'OR{at // 20 % 1000000:06}':<8}{discount:03}"
            line += f"{f'9KT{at % 7:02}-{at % 99991:05}':<15}{'FILTER OIL':<20}{ordered:07}{delivered:07}"
            line += f"{price:11}{net:11}" if breaking else f"{price:011}{net:011}"
            line += f"{f'DA{at // 400 % 100000:05}':<7}\n"
            if at % 1000 == 999:
                line = line.replace(*wrong[at // 1000 % len(wrong)], 1)
            stream.write(line)


def raw(file: Path) -> int:
    """Read all, count line ends."""
    found = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            found += block.count(b"\n")
    return found


@cache
def tpos():
    """The contract, read once."""
    from kontrak.contracts import load

    return load("tpos")


def kontrak(file: Path) -> int:
    """The checker of this project."""
    from kontrak.conformance.feeds import check
    from kontrak.conformance.feeds.source import Source

    contract = tpos()
    report = check(Source(file), contract.feeds["tpos.invoice"], contract)
    return sum(finding.count for finding in report.findings)


def slicing(file: Path) -> int:
    """Straightforward Python: a loop over lines, slices, and the same rules."""
    bad, seen = 0, set()
    with file.open(encoding="ascii", newline="") as stream:
        for line in stream:
            if len(line) != WIDTH + 1 or line[-1] != "\n" or not line[:-1].isprintable():
                bad += 1
                continue
            cut = {name: line[start:end] for name, (start, end) in SPANS.items()}
            good = all(cut[name][0] != " " for name in TEXTS) and all(cut[name].isdigit() for name in NUMBERS)
            good = good and all(cut[name] == " " or cut[name].isdigit() for name in OPTIONAL)
            if not good:
                bad += 1
                continue
            price, discount, delivered = int(cut["retailPrice"]), int(cut["discount"]), int(cut["deliveredQty"])
            net = (price * (100 - discount) * delivered * 2 + 100) // 200
            key = tuple(cut[name] for name in KEY)
            good = cut["orderType"] in " 123" and discount <= 100 and delivered <= int(cut["orderQty"])
            bad += not good or abs(net - int(cut["netAmount"])) > 1 or key in seen
            seen.add(key)
    return bad


def polars(file: Path) -> int:
    """Polars, streaming."""
    import polars as pl

    frame = pl.scan_csv(file, has_header=False, separator="\x01", quote_char=None, new_columns=["line"])
    cut = {name: pl.col("line").str.slice(start, end - start) for name, (start, end) in SPANS.items()}
    good = (pl.col("line").str.len_bytes() == WIDTH) & ~pl.col("line").str.contains(r"[^ -~]")
    good &= pl.all_horizontal(*(~cut[name].str.starts_with(" ") for name in TEXTS))
    good &= pl.all_horizontal(*(cut[name].str.contains(r"^\d+$") for name in NUMBERS))
    good &= pl.all_horizontal(*(cut[name].str.contains(r"^[ \d]$") for name in OPTIONAL))
    number = {name: cut[name].cast(pl.Int64, strict=False) for name in NUMBERS}
    net = number["retailPrice"].cast(pl.Float64) * (100 - number["discount"]) * number["deliveredQty"] / 100
    good &= cut["orderType"].is_in(list(" 123")) & (number["discount"] <= 100)
    good &= (number["deliveredQty"] <= number["orderQty"]) & ((net - number["netAmount"]).abs() < 1.6)
    hashed = pl.concat_str(*(cut[name] for name in KEY)).hash()
    counts = frame.select((~good.fill_null(value=False)).sum(), pl.len() - hashed.n_unique()).collect(
        engine="streaming"
    )
    return sum(counts.row(0))


def pandas(file: Path) -> int:
    """pandas.read_fwf, then rules on columns."""
    import pandas as pd

    names = list(SPANS)
    cut = pd.read_fwf(
        file, colspecs=list(SPANS.values()), names=names, dtype=str, delimiter="\n", header=None, keep_default_na=False
    )
    good = pd.Series(data=True, index=cut.index)
    for name in TEXTS:
        good &= ~cut[name].str.startswith(" ") & ~cut[name].str.contains(r"[^ -~]")
    for name in NUMBERS:
        good &= cut[name].str.fullmatch(r"\d+")
    for name in OPTIONAL:
        good &= cut[name].str.fullmatch(r"[ \d]")
    number = {name: pd.to_numeric(cut[name], errors="coerce") for name in NUMBERS}
    net = number["retailPrice"] * (100 - number["discount"]) * number["deliveredQty"] / 100
    good &= cut["orderType"].isin(list(" 123")) & (number["discount"] <= 100)
    good &= (number["deliveredQty"] <= number["orderQty"]) & ((net - number["netAmount"]).abs() < 1.6)
    return int((~good).sum() + cut.duplicated(list(KEY)).sum())


READERS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "raw": ("sys", raw),
    "kontrak": ("kontrak", kontrak),
    "polars": ("polars", polars),
    "slicing": ("sys", slicing),
    "pandas": ("pandas", pandas),
}


def measured(name: str, file: Path) -> tuple[float, int, int]:
    """Seconds (without its start: imports, contract, ten rows), faults, and megabytes of one reader in its own process."""
    command = [sys.executable, __file__, "--reader", name, "--file", str(file)]
    seconds, faults, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(faults), int(memory)


def main() -> None:
    """Measure; the readers take turns, the best round counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=list(READERS))
    parser.add_argument("--breaking", action="store_true")
    parser.add_argument("--reader", choices=list(READERS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.reader:
        with tempfile.TemporaryDirectory() as folder:
            warm = Path(folder) / "warm.txt"
            write(warm, 10, breaking=False)
            READERS[chosen.reader][1](warm)
        start = time.perf_counter()
        faults = READERS[chosen.reader][1](chosen.file)
        print(time.perf_counter() - start, faults, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    names = [name for name in chosen.only or READERS if find_spec(READERS[name][0])]
    names = ["raw", *(name for name in names if name != "raw")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "invoice.txt"
        write(file, chosen.rows, breaking=chosen.breaking)
        rounds = [{name: measured(name, file) for name in names} for _ in range(chosen.rounds)]
    best = {name: min(found[name] for found in rounds) for name in names}
    print("reader   seconds     rows/s  to raw  faults  MB")
    for name, (seconds, faults, memory) in best.items():
        rate = chosen.rows / seconds
        print(f"{name:8} {seconds:7.2f} {rate:10.0f} {seconds / best['raw'][0]:7.1f} {faults:7} {memory:4}")


if __name__ == "__main__":
    main()
