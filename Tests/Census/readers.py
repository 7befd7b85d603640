"""What each program makes of a series: volumes with voxels `[i, j, k]` and an affine to RAS in mm."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy
import SimpleITK

#: Patient axes of DICOM (left, posterior, superior) to those of NIfTI (right, anterior, superior).
LPS_TO_RAS = numpy.diag([-1.0, -1.0, 1.0, 1.0])


@dataclass
class Frame:
    """One volume, or one phase of one."""

    name: str
    affine: numpy.ndarray
    voxels: numpy.ndarray


@dataclass
class Reading:
    """What a program made of a series."""

    frames: list[Frame]
    #: For each volume: dimensions and number of phases.
    shapes: list[tuple[int, ...]]
    #: Codes, if nothing could be made; the reasons of files that were left out.
    refusals: list[str]


class Sagitta:
    """The program under census."""

    def __init__(self, program: Path):
        self.program = program

    def read(self, source: Path, scratch: Path) -> Reading:
        answer = self.run("info", source, "--json")
        report = json.loads(answer.stdout) if answer.stdout.strip() else {}
        refusals = sorted({s["code"] for s in report.get("files", {}).get("skipped", [])})
        frames, shapes = [], []
        for volume in report.get("volumes", []):
            columns, rows, slices = volume["dimensions"]
            phases = volume["phases"]
            shapes.append((columns, rows, slices, phases))
            path = scratch / f"{volume['id']}.npy"
            # Whatever is not even keeps its voxels; that its places differ is known.
            words = ["--even"] if volume["regularity"] == "irregular" else []
            done = self.run("convert", source, "--volume", volume["id"], "-o", path, "--quiet", *words)
            if done.returncode != 0:
                refusals.append(f"convert: {done.stderr.strip()}")
                continue
            voxels = numpy.load(path).reshape(phases, slices, rows, columns)
            affine = LPS_TO_RAS @ numpy.array(volume["affine"]).reshape(4, 4)
            for phase in range(phases):
                name = f"{volume['id']}/{phase}"
                frames.append(Frame(name, affine, voxels[phase].transpose(2, 1, 0)))
        return Reading(frames, shapes, refusals)

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [str(self.program), *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


class Dcm2niix:
    """dcm2niix, with the public rescale of Philips (`-p n`): by default it prefers a private one."""

    def __init__(self, program: Path):
        self.program = program

    def read(self, source: Path, scratch: Path) -> Reading:
        command = [self.program, "-b", "n", "-z", "n", "-p", "n", "-f", "%s_%r", "-o", scratch, source]
        subprocess.run(command, capture_output=True, check=False)
        frames, shapes = [], []
        for path in sorted(scratch.glob("*.nii")):
            image = nibabel.load(path)
            if len(image.shape) < 3 or image.get_data_dtype().fields:
                continue
            voxels = image.get_fdata(dtype=numpy.float32)
            voxels = voxels.reshape(*voxels.shape[:3], -1)
            shapes.append(voxels.shape)
            for phase in range(voxels.shape[3]):
                frames.append(Frame(f"{path.name}/{phase}", image.affine, voxels[..., phase]))
        return Reading(frames, shapes, [])


class SimpleITKReader:
    """SimpleITK's series reader on GDCM's order of the files."""

    def read(self, source: Path, scratch: Path) -> Reading:
        SimpleITK.ProcessObject.SetGlobalWarningDisplay(False)
        reader = SimpleITK.ImageSeriesReader()
        frames, shapes = [], []
        for uid, names in self.series(reader, str(source)):
            reader.SetFileNames(names)
            try:
                image = reader.Execute()
            except RuntimeError:
                continue
            if image.GetNumberOfComponentsPerPixel() > 1 or image.GetDimension() != 3:
                continue
            voxels = SimpleITK.GetArrayFromImage(image).astype(numpy.float32).transpose(2, 1, 0)
            shapes.append((*voxels.shape, 1))
            frames.append(Frame(uid, affine(image), voxels))
        return Reading(frames, shapes, [])

    def series(self, reader: SimpleITK.ImageSeriesReader, folder: str) -> list[tuple[str, tuple[str, ...]]]:
        try:
            return [(uid, reader.GetGDCMSeriesFileNames(folder, uid)) for uid in reader.GetGDCMSeriesIDs(folder)]
        except RuntimeError:
            return []


def affine(image: SimpleITK.Image) -> numpy.ndarray:
    """Voxel to RAS of an image of SimpleITK."""
    matrix = numpy.eye(4)
    direction = numpy.array(image.GetDirection()).reshape(3, 3)
    matrix[:3, :3] = direction * numpy.array(image.GetSpacing())
    matrix[:3, 3] = image.GetOrigin()
    return LPS_TO_RAS @ matrix
