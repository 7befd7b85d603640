"""Benchmarks/run calls this; see its --help."""

import argparse
import dataclasses
import datetime
import fnmatch
import json
import os
import sys
from pathlib import Path

from . import growth, inputs, machine, results, tables, warming
from .contestant import all_contestants
from .places import CACHE
from .progress import Progress
from .rounds import OURS, Arena, Cell, Plan
from .workloads import Workload, all_workloads, chosen

SHORT_MINUTES = 15
"""What a run of the short version may take."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--threads")
    parser.add_argument("--only")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--budget", type=float)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--command", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--native", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def plan(given: argparse.Namespace) -> Plan:
    cores = len(os.sched_getaffinity(0))
    counts = [int(n) for n in given.threads.split(",")] if given.threads else sorted({1, 2, cores} - {0})
    return Plan(
        rounds=given.rounds or (7 if given.full else 3), thread_counts=counts, seconds=0.3 if given.full else 0.1,
        budget=given.budget or (60 if given.full else 1.2))


def contestants(given: argparse.Namespace) -> dict:
    found = all_contestants(given.program, given.command, given.native)
    if not given.only:
        return found
    wanted = {name.strip().lower() for name in given.only.split(",")} | {"limit"}
    if unknown := wanted - {name.lower() for name in found}:
        raise SystemExit(f"Benchmarks/run: no contestant {', '.join(sorted(unknown))}; there are: {', '.join(found)}")
    return {name: contestant for name, contestant in found.items() if name.lower() in wanted}


def run(workloads: list[Workload], given: argparse.Namespace, progress: Progress) -> list[tuple[Workload, list[Cell]]]:
    arena, measured = Arena(contestants(given), plan(given)), []
    try:
        for workload in filter(lambda workload: progress.has_time_for(workload.name), workloads):
            with progress.piece(workload.name) as piece:
                measured.append((workload, arena.run(workload)))
            print(tables.section(*measured[-1]), flush=True)
            if counts(given):
                results.keep(workload.name, facts(given) | piece, results.of_workload(*measured[-1]))
    finally:
        arena.close()
    return measured


def counts(given: argparse.Namespace) -> bool:
    """Whether figures may stand in RESULTS.md: all contestants, as often and with as many threads as planned."""
    return not (given.only or given.rounds or given.threads or given.budget)


def chosen_growths(given: argparse.Namespace) -> list[growth.Growth]:
    """All of them where no workload is named, or the whole group is; they are Sagitta's alone."""
    names = [name.lower() for name in given.workloads if name.lower().startswith("growth")]
    if "Sagitta" not in contestants(given) or (given.workloads and not names):
        return []
    growths = growth.all_growths(given.full)
    found = [g for g in growths if not names or any(fnmatch.fnmatch(g.name, n) or n == "growth" for n in names)]
    if not found:
        raise SystemExit(f"Benchmarks/run: no workload '{names[0]}'; there are: {', '.join(g.name for g in growths)}")
    return found


def run_growth(growths: list[growth.Growth], given: argparse.Namespace, progress: Progress) -> list[growth.Curve]:
    threads, rounds, curves = max(plan(given).thread_counts), given.rounds or (5 if given.full else 3), []
    for item in filter(lambda item: progress.has_time_for(item.name), growths):
        with progress.piece(item.name) as piece:
            curves.append(growth.run(item, contestants(given)["Sagitta"], threads, rounds))
        if counts(given):
            results.keep(item.name, facts(given) | piece, results.of_growth(curves[-1]))
    if curves:
        print(growth.table(curves), flush=True)
    return curves


def all_names() -> list[str]:
    return [w.name for w in all_workloads(True)] + [g.name for g in growth.all_growths(True)]


def facts(given: argparse.Namespace) -> dict:
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine.facts(),
        "versions": {name: contestant.version for name, contestant in contestants(given).items()},
        "plan": dataclasses.asdict(plan(given)) | {"is_full": given.full},
    }


def longest(given: argparse.Namespace) -> float | None:
    """Seconds that the run may take; where work is named or all of it is asked for, as long as it needs."""
    if given.minutes:
        return given.minutes * 60
    return None if given.workloads or given.full else SHORT_MINUTES * 60


def save(given: argparse.Namespace, found: list[tuple[Workload, list[Cell]]], curves: list[growth.Curve]) -> None:
    file = given.json or CACHE / "results.json"
    content = [dataclasses.asdict(w) | {"results": [dataclasses.asdict(c) for c in cells]} for w, cells in found]
    growths = [growth.as_dict(curve) for curve in curves]
    file.write_text(json.dumps(facts(given) | {"workloads": content, "growth": growths}, indent=1) + "\n")
    print(f"figures of every round: {os.path.relpath(file)}", file=sys.stderr)


def measure(given: argparse.Namespace) -> None:
    growths = chosen_growths(given)
    others = [name for name in given.workloads if not name.lower().startswith("growth")]
    workloads = chosen(others, given.full) if others or not given.workloads else []
    names = [item.name for item in [*workloads, *growths]]
    inputs.make(inputs.needed([*workloads, *growths]))
    warming.touch_memory()
    progress = Progress(names, longest(given))
    found = run(workloads, given, progress)
    curves = run_growth(growths, given, progress)
    save(given, found, curves)
    if not given.workloads and counts(given):
        print(f"written: {os.path.relpath(results.write(names, progress.left_out))}", file=sys.stderr)
    ours = [cell for _, cells in found for cell in cells if cell.contestant in OURS]
    if any(item.failure for item in [*ours, *curves]):
        sys.exit(1)


def main() -> None:
    given = arguments()
    CACHE.mkdir(exist_ok=True)
    if given.list:
        print("\n".join(all_names()))
    elif given.report:
        print(results.write(all_names()))
    else:
        measure(given)


main()
