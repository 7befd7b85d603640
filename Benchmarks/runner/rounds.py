"""Rounds: every contestant does each piece of work in turn."""

import dataclasses
import os
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from .checks import complaint
from .contestant import Contestant, Process
from .places import CACHE, SCRATCH
from .workloads import Workload

LIMIT = "limit"
"""The contestant that does the least that the machine must do."""


@dataclass
class Cell:
    """What one contestant did at one workload with one number of threads."""

    workload: str
    contestant: str
    threads: int
    runs: list[dict] = field(default_factory=list)
    failure: str | None = None
    dropped_seconds: float = 0
    notes: dict = field(default_factory=dict)

    @property
    def output(self) -> Path:
        """Where the contestant writes."""
        return SCRATCH / self.workload / f"{self.contestant}-{self.threads}".replace(" ", "-")

    @property
    def is_single(self) -> bool:
        """Whether one round is all there is, because the work takes long."""
        return len(self.runs) == 1

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


class Arena:
    """The contestants that are alive."""

    def __init__(self, contestants: dict[str, Contestant], plan: Plan):
        self.contestants, self.plan = contestants, plan
        self.processes: dict[str, Process] = {}

    def run(self, workload: Workload) -> list[Cell]:
        names = [name for name in workload.contestants if name in self.contestants]
        if workload.limit != "–":
            names.append(LIMIT)
        first = self.plan.thread_counts[0]
        cells = [
            Cell(workload.name, name, n) for n in self.plan.thread_counts for name in names
            if n == first or name not in workload.single
        ]
        for number in range(self.plan.rounds + 1):
            for cell in cells:
                if not self._is_done(cell):
                    self._turn(cell, workload, number)
            done = sum(self._is_done(cell) for cell in cells)
            print(f"{workload.name}: round {number} of {self.plan.rounds}, {done} of {len(cells)} done", file=sys.stderr)
        shutil.rmtree(SCRATCH / workload.name, ignore_errors=True)
        return cells + [
            dataclasses.replace(cell, threads=n, notes=cell.notes | {"single": True})
            for cell in cells if cell.contestant in workload.single for n in self.plan.thread_counts[1:]
        ]

    def _is_done(self, cell: Cell) -> bool:
        """Quick work is done in all rounds, slower work until its budget is spent; the first run may have been a cold one."""
        if cell.failure or len(cell.runs) >= self.plan.rounds:
            return True
        if not cell.runs:
            return False
        if cell.dropped_seconds > self.long:
            return True
        return (len(cell.runs) + 1) * min(run["seconds"] for run in cell.runs) > self.plan.budget

    @property
    def long(self) -> float:
        """Work that takes so many seconds is done once."""
        return 3 * self.plan.budget

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
        if number == 0:
            cell.failure = answer.get("failure") or self._complaint(workload, cell, answer)
            cell.dropped_seconds = sum(answer.get("seconds", []))
        else:
            cell.failure = answer.get("failure")
        print(f": {spent:.1f} s {cell.failure or ''}", file=sys.stderr)
        is_last = number == 0 and cell.dropped_seconds > self.long
        if not cell.failure and (number > 0 or is_last):
            cell.runs.append({
                "seconds": statistics.median(answer["seconds"]),
                "cpuSeconds": statistics.median(answer["cpuSeconds"]),
                "peakBytes": answer["peakBytes"],
                "extraBytes": answer["extraBytes"],
            })

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
