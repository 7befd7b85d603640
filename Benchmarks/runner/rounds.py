"""Rounds: every contestant does each piece of work in turn."""

import dataclasses
import os
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import warming
from .checks import complaint
from .contestant import Contestant, Process
from .places import CACHE, SCRATCH
from .workloads import Workload

LIMIT = "limit"
"""The contestant that does the least that the machine must do."""
OURS = ("Sagitta", "sagitta command", "pysagitta", "import pysagitta")
"""What others are compared with: the first of these that takes part."""
COUNTED = 3
"""Rounds that a figure needs to stand in a headline."""
UNSTEADY = 1.5
"""Rounds that differ by more than this factor are repeated, and marked where they go on differing."""
REPEATS = 2
"""How many rounds more an unsteady figure gets."""
BEHIND = 2
"""Who takes this many times the quickest peer's time cannot be the fastest one: it may be measured in fewer rounds."""
BEHIND_AT_FIRST = 5
"""The same for a first run, which may have been a cold one."""


@dataclass
class Cell:
    """What one contestant did at one workload with one number of threads."""

    workload: str
    contestant: str
    threads: int
    runs: list[dict] = field(default_factory=list)
    failure: str | None = None
    dropped: dict | None = None
    """The first run, which is counted only where it is the only one."""
    notes: dict = field(default_factory=dict)

    @property
    def output(self) -> Path:
        """Where the contestant writes."""
        return SCRATCH / self.workload / f"{self.contestant}-{self.threads}".replace(" ", "-")

    @property
    def is_counted(self) -> bool:
        """Whether it has the rounds that a headline needs."""
        return not self.failure and len(self.runs) >= COUNTED

    @property
    def is_unsteady(self) -> bool:
        seconds = [run["seconds"] for run in self.runs]
        return len(seconds) > 1 and max(seconds) > UNSTEADY * min(seconds)

    @property
    def least(self) -> float:
        """The quickest that it was seen, warm or not."""
        runs = self.runs or ([self.dropped] if self.dropped else [])
        return min((run["seconds"] for run in runs), default=float("inf"))

    def summary(self, name: str) -> dict:
        values = [run[name] for run in self.runs]
        return {"median": statistics.median(values), "min": min(values), "max": max(values)}


@dataclass(frozen=True)
class Plan:
    rounds: int
    thread_counts: list[int]
    seconds: float
    """Quick work is repeated until this much time has passed; a round's figure is the median."""
    budget: float
    """Seconds that one contestant may take at one workload with one number of threads, beyond the first round."""
    timeout: float = 600


