"""How long it takes to load and compile all contracts, cold: each run is a process of its own.

    python tests/bench/contracts.py [RUNS]

Prints the seconds of importing, loading and compiling, and the processor's seconds for all of it: median, and lowest to highest.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

MEASURED = """
import json, time
started = time.perf_counter()
from kontrak.contracts import Judge, load_all
imported = time.perf_counter()
contracts = load_all().values()
loaded = time.perf_counter()
judges = [Judge(contract) for contract in contracts]
compiled = time.perf_counter()
steps = {"import": imported - started, "load": loaded - imported, "compile": compiled - loaded}
print(json.dumps(steps | {"load and compile": compiled - imported, "processor": time.process_time()}))
"""


def run() -> dict[str, float]:
    """The figures of one cold run."""
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> None:
    runs = [run() for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 9)]
    for name in runs[0]:
        seconds = sorted(one[name] for one in runs)
        print(f"{name:18} {statistics.median(seconds):.3f} s  ({seconds[0]:.3f} to {seconds[-1]:.3f})")


if __name__ == "__main__":
    main()
