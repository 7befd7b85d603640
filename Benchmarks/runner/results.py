"""RESULTS.md: what a run found, whoever it flatters."""

import dataclasses
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

from . import charts, elsewhere, growth, tables
from .places import BENCHMARKS, FIGURES
from .rounds import COUNTED, LIMIT, OURS, Cell
from .workloads import Workload

NO_PEERS = {*OURS, LIMIT, "Numba", "OpenMP", "C interface"}
"""Shown beside the others; not software that people choose instead."""
INTRODUCTION = """# Results

Written by `Benchmarks/run`; [README.md](README.md) says what is done and counted. Figures count against each other
within a table only.
"""
SCALED = ["plane-linear", "mip-oblique"]
"""The workloads of the yardstick."""


def keep(name: str, facts: dict, figures: dict) -> None:
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{name}.json").write_text(json.dumps(facts | figures, indent=1) + "\n")


def of_workload(workload: Workload, cells: list[Cell]) -> dict:
    return {"workload": dataclasses.asdict(workload), "cells": [dataclasses.asdict(cell) for cell in cells]}


def of_growth(curve: growth.Curve) -> dict:
    return {"growth": growth.as_dict(curve)}


def write(names: list[str], left_out: Sequence[str] = ()) -> Path:
    """From the last figures of the workloads and growths, in their order; without those that were left out."""
    files = [FIGURES / f"{name}.json" for name in names if name not in left_out]
    contents = [json.loads(file.read_text()) for file in files if file.exists()]
    if not contents:
        raise SystemExit("Benchmarks/run: nothing has been measured yet")
    results = [
        (read_workload(content["workload"]), [Cell(**cell) for cell in content["cells"]])
        for content in contents if "workload" in content]
    curves = [read_curve(content["growth"]) for content in contents if "growth" in content]
    elsewhere.keep(contents[0], headlines(results))
    path = BENCHMARKS / "RESULTS.md"
    path.write_text(text(contents[0], contents, results, curves, left_out))
    return path


def read_workload(content: dict) -> Workload:
    names = {field.name for field in dataclasses.fields(Workload)}
    return Workload(**{key: value for key, value in content.items() if key in names})


def read_curve(content: dict) -> growth.Curve:
    names = {field.name for field in dataclasses.fields(growth.Curve)}
    return growth.Curve(**{key: value for key, value in content.items() if key in names})


def text(facts: dict, contents: list[dict], results: list, curves: list, left_out: Sequence[str]) -> str:
    thread_counts = sorted({cell.threads for _, cells in results for cell in cells})
    parts = [
        INTRODUCTION,
        circumstances(facts, contents, left_out),
        "## Against the fastest peer\n\n" + overview(results, thread_counts),
        elsewhere.section(facts, headlines(results)),
    ]
    for threads in thread_counts:
        rows = [(w.name, peer, ratio) for w, cells in results if (best := fastest(cells, threads)) for peer, ratio in [best]]
        if rows:
            name = f"results/ratios-{threads}.svg"
            charts.ratios(rows, threads, BENCHMARKS / name)
            parts.append(f"![The fastest peer of each workload, {tables.threads(threads)}]({name})\n")
    parts += [
        against_us(results, thread_counts), uncounted(results), failures(results), scaling(results), growths(curves)]
    for group, members in itertools.groupby(results, lambda result: result[0].group):
        parts.append(f"## {group}\n\n" + "\n".join(section(*member) for member in members).rstrip() + "\n")
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def circumstances(facts: dict, contents: list[dict], left_out: Sequence[str]) -> str:
    machine, plan = facts["machine"], facts["plan"]
    dates = sorted({content["date"] for content in contents})
    versions = sorted({v for content in contents for v in content["versions"].values() if v})
    return (
        f"- **Date** {' to '.join(dict.fromkeys((dates[0], dates[-1])))}\n"
        f"- **Machine** {machine['cpu']}, {machine['cores']} cores, {machine['memoryGiB']} GiB, Linux {machine['kernel']}, "
        f"transparent huge pages {machine['hugePages']}\n"
        f"- **Plan** {plan['rounds']} rounds after one that is dropped; {'full' if plan['is_full'] else 'short'} version\n"
        f"- **Versions** {', '.join(versions)}; {machine['swift']}; {machine['clang']}; Python {machine['python']}\n"
        "- ¹ fewer than three rounds, in no headline; ² one thread waited for a disk or a busy machine; ³ rounds that differ by more than "
        "1.5; *limit*: the least that the machine must do for this work, measured in the same rounds\n"
        + (f"- **Left out**, since they would have ended too late: {', '.join(left_out)}\n" if left_out else "")
    )


