"""Charts as SVG: the same figures give the same bytes."""

from pathlib import Path

import matplotlib
import matplotlib.ticker

from . import tables

matplotlib.use("svg")
import matplotlib.pyplot as plt

matplotlib.rcParams.update({
    "svg.hashsalt": "sagitta", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9,
    "axes.spines.top": False, "axes.spines.right": False})
BLUE, GREY, RED, ORANGE = "#1f5fa8", "#8a8a8a", "#b3261e", "#d98200"


def save(figure, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight", facecolor="white")
    plt.close(figure)


def ratios(rows: list[tuple[str, str, float]], threads: int, path: Path) -> None:
    """For each workload how many times Sagitta's time its fastest peer takes: (workload, peer, ratio)."""
    figure, axes = plt.subplots(figsize=(8, 0.24 * len(rows) + 1.2))
    values = [ratio for _, _, ratio in rows]
    axes.barh(range(len(rows)), [v - 1 for v in values], left=1, color=[BLUE if v >= 1 else RED for v in values])
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlim(min(0.5, *[v / 1.3 for v in values]), max(values) * 2.2)
    for place, (_, peer, ratio) in enumerate(rows):
        axes.text(max(ratio, 1) * 1.04, place, f"{ratio:.2g}× {peer}", va="center", fontsize=8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}×")
    axes.set_xlabel("times Sagitta's time (log scale); right of 1 Sagitta is faster")
    axes.set_title(f"The fastest peer of each workload, {tables.threads(threads)}", loc="left")
    save(figure, path)


def scaling(panels: dict[str, dict[str, dict[int, float]]], path: Path) -> None:
    """For each workload the speed of contestants over threads: workload → contestant → threads → seconds."""
    figure, all_axes = plt.subplots(1, len(panels), figsize=(4 * len(panels), 3.2), squeeze=False)
    colors = {"Sagitta": BLUE, "OpenMP": ORANGE, "Numba": GREY, "VTK": RED}
    for axes, (workload, contestants) in zip(all_axes[0], panels.items()):
        reference = min(contestants.get("Sagitta", {1: 1.0}).values(), default=1.0)
        most = max(n for times in contestants.values() for n in times)
        for name, times in contestants.items():
            counts = sorted(times)
            axes.plot(counts, [reference / times[n] for n in counts], "o-", color=colors.get(name, "black"), label=name)
            first = times[counts[0]]
            axes.plot([1, most], [reference / first, reference / first * most], ":", linewidth=0.7, color=colors.get(name))
        axes.set_xticks(range(1, most + 1))
        axes.set_ylim(0)
        axes.set_title(workload, loc="left")
        axes.set_xlabel("threads")
        axes.set_ylabel("speed; 1 = Sagitta's best")
        axes.legend(frameon=False)
    save(figure, path)


def growth(curves, path: Path) -> None:
    """Cost over size, both on log scales; each panel one kind of size."""
    kinds = list(dict.fromkeys(curve.grows_with for curve in curves if not curve.failure))
    if not kinds:
        return
    figure, all_axes = plt.subplots(1, len(kinds), figsize=(4 * len(kinds), 3.6), squeeze=False)
    for axes, kind in zip(all_axes[0], kinds):
        for curve in curves:
            if curve.grows_with == kind and not curve.failure:
                label = f"{curve.name.removeprefix('growth-')} ({curve.exponent:.2f})"
                axes.plot(curve.sizes, curve.seconds, "o-", label=label, markersize=3, linewidth=1.2)
        axes.set_xscale("log"), axes.set_yscale("log")
        axes.xaxis.set_minor_formatter(matplotlib.ticker.NullFormatter())
        axes.set_xlabel(kind)
        axes.set_ylabel("seconds")
        axes.set_title(f"cost over {kind} (exponent)", loc="left")
        axes.legend(frameon=False, fontsize=7)
    figure.tight_layout()
    save(figure, path)