def drop_from_page_cache(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def turned(cells: list[Cell], by: int) -> list[Cell]:
    """In another order each round, so that nobody is always the one who comes after a certain other."""
    first = by % len(cells)
    return cells[first:] + cells[:first]


def is_behind(cell: Cell, cells: list[Cell]) -> bool:
    """Whether a peer cannot be the fastest one: no headline would name it."""
    if cell.contestant in {*OURS, LIMIT}:
        return False
    peers = [other for other in cells if other.threads == cell.threads and other.contestant not in {*OURS, LIMIT}]
    factor = BEHIND if cell.runs else BEHIND_AT_FIRST
    return cell.least > factor * min((other.least for other in peers if not other.failure), default=float("inf"))


def figures(answer: dict) -> dict:
    return {
        "seconds": statistics.median(answer["seconds"]),
        "cpuSeconds": statistics.median(answer["cpuSeconds"]),
        "peakBytes": answer["peakBytes"],
        "extraBytes": answer["extraBytes"],
    }


class Arena:
    """The contestants that are alive."""

    def __init__(self, contestants: dict[str, Contestant], plan: Plan):
        self.contestants, self.plan = contestants, plan
        self.processes: dict[str, Process] = {}

    def run(self, workload: Workload) -> list[Cell]:
        cells = self._cells(workload)
        if workload.parameters.get("pages") != "cold":
            warming.read_inputs(workload)
        for number in range(self.plan.rounds + REPEATS + 1):
            waiting = [cell for cell in cells if not self._is_done(cell, cells)]
            if not waiting:
                break
            for cell in turned(waiting, by=number):
                self._turn(cell, workload, number)
            done = sum(self._is_done(cell, cells) for cell in cells)
            print(f"{workload.name}: round {number} of {self.plan.rounds}, {done} of {len(cells)} done", file=sys.stderr)
        for cell in cells:
            if not cell.runs and cell.dropped and not cell.failure:
                cell.runs = [cell.dropped]
        shutil.rmtree(SCRATCH / workload.name, ignore_errors=True)
        return cells + [
            dataclasses.replace(cell, threads=n, notes=cell.notes | {"single": True})
            for cell in cells if cell.contestant in workload.single for n in self.plan.thread_counts[1:]
        ]

    def _cells(self, workload: Workload) -> list[Cell]:
        names = [name for name in workload.contestants if name in self.contestants]
        if workload.limit != "–":
            names.append(LIMIT)
        first = self.plan.thread_counts[0]
        return [
            Cell(workload.name, name, n) for n in self.plan.thread_counts for name in names
            if n == first or name not in workload.single
        ]

    def _is_done(self, cell: Cell, cells: list[Cell]) -> bool:
        """All rounds for whom a headline may name, and some more where they differ; fewer for who is far behind."""
        if cell.failure:
            return True
        if len(cell.runs) >= self.plan.rounds:
            return not cell.is_unsteady or len(cell.runs) >= self.plan.rounds + REPEATS
        return cell.dropped is not None and is_behind(cell, cells) and self._has_spent(cell)

    def _has_spent(self, cell: Cell) -> bool:
        """Whether its budget does not pay for one round more."""
        return (len(cell.runs) + 1) * cell.least > self.plan.budget

    def _turn(self, cell: Cell, workload: Workload, number: int) -> None:
        if number == 0:
            shutil.rmtree(cell.output, ignore_errors=True)
            cell.output.mkdir(parents=True)
        if workload.parameters.get("pages") == "cold":
            drop_from_page_cache(CACHE / workload.parameters["folder"])
        print(f"  {cell.contestant}, {cell.threads} threads", end="", flush=True, file=sys.stderr)
        start = time.monotonic()
        answer = self._process(cell.contestant).ask(self._request(cell, workload, number), self.plan.timeout)
        spent = time.monotonic() - start
        cell.failure = answer.get("failure") or (self._complaint(workload, cell, answer) if number == 0 else None)
        print(f": {spent:.1f} s {cell.failure or ''}", file=sys.stderr)
        if cell.failure:
            return
        if number == 0:
            cell.dropped = figures(answer)
        else:
            cell.runs.append(figures(answer))

    @staticmethod
    def _complaint(workload: Workload, cell: Cell, answer: dict) -> str | None:
        if cell.contestant == LIMIT:
            cell.notes["bytes"] = answer["result"]["values"][0]
            return None
        try:
            return complaint(workload, cell, answer)
        except (OSError, ValueError, LookupError, StopIteration) as error:
            return f"cannot be checked: {type(error).__name__}: {error}"

    def _request(self, cell: Cell, workload: Workload, number: int) -> dict:
        work, parameters = workload.work, workload.parameters
        if cell.contestant == LIMIT and workload.limit != "–":
            work, *tokens = workload.limit.strip("`").split()
            parameters = parameters | dict(token.split("=", 1) for token in tokens)
        return {
            "work": work,
            "parameters": parameters,
            "threads": cell.threads,
            "seconds": 0 if number == 0 or parameters.get("pages") == "cold" else self.plan.seconds,
            "wantsResult": number == 0,
            "cache": str(CACHE),
            "output": str(cell.output),
        }

    def _process(self, name: str) -> Process:
        if name not in self.processes or not self.processes[name].is_alive:
            SCRATCH.mkdir(parents=True, exist_ok=True)
            self.processes[name] = Process(self.contestants[name])
        return self.processes[name]

    def close(self) -> None:
        for process in self.processes.values():
            process.stop()
        self.processes.clear()
