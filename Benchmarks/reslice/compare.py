"""Reslicing against VTK, SimpleITK and memcpy, interleaved.

    swift build -c release --package-path Benchmarks/reslice
    python Benchmarks/reslice/compare.py [--rounds 5] [--threads 1,2] [--only oblique:linear,…]

Python needs numpy, vtk and simpleitk. In each round every contestant of a task runs once, in a fresh process, which
does the work `repeats` times and counts the fastest: what is compared is the work itself, with warm memory. Printed is
the median over the rounds, and how many times longer the contestant takes than Sagitta.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PROGRAM = HERE / ".build/release/reslice-bench"
TASKS = {  # task: (peers, repeats)
    "oblique:linear": (["vtk", "simpleitk"], 5),
    "oblique:catmull-rom": (["vtk"], 5),
    "planes:linear": (["vtk", "simpleitk"], 2),
    "planes:catmull-rom": (["vtk"], 2),
    "planes:cubic": (["simpleitk"], 1),
    "columns:coronal": (["vtk", "memcpy"], 3),
    "columns:sagittal": (["vtk", "memcpy"], 3),
    "slab:linear:max": (["vtk"], 5),
    "slab:linear:mean": (["vtk"], 5),
    "isotropic:linear": (["vtk"], 3),
}


def make_volume(path: Path) -> None:
    """A body with lungs, spine, heart and 10 HU of noise, whole numbers of 12 bit."""
    noise = np.random.default_rng(1)
    x = ((np.arange(512) - 255.5) * 0.7)[None, :]
    y = ((np.arange(512) - 255.5) * 0.7)[:, None]
    voxels = np.empty((600, 512, 512), np.float32)
    for k in range(600):
        z = (k - 299.5) * 0.625
        slice_ = np.where((x / 165) ** 2 + (y / 120) ** 2 <= 1, 40.0, -1000.0)
        for side in (-70, 70):
            slice_[((x - side) / 50) ** 2 + ((y + 10) / 80) ** 2 + (z / 120) ** 2 <= 1] = -850
        slice_[(x / 25) ** 2 + ((y - 80) / 25) ** 2 <= 1] = 400
        slice_[((x - 20) / 40) ** 2 + ((y + 20) / 40) ** 2 + (z / 45) ** 2 <= 1] = 180
        voxels[k] = np.clip(np.rint(slice_ + noise.normal(0, 10, slice_.shape)), -1024, 3071)
    path.parent.mkdir(exist_ok=True)
    voxels.tofile(path)


def seconds(contestant: str, task: str, threads: int, repeats: int, volume: Path) -> float:
    if contestant in ("vtk", "simpleitk"):
        command = [sys.executable, HERE / "peers.py", volume, contestant, task, str(threads), str(repeats)]
        return min(json.loads(subprocess.check_output(command)))
    work = "memcpy" if contestant == "memcpy" else task
    command = [PROGRAM, volume, work, str(threads), str(repeats)]
    return min(map(float, subprocess.check_output(command).split()))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--only")
    parser.add_argument("--volume", type=Path, default=HERE.parent / ".cache/reslice-ct.raw")
    given = parser.parse_args()
    if not given.volume.exists():
        make_volume(given.volume)
    counts = [int(n) for n in given.threads.split(",")]
    print("| task | contestant | threads | seconds: median (min–max) | times Sagitta's |\n|---|---|--:|--:|--:|")
    for task, (peers, repeats) in TASKS.items():
        if given.only and task not in given.only.split(","):
            continue
        runs = {(name, n): [] for n in counts for name in ["sagitta", *peers]}
        for _ in range(given.rounds):
            for name, n in runs:
                runs[name, n].append(seconds(name, task, n, repeats, given.volume))
        for (name, n), values in runs.items():
            ratio = statistics.median(values) / statistics.median(runs["sagitta", n])
            print(
                f"| {task} | {name} | {n} | {statistics.median(values):.4f} ({min(values):.4f}–{max(values):.4f}) "
                f"| {ratio:.2f} |", flush=True)


main()
