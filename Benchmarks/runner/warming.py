"""What is cold is warmed before the first contestant, so that none of them pays for the machine's rest."""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path

from .places import CACHE
from .workloads import Workload

SHARE = 0.6
"""Of the memory that is free: what contestants and inputs will use."""
PIECE = 1 << 24


def touch_memory() -> None:
    """Hosts of virtual machines take idle memory back: the first touch of a page may cost ten times a later one."""
    pages = os.sysconf("SC_AVPHYS_PAGES")
    length = int(pages * SHARE) * mmap.PAGESIZE
    with mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        for start in range(0, length, mmap.PAGESIZE):
            memory[start] = 1


def read_inputs(workload: Workload) -> None:
    """Brings the files of a workload into the page cache."""
    for path in files_of(workload):
        with path.open("rb") as file:
            while file.read(PIECE):
                pass


def files_of(workload: Workload) -> Iterator[Path]:
    names = [workload.parameters[key] for key in ("folder", "file") if key in workload.parameters]
    if "volume" in workload.parameters:
        names.append(f"{workload.parameters['volume']}.f32")
    for place in (CACHE / name for name in names):
        yield from sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place] * place.exists()
