"""Figures as Markdown."""

from .rounds import LIMIT, OURS, Cell
from .workloads import Workload

HEAD = (
    "| contestant | threads | seconds: median (min–max) | times Sagitta's | times the limit | CPU s | peak MiB (+ work) |\n"
    "|---|--:|--:|--:|--:|--:|--:|"
)


def table(cells: list[Cell]) -> str:
    medians = {(c.contestant, c.threads): c.summary("seconds")["median"] for c in cells if not c.failure and c.runs}
    ours = next((name for name in OURS if any(cell.contestant == name for cell in cells)), OURS[0])
    names = list(dict.fromkeys(cell.contestant for cell in cells))
    shown = [cell for cell in cells if "single" not in cell.notes]
    ordered = sorted(shown, key=lambda cell: names.index(cell.contestant))
    head = HEAD
    if any("writtenBytes" in cell.notes for cell in cells):
        head = HEAD.replace("\n", " MB written |\n") + "--:|"
    return "\n".join([head, *(row(cell, medians, ours) for cell in ordered)])


def row(cell: Cell, medians: dict[tuple[str, int], float], ours: str) -> str:
    if cell.failure:
        return f"| {cell.contestant} | {cell.threads} | failed: {in_a_cell(cell.failure)} | | | | |"
    if not cell.runs:
        return f"| {cell.contestant} | {cell.threads} | not run | | | | |"
    seconds, cpu = cell.summary("seconds"), cell.summary("cpuSeconds")["median"]
    peak, extra = (cell.summary(name)["median"] / 2**20 for name in ("peakBytes", "extraBytes"))
    return (
        f"| {cell.contestant} | {cell.threads} | {spread(seconds)}{marks(cell)} "
        f"| {ratio(seconds['median'], medians.get((ours, cell.threads)))} "
        f"| {ratio(seconds['median'], medians.get((LIMIT, cell.threads)))} | {digits(cpu)} "
        f"| {peak:.0f} (+{extra:.0f}) |{written(cell)}"
    )


def marks(cell: Cell) -> str:
    """¹ for too few rounds, ² where one thread spent much of its time without a processor: on disks, or for others,
    ³ where the rounds differ much."""
    waited = cell.threads == 1 and cell.summary("cpuSeconds")["median"] < 0.8 * cell.summary("seconds")["median"]
    return ("" if cell.is_counted else "¹") + ("²" if waited else "") + ("³" if cell.is_unsteady else "")


def written(cell: Cell) -> str:
    """A column for what was written, where others have one too."""
    count = cell.notes.get("writtenBytes")
    return f" {count / 1e6:.1f} |" if count else ""


def spread(summary: dict) -> str:
    return f"{digits(summary['median'])} ({digits(summary['min'])}–{digits(summary['max'])})"


def digits(seconds: float) -> str:
    """Three significant digits."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.3g} µs"
    return f"{seconds:.{3 if seconds < 1 else 2 if seconds < 10 else 1}f}" if seconds >= 0.1 else f"{seconds:.4f}"


def threads(count: int) -> str:
    return f"{count} thread{'s' if count > 1 else ''}"


def ratio(value: float, reference: float | None) -> str:
    return "–" if not reference else f"{value / reference:.2f}"


def in_a_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")[:160]


def section(workload: Workload, cells: list[Cell]) -> str:
    words = " ".join(f"{key}={value}" for key, value in workload.parameters.items())
    return f"#### {workload.name}\n\n{workload.text}\n`{workload.work} {words}`\n\n{table(cells)}\n"
