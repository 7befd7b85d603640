"""Benchmarks/run calls this; see its --help."""

import argparse
import dataclasses
import datetime
import itertools
import json
import os
import sys
from pathlib import Path

from . import inputs, machine, tables
from .contestant import all_contestants
from .places import CACHE
from .rounds import Arena, Cell, Plan
from .workloads import Workload, chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--threads")
    parser.add_argument("--only")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--budget", type=float)
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--command", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--native", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def plan(given: argparse.Namespace) -> Plan:
    cores = len(os.sched_getaffinity(0))
    counts = [int(n) for n in given.threads.split(",")] if given.threads else sorted({1, 2, cores} - {0})
    return Plan(
        rounds=given.rounds or (7 if given.full else 3), thread_counts=counts, seconds=0.3 if given.full else 0.1,
        budget=given.budget or (60 if given.full else 2.5))


def contestants(given: argparse.Namespace) -> dict:
    found = all_contestants(given.program, given.command, given.native)
    if not given.only:
        return found
    wanted = {name.strip().lower() for name in given.only.split(",")} | {"limit"}
    if unknown := wanted - {name.lower() for name in found}:
        raise SystemExit(f"Benchmarks/run: no contestant {', '.join(sorted(unknown))}; there are: {', '.join(found)}")
    return {name: contestant for name, contestant in found.items() if name.lower() in wanted}


def run(workloads: list[Workload], given: argparse.Namespace) -> list[tuple[Workload, list[Cell]]]:
    results = []
    for _, group in itertools.groupby(workloads, key=lambda workload: workload.group):
        arena = Arena(contestants(given), plan(given))
        try:
            for workload in group:
                cells = arena.run(workload)
                results.append((workload, cells))
                print(tables.section(workload, cells), flush=True)
        finally:
            arena.close()
    return results


def as_json(results: list[tuple[Workload, list[Cell]]], given: argparse.Namespace) -> dict:
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine.facts(),
        "versions": {name: contestant.version for name, contestant in contestants(given).items()},
        "plan": dataclasses.asdict(plan(given)),
        "workloads": [
            dataclasses.asdict(workload) | {"results": [dataclasses.asdict(cell) for cell in cells]}
            for workload, cells in results
        ],
    }


def main() -> None:
    given = arguments()
    workloads = chosen(given.workloads, given.full)
    CACHE.mkdir(exist_ok=True)
    inputs.make(inputs.needed(workloads))
    results = run(workloads, given)
    file = given.json or CACHE / "results.json"
    file.write_text(json.dumps(as_json(results, given), indent=1) + "\n")
    print(f"figures of every round: {os.path.relpath(file)}", file=sys.stderr)
    if any(cell.failure for _, cells in results for cell in cells):
        sys.exit(1)


main()
