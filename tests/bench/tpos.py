"""Generated requests, good and broken, against the TPOS mock in process: `python -m tests.bench.tpos 20000 [URL]`.

Prints what was answered how often; the first server error ends it with the request that met it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from kontrak.contracts import load
from kontrak.mocks import Settings, Simulator
from tests.mocks.tpos import fuzz
from tests.mocks.tpos.conftest import MONDAY

IN_ONE_WORLD = 1000


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    database = sys.argv[2] if len(sys.argv) > 2 else "sqlite://"
    simulator = Simulator([load("tpos")], Settings(database=database, still=MONDAY))
    total, started = Counter(), time.perf_counter()
    for seed in range(max(1, many // IN_ONE_WORLD)):
        total += fuzz.run(simulator, seed, min(many, IN_ONE_WORLD), f"bench-{time.time_ns()}", switching=seed % 2 == 1)
        print(f"{sum(total.values())} requests, {time.perf_counter() - started:.0f} s", flush=True)
    for (operation, status), times in sorted(total.items()):
        print(f"{times:7d} {operation} {status}")


if __name__ == "__main__":
    main()
