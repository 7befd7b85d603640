"""For contestants written in Python: stay alive, do work on request, a line of JSON in and out.

A contestant gives `serve` a function for each kind of work. It is called with the request, prepares (not timed) and
returns the work itself: a function without arguments whose return value, or what `values` makes of it, is checked.
"""

import contextlib
import dataclasses
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

SIZES = {"ct": (600, 512, 512), "head": (512, 512, 512)}
SPACINGS = {"ct": (0.7, 0.7, 0.625), "head": (0.5, 0.5, 0.5)}
STRIDE = 2003


@dataclass(frozen=True)
class Request:
    work: str
    parameters: dict[str, str]
    threads: int
    seconds: float
    wants_result: bool
    cache: str
    output: str
    """A folder that is there, and empty before the first round, for what is written."""

    def __getitem__(self, name: str) -> str:
        return self.parameters[name]

    def number(self, name: str) -> float:
        return float(self.parameters[name])

    def whole(self, name: str) -> int:
        return int(self.parameters[name])

    def path(self, name: str) -> str:
        return os.path.join(self.cache, self.parameters[name])

    def files(self) -> list[str]:
        """The files of the folder in the order of their names, or the first of them."""
        names = sorted(os.listdir(self.path("folder")))
        count = self.parameters.get("files")
        return [os.path.join(self.path("folder"), name) for name in names[: int(count) if count else None]]

    def below(self) -> list[str]:
        """All files in the folder and its folders."""
        walk = os.walk(self.path("folder"))
        return sorted(os.path.join(folder, name) for folder, _, names in walk for name in names)


@dataclass(frozen=True)
class Work:
    run: Callable
    values: Callable = lambda result: result
    """Makes of what `run` returned the array that is checked; not timed."""
    grid: Callable | None = None
    """Of who chooses a grid of its own: `size`, `spacing` and the `first` voxel's centre, each (k, j, i), in mm."""


Prepare = Callable[[Request], Work]


def turn(axis: int, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[a, a] = matrix[b, b] = c
    matrix[a, b], matrix[b, a] = -s, s
    return matrix


P = turn(2, 20) @ turn(1, 30) @ turn(0, 25)
"""The columns u, v, n of oblique work."""


def origin(name: str) -> np.ndarray:
    return np.array([-(n - 1) / 2 * s for n, s in zip(reversed(SIZES[name]), SPACINGS[name])])


def float_volume(request: Request) -> np.ndarray:
    name = request["volume"]
    return np.fromfile(f"{request.cache}/{name}.f32", np.float32).reshape(SIZES[name])


def words_of_slices(request: Request) -> list[np.ndarray]:
    """Slices as 16-bit pictures; 0 is −1024 HU."""
    first, count = request.whole("first"), request.whole("count")
    volume = np.memmap(f"{request.cache}/{request['volume']}.f32", np.float32, "r", shape=SIZES[request["volume"]])
    return [(volume[k] + 1024).astype(np.uint16) for k in range(first, first + count)]


def raw_frames(request: Request) -> list[np.ndarray]:
    """The pictures of a raw file: rows of RGB."""
    size = request.whole("size")
    return list(np.fromfile(request.path("file"), np.uint8).reshape(-1, size, size, 3))


def height(dataset) -> float:
    """Where a slice lies along its normal."""
    ax, ay, az, bx, by, bz = (float(v) for v in dataset.ImageOrientationPatient)
    x, y, z = (float(v) for v in dataset.ImagePositionPatient)
    return x * (ay * bz - az * by) + y * (az * bx - ax * bz) + z * (ax * by - ay * bx)


_kept: dict[str, object] = {}


def kept(name: str, make: Callable):
    """What `make` returned when it was first called; one such thing is kept at a time."""
    if name not in _kept:
        _kept.clear()
        _kept[name] = make()
    return _kept[name]


PROCESSORS = sorted(os.sched_getaffinity(0))


def confine(threads: int) -> None:
    """Keeps the whole process on so many processors: for libraries that cannot be told how many threads to use."""
    for thread in os.listdir("/proc/self/task"):
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread), PROCESSORS[:threads])


def sample(values: np.ndarray) -> dict:
    flat = np.asarray(values, np.float64).reshape(-1) if np.size(values) < 1 << 20 else np.reshape(values, -1)
    stride = STRIDE if flat.size > 100 * STRIDE else 1
    chosen = flat[::stride].astype(float)
    return {"count": flat.size, "stride": stride, "values": [None if np.isnan(v) else v for v in chosen.tolist()]}


class Program:
    """Programs that a contestant runs; the peak of their memory."""

    peak_bytes = 0

    @classmethod
    def run(cls, command: list[str]) -> str:
        """Standard output; an error with the last line of standard error if the program fails."""
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        output, errors = process.communicate()
        cls.peak_bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        if process.returncode != 0:
            last = (errors.strip() or output.strip() or "no message").splitlines()[-1]
            raise RuntimeError(f"status {process.returncode}: {last}")
        return output


def cpu_seconds() -> float:
    """Of this process and of the programs that it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(work: Work, request: Request) -> dict:
    answer = {"seconds": [], "cpuSeconds": []}
    while sum(answer["seconds"]) < request.seconds or not answer["seconds"]:
        result = None  # what a user would have let go before the next
        cpu, start = cpu_seconds(), time.perf_counter()
        result = work.run()
        answer["seconds"].append(time.perf_counter() - start)
        answer["cpuSeconds"].append(cpu_seconds() - cpu)
    if Program.peak_bytes:
        answer["peakBytes"] = Program.peak_bytes
    if request.wants_result:
        answer["result"] = sample(work.values(result)) | ({"grid": work.grid(result)} if work.grid else {})
    return answer


def answered(line: str, works: dict[str, Prepare], set_threads: Callable[[Request], None]) -> dict:
    try:
        given = json.loads(line)
        request = Request(
            given["work"], given["parameters"], given["threads"], given["seconds"], given["wantsResult"], given["cache"],
            given["output"])
        if request.work not in works:
            raise ValueError(f"no such work: {request.work}")
        set_threads(request)
        return measured(works[request.work](request), request)
    except Exception as error:  # whatever goes wrong in a contestant is its result
        return {"failure": f"{type(error).__name__}: {error}"}


ONCE = "--once"


def script(request: Request) -> Work:
    """Loading by a process of its own, from its start to its end; the peak of its memory."""
    asked = dataclasses.asdict(request) | {"work": "load", "seconds": 0, "wantsResult": False}

    def run() -> None:
        answer = json.loads(Program.run([sys.executable, *sys.argv, ONCE, json.dumps(asked)]))
        if "failure" in answer:
            raise RuntimeError(answer["failure"])
        Program.peak_bytes = answer["peakBytes"]

    return Work(run, lambda _: np.empty(0))


def own_peak() -> int:
    """Of a process that was started anew; what `getrusage` counts begins with the one that started it."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def serve(works: dict[str, Prepare], set_threads: Callable[[Request], None] = lambda _: None) -> None:
    """Does work until standard input ends; `set_threads` tells the library before each how many it may use."""
    # Libraries print to standard output; the answers must not drown in that.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if ONCE in sys.argv:
        print(json.dumps(answered(sys.argv[-1], works, set_threads) | {"peakBytes": own_peak()}), file=answers, flush=True)
        return
    with contextlib.suppress(KeyboardInterrupt):
        for line in sys.stdin:
            print(json.dumps(answered(line, works | {"script": script}, set_threads)), file=answers, flush=True)
