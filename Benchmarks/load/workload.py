"""The `load` workload: a folder of 600 slices -> found, sorted, rescaled, one float32 volume in memory."""

import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from contest import HERE, Contestant, Run, Workload, printed_json

PARAMETERS = {
    "series": "ct-600-1",  # names the cached folder: count up when make_series.py makes other files
    "dimensions": [512, 512, 600],
    "spacing": [0.7, 0.7, 0.625],
    "bits": "12 of 16",
    "transferSyntax": "1.2.840.10008.1.2.1",
    "intercept": -1024,
    "pageCache": "warm",
}


def prepare(cache: Path, sagitta: str, clang: str) -> Workload:
    series = made_series(cache)
    floor = compiled_floor(cache, clang)
    contestants = [
        Contestant("Sagitta", sagitta_version(sagitta), lambda n: sagitta_command(sagitta, series, n), sagitta_figures),
        in_python("dicomsdl", "with_dicomsdl.py", series),
        in_python("SimpleITK", "with_simpleitk.py", series),
        Contestant("floor", "C", lambda n: floor_command(floor, series, n), printed_json),
    ]
    return Workload("Load: 600 slices of 512×512 → one float32 volume", PARAMETERS, contestants, complaint)


def made_series(cache: Path) -> Path:
    folder = cache / PARAMETERS["series"]
    if not folder.exists():
        print(f"making {folder} (about 315 MB)", file=sys.stderr)
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        subprocess.run([sys.executable, HERE / "load/make_series.py", partial], check=True)
        partial.rename(folder)
    return folder


def compiled_floor(cache: Path, clang: str) -> Path:
    program = cache / "floor"
    command = [clang, "-O3", "-march=native", "-Wall", "-Werror", "-pthread", HERE / "load/floor.c", "-o", program]
    subprocess.run(command, check=True)
    return program


def in_python(name: str, script: str, series: Path) -> Contestant:
    command = [sys.executable, str(HERE / "load" / script), str(series)]
    return Contestant(name, version(name), lambda threads: [*command, str(threads)], printed_json)


def floor_command(floor: Path, series: Path, threads: int) -> list[str]:
    columns, rows, _ = PARAMETERS["dimensions"]
    files = sorted(str(path) for path in series.iterdir())
    return [str(floor), str(threads), str(columns * rows), str(PARAMETERS["intercept"]), *files]


def sagitta_version(program: str) -> str:
    lines = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.splitlines()
    return lines[0].removeprefix("sagitta ") if lines else "?"


def sagitta_command(program: str, series: Path, threads: int) -> list[str]:
    return [program, "info", str(series), "--json", "--timings", "--threads", str(threads)]


def sagitta_figures(run: Run) -> dict:
    timings = json.loads([line for line in run.errors.splitlines() if line.startswith("{")][-1])
    volume = json.loads(run.output)["volumes"][0]
    return {
        "seconds": timings["load"],
        "cpu_seconds": run.cpu_seconds,
        "peak_rss_bytes": timings["peak_rss_bytes"],
        "range": volume["range"],
    }


def complaint(figures: dict) -> str | None:
    """The range must be the series' own, and the first voxel of slice k must be k before rescale."""
    intercept = PARAMETERS["intercept"]
    low, high = figures["range"]
    if low != intercept or not 700 < high < 900:
        return f"wrong volume: its values range from {low} to {high}"
    expected = [k + intercept for k in range(PARAMETERS["dimensions"][2])]
    if figures.get("first_column", expected) != expected:
        return "wrong volume: slices out of order"
    return None