def counted(cells: list[Cell], name: str, threads: int) -> Cell | None:
    """What may stand in a headline."""
    found = (cell for cell in cells if cell.contestant == name and cell.threads == threads and cell.is_counted)
    return next(found, None)


def median(cells: list[Cell], name: str, threads: int) -> float | None:
    cell = counted(cells, name, threads)
    return cell.summary("seconds")["median"] if cell else None


def our_cell(cells: list[Cell], threads: int) -> Cell | None:
    return next((cell for name in OURS if (cell := counted(cells, name, threads))), None)


def ours(cells: list[Cell], threads: int) -> float | None:
    cell = our_cell(cells, threads)
    return cell.summary("seconds")["median"] if cell else None


def fastest(cells: list[Cell], threads: int) -> tuple[str, float] | None:
    """The fastest peer, and how many times Sagitta's time it takes."""
    reference = ours(cells, threads)
    peers = {cell.contestant for cell in cells} - NO_PEERS
    found = [(m, name) for name in sorted(peers) if (m := median(cells, name, threads)) is not None]
    if not found or reference is None:
        return None
    seconds, name = min(found)
    return name, seconds / reference


def overview(results: list, thread_counts: list[int]) -> str:
    heads = "".join(f" {tables.threads(n)}: s | fastest peer |" for n in thread_counts)
    gain = len(thread_counts) > 1
    lines = [f"| workload |{heads}{' gain by threads |' if gain else ''} times the limit |",
             "|---|" + "--:|---|" * len(thread_counts) + ("--:|" if gain else "") + "--:|"]
    for workload, cells in results:
        line = f"| [{workload.name}](#{workload.name}) |"
        own = {n: ours(cells, n) for n in thread_counts}
        if all(value is None for value in own.values()):
            continue
        for n in thread_counts:
            best = fastest(cells, n)
            line += f" {our_figure(cells, n)} | {f'{best[0]}: **{best[1]:.2f}×**' if best else '–'} |"
        first, last = own[thread_counts[0]], own[thread_counts[-1]]
        if gain:
            line += f" {first / last:.2f}× |" if first and last else " – |"
        limit = median(cells, LIMIT, thread_counts[-1])
        line += f" {last / limit:.2f} |" if last and limit else " – |"
        lines.append(line)
    return "\n".join(lines) + "\n"


def our_figure(cells: list[Cell], threads: int) -> str:
    cell = our_cell(cells, threads)
    return tables.digits(cell.summary("seconds")["median"]) + tables.marks(cell) if cell else "–"


def headlines(results: list) -> dict:
    """Workload → threads → our seconds, the fastest peer and how many times our time it takes."""
    found: dict = {}
    for workload, cells in results:
        for threads in sorted({cell.threads for cell in cells}):
            best, own = fastest(cells, threads), ours(cells, threads)
            if best and own:
                found.setdefault(workload.name, {})[str(threads)] = {"seconds": own, "peer": best[0], "ratio": best[1]}
    return found


