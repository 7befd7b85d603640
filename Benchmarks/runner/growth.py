"""How cost grows with the size of the work: Sagitta alone, the exponent of cost against size."""

import re
import sys
from dataclasses import asdict, dataclass

import numpy as np

from .contestant import Process
from .places import BENCHMARKS, CACHE, SCRATCH

ROW = re.compile(r"^\| `(growth-[a-z-]+)` \| `([^`]+)` \| ([0-9 ]+) \| ([0-9 ]*) \| ([^|]+) \| ([^|]+) \|$")
POWERS = {"voxels": 3, "pixels": 2, "files": 1}
HIGHEST = 1.1
"""No work may cost more than its size to this power."""


@dataclass(frozen=True)
class Growth:
    name: str
    work: str
    parameters: dict[str, str]
    sizes: list[int]
    grows_with: str
    text: str

    def at(self, size: int) -> dict[str, str]:
        return {key: re.sub(r"\bN\b", str(size), value) for key, value in self.parameters.items()}


@dataclass
class Curve:
    name: str
    grows_with: str
    text: str
    sizes: list[int]
    """Voxels, pixels or files."""
    seconds: list[float]
    failure: str | None = None

    @property
    def exponent(self) -> float:
        """By least squares over the logarithms."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)[0])


def all_growths(is_full: bool) -> list[Growth]:
    growths = []
    for line in (BENCHMARKS / "README.md").read_text().splitlines():
        if found := ROW.match(line):
            name, words, short, more, grows_with, text = found.groups()
            work, *tokens = words.split()
            sizes = [int(n) for n in (short + (" " + more if is_full else "")).split()]
            parameters = dict(token.split("=", 1) for token in tokens)
            growths.append(Growth(name, work, parameters, sizes, grows_with.strip(), text.strip()))
    return growths


def run(growth: Growth, contestant, threads: int, rounds: int) -> Curve:
    """The sizes in turn, round by round; the first round is dropped, and the median of the others counts."""
    seconds: dict[int, list[float]] = {size: [] for size in growth.sizes}
    curve = Curve(growth.name, growth.grows_with, growth.text, [n ** POWERS[growth.grows_with] for n in growth.sizes], [])
    SCRATCH.mkdir(parents=True, exist_ok=True)
    process = Process(contestant)
    try:
        for size in growth.sizes:
            for number in range(rounds + 1):
                answer = process.ask({
                    "work": growth.work, "parameters": growth.at(size), "threads": threads,
                    "seconds": 0.05 if number else 0, "wantsResult": False, "cache": str(CACHE),
                    "output": str(SCRATCH)}, 600)
                if "failure" in answer:
                    curve.failure = f"size {size}: {answer['failure']}"
                    return curve
                if number:
                    seconds[size] += answer["seconds"]
    finally:
        process.stop()
    curve.seconds = [float(np.median(seconds[size])) for size in growth.sizes]
    print(f"{growth.name}: exponent {curve.exponent:.2f}", file=sys.stderr)
    return curve


def as_dict(curve: Curve) -> dict:
    return asdict(curve) | ({} if curve.failure else {"exponent": curve.exponent})


def table(curves: list[Curve]) -> str:
    lines = ["| work | grows with | from | to | seconds | exponent |", "|---|---|--:|--:|---|--:|"]
    for curve in curves:
        if curve.failure:
            lines.append(f"| {curve.name} | {curve.grows_with} | | | failed: {curve.failure} | |")
            continue
        seconds = " ".join(f"{s:.3g}" for s in curve.seconds)
        mark = " (above the allowed 1.1)" if curve.exponent > HIGHEST else ""
        lines.append(
            f"| {curve.name}: {curve.text} | {curve.grows_with} | {curve.sizes[0]:,} | {curve.sizes[-1]:,} | {seconds} "
            f"| {curve.exponent:.2f}{mark} |")
    return "\n".join(lines)
