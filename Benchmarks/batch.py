"""What a batch costs beside the work itself, and what people write instead.

    python Benchmarks/batch.py PROGRAM [--series N] [--items N] [--rounds N] [--only PART] [--json FILE]

PROGRAM is a release build of sagitta. Needs numpy, pydicom, SimpleITK, nibabel, Pillow and dcm2niix, as
Benchmarks/requirements.txt has them. Each figure is the median of interleaved rounds; seconds on the clock, and of
processors (user and system, of all processes), which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests" / "Python"))

from batch_series import archive

# What a careful colleague writes: one read, one window as for the pictures of Sagitta, which takes it from the header.
POOL = """
import base64, html, io, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import nibabel, numpy, SimpleITK
from PIL import Image

def picture(plane, height):
    grey = numpy.clip((plane + 160.0) * (255 / 400), 0, 255).astype(numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(grey).resize((plane.shape[1], height), Image.BILINEAR).save(file, "PNG")
    return file.getvalue()

def work(folder):
    reader = SimpleITK.ImageSeriesReader()
    names = reader.GetGDCMSeriesFileNames(str(folder))
    reader.SetFileNames(names)
    image = reader.Execute()
    array = SimpleITK.GetArrayViewFromImage(image)
    affine = numpy.eye(4)
    affine[:3, :3] = numpy.array(image.GetDirection()).reshape(3, 3) * image.GetSpacing()
    affine[:3, 3] = image.GetOrigin()
    affine[:2] *= -1
    out = Path(sys.argv[2]) / folder.name
    out.mkdir()
    nibabel.save(nibabel.Nifti1Image(array.astype(numpy.float32).T, affine), out / "volume.nii.gz")
    if sys.argv[3] == "1":
        return
    height = round(array.shape[0] * image.GetSpacing()[2] / image.GetSpacing()[0])
    (out / "mip.png").write_bytes(picture(array.max(axis=1)[::-1], height))
    k, j, i = (length // 2 for length in array.shape)
    planes = [picture(array[k], array.shape[1]), picture(array[::-1, j], height), picture(array[::-1, :, i], height)]
    shown = "".join(f'<img src="data:image/png;base64,{base64.b64encode(p).decode()}">' for p in planes)
    facts = {
        "size": image.GetSize(), "spacing": image.GetSpacing(), "origin": image.GetOrigin(),
        "direction": image.GetDirection(), "least": array.min(), "most": array.max(), "files": len(names),
    }
    rows = "".join(f"<tr><th>{k}<td>{html.escape(str(v))}" for k, v in facts.items())
    (out / "report.html").write_text(f"<!doctype html><title>{folder.name}</title><table>{rows}</table>{shown}")

if __name__ == "__main__":
    folders = sorted(Path(sys.argv[1]).glob("study*/*"))
    with ProcessPoolExecutor(2) as pool:
        print(sum(1 for _ in pool.map(work, folders)))
"""


def measured(command: list[str], **options: Any) -> tuple[float, float]:
    """Seconds on the clock and of processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    clock = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Rounds:
    """Contestants that take turns."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self._folder = folder
        self._rounds = rounds

    def run(self, contestants: dict[str, list[str]]) -> dict[str, dict[str, float]]:
        seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
        for _ in range(self._rounds):
            for name, command in contestants.items():
                out = self._folder / "out"
                shutil.rmtree(out, ignore_errors=True)
                out.mkdir()
                seconds[name].append(measured([word.replace("OUT", str(out)) for word in command]))
        return {
            name: {
                "clock": round(statistics.median(clock for clock, _ in found), 3),
                "processors": round(statistics.median(spent for _, spent in found), 3),
            }
            for name, found in seconds.items()
        }


def batch(program: str, source: Path, works: list[str], workers: int) -> list[str]:
    words = [word for work in works for word in ("--do", work)]
    return [program, "batch", str(source), "-o", "OUT", "--quiet", "--workers", str(workers), *words]


def overhead(program: str, folder: Path, rounds: Rounds, items: int) -> dict[str, Any]:
    """Each further work costs what a work costs; what is left of the first is the batch."""
    source = folder / "small"
    archive(source, items)
    commands = {
        str(n): batch(program, source, [f"info --headers-only -o {k}.json" for k in range(n)], 1) for n in (1, 2, 4)
    }
    found = rounds.run(commands)
    result: dict[str, Any] = {}
    for unit in ("clock", "processors"):
        one = (found["4"][unit] - found["1"][unit]) / 3
        result[unit] = {
            "work": round(one / items * 1000, 3),
            "added": round((found["1"][unit] - one) / items * 1000, 3),
        }
    result["scan"] = rounds.run({"scan": [*batch(program, source, ["info -o i.json"], 1), "--dry-run"]})["scan"]
    result["files"] = items * 6
    return result


def peers(program: str, folder: Path, rounds: Rounds, series: int) -> dict[str, Any]:
    source = folder / "larger"
    archive(source, series, size=128, slices=24)
    pool = folder / "pool.py"
    pool.write_text(POOL)
    each = "ls -d SOURCE/study*/* | xargs -P 2 -I {} dcm2niix -z y -o OUT -f %f {}".replace("SOURCE", str(source))
    one = ["convert -o volume.nii.gz"]
    three = [*one, "mip -o mip.png", "report --plain -o report.html"]
    rival = [sys.executable, str(pool), str(source), "OUT"]
    return rounds.run(
        {
            "batch, NIfTI, 1 worker": batch(program, source, one, 1),
            "batch, NIfTI, 2 workers": batch(program, source, one, 2),
            "xargs -P 2 dcm2niix": ["bash", "-c", each],
            "pool of SimpleITK and nibabel, NIfTI, 2 processes": [*rival, "1"],
            "batch, NIfTI + MIP + report, 2 workers": batch(program, source, three, 2),
            "pool, NIfTI + MIP + report, 2 processes": [*rival, "3"],
        }
    )


def memory(program: str, folder: Path, items: int) -> dict[str, int]:
    """The most memory of the process that has all items in hand, after each tenth of them."""
    source = folder / "many"
    archive(source, items, size=16, slices=2)
    out = folder / "many-out"
    command = batch(program, source, ["info --headers-only -o i.json"], 2)
    process = subprocess.Popen([word.replace("OUT", str(out)) for word in command])
    seen: dict[str, int] = {}
    while process.poll() is None:
        time.sleep(0.2)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            done = (out / "ledger-0.jsonl").read_bytes().count(b"\n")
        except OSError:
            continue
        peak = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
        if peak:
            seen[str(done * 10 // items * items // 10)] = peak[0]
    assert process.returncode == 0
    return seen


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["items", "peers", "memory"])
    parser.add_argument("--json")
    words = parser.parse_args()
    program = os.path.abspath(words.program)
    # dcm2niix lies beside this Python where its wheel was installed.
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rounds = Rounds(folder, words.rounds)
        parts: dict[str, Callable[[], Any]] = {
            "items": lambda: overhead(program, folder, rounds, words.items),
            "peers": lambda: peers(program, folder, rounds, words.series),
            "memory": lambda: memory(program, folder, words.many),
        }
        found = {name: part() for name, part in parts.items() if words.only in (None, name)}
    text = json.dumps(found, indent=2)
    print(text)
    if words.json:
        Path(words.json).write_text(text + "\n")


if __name__ == "__main__":
    main()
