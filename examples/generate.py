#!/usr/bin/env python3
"""Writes the demo data of Harbor & Vane, or any larger amount of it, with the planted truth.

    python3 examples/generate.py --out examples/harbor
    python3 examples/generate.py --pairs 200000 --seed 1 --out DIR
    python3 examples/generate.py --profile bench --pairs 1000000 --clean --out DIR
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generator.bench import build_bench  # noqa: E402
from generator.build import build_demo  # noqa: E402


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=int, default=600, help="how many (at least 400; 600)")
    parser.add_argument("--seed", type=int, default=7, help="same seed, same bytes (7)")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--profile", choices=("demo", "bench"), default="demo",
                        help="demo: twelve batches with hours and attempts; bench: pairs.jsonl")
    parser.add_argument("--layout", choices=("alpaca", "messages"), default="alpaca",
                        help="records of the bench profile (alpaca)")
    parser.add_argument("--clean", action="store_true", help="plant no faults and no duplicates")
    options = parser.parse_args(arguments)
    if options.pairs < 400:
        parser.error("--pairs must be at least 400: fewer cannot hold every planted fault")
    options.out.mkdir(parents=True, exist_ok=True)
    if options.profile == "bench":
        build_bench(options.out, options.pairs, options.seed, options.layout, options.clean)
    else:
        build_demo(options.out, options.pairs, options.seed, options.clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
