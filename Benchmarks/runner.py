"""Runs a workload's contestants in turn and sums up. Called by Benchmarks/run.

It imports nothing big on purpose: Linux counts the parent's pages at fork into a child's peak memory.
"""

import argparse
import importlib
import json
import os
import platform
import statistics
import sys
from pathlib import Path

from contest import HERE, Contestant, Workload, run_process

FIGURES = ("seconds", "cpu_seconds", "peak_rss_bytes")
OURS = "Sagitta"


def measure(contestant: Contestant, threads: int, workload: Workload) -> dict:
    try:
        figures = contestant.figures(run_process(contestant.command(threads)))
    except (OSError, RuntimeError, ValueError, LookupError) as error:
        return {"failure": f"{type(error).__name__}: {error}"}
    complaint = workload.complaint(figures)
    return {"failure": complaint} if complaint else {name: figures[name] for name in FIGURES}


def run_rounds(workload: Workload, rounds: int, thread_counts: list[int]) -> dict[tuple[str, int], list[dict]]:
    runs = {(c.name, n): [] for n in thread_counts for c in workload.contestants}
    for number in range(rounds + 1):
        print(f"round {number} of {rounds}" + (" (dropped)" if number == 0 else ""), file=sys.stderr)
        for threads in thread_counts:
            for contestant in workload.contestants:
                figures = measure(contestant, threads, workload)
                if number > 0 or "failure" in figures:
                    runs[contestant.name, threads].append(figures)
    return runs


def summary(runs: list[dict]) -> dict:
    failures = [run["failure"] for run in runs if "failure" in run]
    if failures:
        return {"failure": failures[0]}
    return {
        name: {"median": statistics.median(values), "min": min(values), "max": max(values)}
        for name in FIGURES
        for values in [[run[name] for run in runs]]
    }


def row(contestant: Contestant, threads: int, figures: dict, ours: dict) -> str:
    if "failure" in figures:
        return f"| {contestant.name} | {threads} | failed: {figures['failure'].splitlines()[0][:120]} | | | |"
    seconds, cpu, peak = (figures[name] for name in FIGURES)
    ratio = "–" if "failure" in ours else f"{seconds['median'] / ours['seconds']['median']:.2f}"
    return (
        f"| {contestant.name} | {threads} | {seconds['median']:.3f} ({seconds['min']:.3f}–{seconds['max']:.3f}) "
        f"| {ratio} | {cpu['median']:.2f} | {peak['median'] / 2**20:.0f} |"
    )


def table(workload: Workload, summaries: dict[tuple[str, int], dict]) -> str:
    missing = {"failure": "not run"}
    lines = [
        "| contestant | threads | seconds: median (min–max) | times Sagitta's | CPU s | peak MiB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for contestant in workload.contestants:
        for (name, threads), figures in summaries.items():
            if name == contestant.name:
                lines.append(row(contestant, threads, figures, summaries.get((OURS, threads), missing)))
    return "\n".join(lines)


def machine() -> dict:
    model = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "cpu": model[0] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "hugePages": Path("/sys/kernel/mm/transparent_hugepage/enabled").read_text().strip(),
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("workload", choices=["load"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--only")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sagitta", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--clang", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    given = arguments()
    cache = HERE / ".cache"
    cache.mkdir(exist_ok=True)
    workload: Workload = importlib.import_module(f"{given.workload}.workload").prepare(cache, given.sagitta, given.clang)
    if given.only:
        wanted = {name.lower() for name in given.only.split(",")}
        workload.contestants[:] = [c for c in workload.contestants if c.name.lower() in wanted]

    runs = run_rounds(workload, given.rounds, [int(n) for n in given.threads.split(",")])
    summaries = {key: summary(value) for key, value in runs.items()}
    facts = machine()
    versions = {c.name: c.version for c in workload.contestants}
    print(f"\n{workload.title}\n")
    print(f"{facts['cpu']}, {facts['cores']} cores; {given.rounds} rounds; " + ", ".join(f"{n} {v}" for n, v in versions.items()))
    print(f"\n{table(workload, summaries)}")

    file = given.json or cache / f"{given.workload}.json"
    results = [
        {"contestant": name, "threads": threads, "summary": summaries[name, threads], "runs": value}
        for (name, threads), value in runs.items()
    ]
    answer = {"workload": given.workload, "parameters": workload.parameters, "rounds": given.rounds, "machine": facts}
    file.write_text(json.dumps(answer | {"versions": versions, "results": results}, indent=1) + "\n")
    print(f"\nfigures of every round: {file}")
    if any("failure" in figures for figures in summaries.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