def against_us(results: list, thread_counts: list[int]) -> str:
    lines = []
    for workload, cells in results:
        for n in thread_counts:
            reference = ours(cells, n)
            for cell in cells:
                if cell.contestant in {*OURS, LIMIT} or cell.threads != n or reference is None:
                    continue
                seconds = median(cells, cell.contestant, n)
                if seconds is not None and seconds < reference:
                    lines.append(f"- {workload.name}, {tables.threads(n)}: {cell.contestant} takes {seconds / reference:.2f} of Sagitta's time")
    return "## Where another contestant is faster\n\n" + ("\n".join(lines) if lines else "Nowhere in this run.") + "\n"


def uncounted(results: list) -> str:
    """What no headline names, and why."""
    lines = [
        f"- {workload.name}, {cell.contestant}, {tables.threads(cell.threads)}: {len(cell.runs)} of {COUNTED} rounds, {reason(cell)}"
        for workload, cells in results for cell in cells
        if not cell.failure and not cell.is_counted and "single" not in cell.notes]
    return "## In no headline\n\n" + ("\n".join(lines) if lines else "Nothing.") + "\n"


def reason(cell: Cell) -> str:
    return f"takes {tables.digits(cell.least)} s, another peer less than half" if cell.runs else "not run"


def failures(results: list) -> str:
    lines = [
        f"- {workload.name}, {cell.contestant}, {tables.threads(cell.threads)}: {tables.in_a_cell(cell.failure)}"
        for workload, cells in results for cell in cells if cell.failure and "single" not in cell.notes]
    return "## Failures\n\n" + ("\n".join(lines) if lines else "None.") + "\n"


def scaling(results: list) -> str:
    panels = {}
    for workload, cells in results:
        if workload.name in SCALED:
            times = {}
            for cell in cells:
                if cell.contestant != LIMIT and not cell.failure and cell.runs:
                    times.setdefault(cell.contestant, {})[cell.threads] = cell.summary("seconds")["median"]
            shown = {name: times[name] for name in ("Sagitta", "OpenMP", "Numba", "VTK") if name in times}
            if shown:
                panels[workload.name] = shown
    if not panels:
        return ""
    charts.scaling(panels, BENCHMARKS / "results/scaling.svg")
    lines = ["| workload | contestant | " + "gain |", "|---|---|--:|"]
    for workload, contestants in panels.items():
        for name, times in contestants.items():
            counts = sorted(times)
            lines.append(f"| {workload} | {name} | {times[counts[0]] / times[counts[-1]]:.2f}× with {tables.threads(counts[-1])} |")
    return (
        "## Scaling, and the OpenMP yardstick\n\nThe yardstick is the same algorithm in plain C, its rows shared out by OpenMP; dotted "
        "lines are a perfect gain.\n\n![Speed over threads](results/scaling.svg)\n\n" + "\n".join(lines) + "\n")


def growths(curves: list[growth.Curve]) -> str:
    if not curves:
        return ""
    charts.growth(curves, BENCHMARKS / "results/growth.svg")
    return (
        "## Growth\n\nCost is to grow with at most the 1.1th power of the size of the work.\n\n"
        f"![Cost over size](results/growth.svg)\n\n{growth.table(curves)}\n")


def section(workload: Workload, cells: list[Cell]) -> str:
    if workload.group == "Limits":
        return limits(workload, cells)
    words = " ".join(f"{key}={value}" for key, value in workload.parameters.items())
    return f"### {workload.name}\n\n{sentence(workload.text)} `{workload.work} {words}`\n\n{tables.table(cells)}\n"


def sentence(text: str) -> str:
    return text[0].upper() + text[1:].rstrip(".") + "."


def limits(workload: Workload, cells: list[Cell]) -> str:
    speeds = ", ".join(
        f"{cell.notes['bytes'] / cell.summary('seconds')['median'] / 1e9:.2f} GB/s with {tables.threads(cell.threads)}"
        f" ({tables.digits(cell.summary('seconds')['median'])} s)"
        for cell in cells if not cell.failure and cell.runs)
    return f"- **{workload.name}** ({workload.text}): {speeds}"
