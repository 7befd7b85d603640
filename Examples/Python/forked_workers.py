"""A pool of forked processes that load patches, the way data loaders of training programs do.

Usage: python forked_workers.py FOLDER [WORKERS]

What the parent has loaded is shared with the workers without a copy; they may load volumes of their own as well.
"""

import multiprocessing
import sys

import numpy as np
import pysagitta as sagitta

PATCH = 32


class Patches:
    """A data set: patch n is always the same one."""

    def __init__(self, source: str) -> None:
        self.volume = sagitta.load(source)

    def __len__(self) -> int:
        return 64

    def __getitem__(self, n: int) -> np.ndarray:
        random = np.random.default_rng(n)
        corner = [int(random.integers(0, max(1, count - PATCH))) for count in self.volume.shape]
        part = tuple(slice(start, start + PATCH) for start in corner)
        return np.array(self.volume.array[part])


def mean(n: int) -> float:
    # A plane in the child: the engine itself works there, too.
    patches.volume.plane("axial", index=0, size=(64, 64))
    return float(patches[n].mean())


if __name__ == "__main__":
    patches = Patches(sys.argv[1])
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        means = pool.map(mean, range(len(patches)))
    print(f"{len(means)} patches, mean {np.mean(means):.2f}")
