#!/usr/bin/env python3
"""Which series below folders Sagitta loads, and whether other programs agree with what it makes of them.

    census.py --sagitta PROGRAM [--json FILE] [--only TEXT] FOLDER…

For every series: what its headers promise (read with pydicom), the volumes that Sagitta makes or its reasons to refuse,
whether dcm2niix and SimpleITK have the same voxels in the same places. Ends with the shares of series with a volume that each
program loads. Status 1 if a series that holds a volume is refused, or if voxels differ.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import series as headers
from comparison import best_match
from readers import Dcm2niix, Reading, Sagitta, SimpleITKReader


@dataclass
class Row:
    """A series and what became of it."""

    name: str
    files: int
    promise: str
    volumes: str
    loads: bool
    reasons: str
    dcm2niix: str
    simpleitk: str


def agreement(ours: Reading, theirs: Reading) -> str:
    """In a word or a sentence: what another program makes of our volumes."""
    if not theirs.frames:
        return "nothing"
    if not ours.frames:
        return "loads " + shapes(theirs)
    matches = [best_match(frame, theirs.frames) for frame in ours.frames]
    equal = [match for match in matches if match.has_equal_voxels]
    if not any(match.other for match in matches):
        return "other shapes: " + shapes(theirs)
    if len(equal) < len(matches):
        worst = max(match.difference for match in matches if match.other)
        return f"{len(equal)} of {len(matches)} equal, others differ by up to {worst:.4g}"
    moved = max(match.distance for match in equal)
    return "equal" if all(match.has_equal_places for match in equal) else f"equal, {moved:.3g} mm apart"


def shapes(reading: Reading) -> str:
    return ", ".join("x".join(map(str, shape)) for shape in reading.shapes)


def examined(found: headers.Series, root: Path, programs: tuple) -> Row:
    sagitta, dcm2niix, simpleitk = programs
    with tempfile.TemporaryDirectory() as scratch:
        source = isolated(found, Path(scratch) / "in")
        readings = []
        for number, program in enumerate((sagitta, dcm2niix, simpleitk)):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            readings.append(program.read(source, folder))
    ours, nii, itk = readings
    return Row(
        name=f"{found.folder.relative_to(root.parent)} {found.uid[-12:]}", files=len(found.files),
        promise=found.promise, volumes=shapes(ours), loads=bool(ours.shapes),
        reasons="; ".join(ours.refusals), dcm2niix=agreement(ours, nii),
        simpleitk=agreement(ours, itk))


def isolated(found: headers.Series, folder: Path) -> Path:
    """The series' files alone, under names that keep their order."""
    folder.mkdir()
    for number, path in enumerate(found.files):
        shutil.copyfile(path, folder / f"{number:05d}-{path.name}")
    return folder


def summary(rows: list[Row]) -> list[str]:
    holders = [row for row in rows if row.promise == "volume"]
    loaded = [row for row in holders if row.loads]
    share = 100 * len(loaded) / len(holders) if holders else 100.0
    lines = [f"{len(rows)} series, {len(holders)} hold a volume by their headers",
             f"Sagitta loads {len(loaded)} ({share:.1f} %)"]
    for name in ("dcm2niix", "simpleitk"):
        words = [getattr(row, name) for row in loaded]
        equal = sum(word.startswith("equal") for word in words)
        lines.append(f"{name}: equal voxels in {equal} of {len(loaded)}, "
                     f"nothing in {sum(word == 'nothing' for word in words)}")
    lines += [f"REFUSED  {row.name}: {row.reasons}; dcm2niix {row.dcm2niix}"
              for row in holders if not row.loads]
    lines += [f"DIFFERS  {row.name}: {row.volumes}; dcm2niix {row.dcm2niix}"
              for row in loaded if differs(row)]
    return lines


def differs(row: Row) -> bool:
    return row.dcm2niix != "nothing" and not row.dcm2niix.startswith("equal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sagitta", required=True, type=Path)
    parser.add_argument("--json", type=Path, help="write the rows there, too")
    parser.add_argument("--only", default="", help="only series whose folder holds this text")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", module="pydicom")
    programs = (Sagitta(arguments.sagitta), Dcm2niix(Path(sys.executable).parent / "dcm2niix"), SimpleITKReader())
    rows = []
    for root in arguments.folders:
        for found in headers.find(root.resolve()):
            if arguments.only in str(found.folder):
                rows.append(examined(found, root.resolve(), programs))
                print("\t".join(str(value) for value in vars(rows[-1]).values()), flush=True)
    print("\n".join(summary(rows)))
    print(", ".join(f"{name} {version(name)}" for name in ("pydicom", "dcm2niix", "simpleitk", "nibabel")))
    if arguments.json:
        arguments.json.write_text(json.dumps([vars(row) for row in rows], indent=1))
    sys.exit(any(row.promise == "volume" and not row.loads or row.loads and differs(row) for row in rows))


if __name__ == "__main__":
    main()
