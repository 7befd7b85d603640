#!/usr/bin/env python3
"""Volume files as other programs read and write them.

    volume_files.py read FOLDER      what each program that knows a file in the folder finds in it
    volume_files.py write FOLDER     writes files by each program, and says what is in them

Prints JSON: `files`, a list of `file`, `program`, `dimensions` [columns, rows, slices, phases], `corners` (the centres
of the eight corner voxels in LPS mm, column fastest) and `sha256` of the float32 values, column fastest, phase slowest.
"""

import argparse
import hashlib
import itertools
from pathlib import Path

import nibabel
import nrrd
import numpy
import SimpleITK
import zarr
from report import emit

RAS = numpy.diag([-1.0, -1.0, 1.0, 1.0])


def facts(path: Path, program: str, values: numpy.ndarray, affine: numpy.ndarray) -> dict:
    """`values` has its axes in the order column, row, slice and maybe phase; `affine` leads to LPS."""
    shape = list(values.shape) + [1] * (4 - values.ndim)
    ends = [(0, n - 1) for n in shape[:3]]
    corners = [(affine @ [i, j, k, 1])[:3].tolist() for k, j, i in itertools.product(*reversed(ends))]
    data = numpy.asarray(values, dtype="<f4").tobytes(order="F")
    return {
        "file": path.name,
        "program": program,
        "dimensions": shape,
        "corners": corners,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def by_nibabel(path: Path) -> dict:
    image = nibabel.load(path)
    return facts(path, "nibabel", image.get_fdata(dtype="float32"), RAS @ image.affine)


def by_simpleitk(path: Path) -> dict:
    image = SimpleITK.ReadImage(str(path))
    n = image.GetDimension()
    affine = numpy.eye(4)
    direction = numpy.array(image.GetDirection()).reshape(n, n)[:3, :3]
    affine[:3, :3] = direction * numpy.array(image.GetSpacing())[:3]
    affine[:3, 3] = image.GetOrigin()[:3]
    values = SimpleITK.GetArrayFromImage(image)
    if image.GetNumberOfComponentsPerPixel() > 1:
        values = numpy.moveaxis(values, -1, 0)
    return facts(path, "SimpleITK", values.T, affine)


def by_pynrrd(path: Path) -> dict:
    values, header = nrrd.read(str(path), index_order="F")
    affine = numpy.eye(4)
    affine[:3, :3] = numpy.array(header["space directions"][:3]).T
    affine[:3, 3] = header["space origin"]
    return facts(path, "pynrrd", values, affine)


def by_numpy(path: Path) -> dict:
    archive = numpy.load(path, allow_pickle=False)
    return facts(path, "numpy", archive["voxels"].T, archive["affine"])


def by_zarr(path: Path) -> dict:
    group = zarr.open_group(str(path), mode="r")
    affine = numpy.array(group.attrs["sagitta"]["affine"]).reshape(4, 4)
    return facts(path, "zarr", group["0"][...].T, affine)


READERS = {
    ".ome.zarr": [by_zarr],
    ".nii": [by_nibabel, by_simpleitk],
    ".nii.gz": [by_nibabel, by_simpleitk],
    ".nrrd": [by_pynrrd, by_simpleitk],
    ".nhdr": [by_pynrrd, by_simpleitk],
    ".mha": [by_simpleitk],
    ".mhd": [by_simpleitk],
    ".npz": [by_numpy],
}


def read(folder: Path) -> list[dict]:
    results = []
    for path in sorted(folder.iterdir()):
        ending = next((e for e in sorted(READERS, key=len, reverse=True) if path.name.endswith(e)), None)
        for reader in READERS.get(ending, []):
            # ITK keeps rotations only: NIfTI's sform with shear is refused, and 4-D NRRD becomes vectors.
            if reader is by_simpleitk and "sheared" in path.name:
                continue
            results.append(reader(path))
    return results


def turned(angles: tuple[float, float, float]) -> numpy.ndarray:
    result = numpy.eye(3)
    for axis, angle in enumerate(numpy.radians(angles)):
        turn = numpy.eye(3)
        a, b = (axis + 1) % 3, (axis + 2) % 3
        turn[a, a] = turn[b, b] = numpy.cos(angle)
        turn[a, b], turn[b, a] = -numpy.sin(angle), numpy.sin(angle)
        result = turn @ result
    return result


def affines() -> dict[str, numpy.ndarray]:
    """Maps to LPS: straight, mirrored, oblique, oblique and left-handed, sheared."""
    spacing = numpy.diag([0.7, 0.8, 2.5])
    result = {}
    for name, linear in {
        "straight": spacing,
        "swapped": numpy.array([[0, -1, 0], [0, 0, -1], [1, 0, 0]]) @ spacing,
        "mirrored": numpy.diag([-1, 1, -1]) @ spacing,
        "oblique": turned((20, -35, 110)) @ spacing,
        "lefthanded": turned((20, -35, 110)) @ numpy.diag([1, 1, -1]) @ spacing,
        "sheared": turned((5, 6, 7)) @ spacing @ numpy.array([[1, 0, 0], [0, 1, 0.9], [0, 0, 1]]),
    }.items():
        affine = numpy.eye(4)
        affine[:3, :3] = linear
        affine[:3, 3] = [-120.25, 33.5, 1000.75]
        result[name] = affine
    return result


TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]


def values_of(kind: str, phases: int) -> numpy.ndarray:
    """Every voxel has a value of its own, as far as the type reaches."""
    shape = (5, 4, 3) + ((phases,) if phases > 1 else ())
    numbers = numpy.arange(numpy.prod(shape)).reshape(shape, order="F") % 120
    return (numbers - (60 if kind[0] != "u" else 0)).astype(kind)


def write_nibabel(folder: Path, name: str, affine: numpy.ndarray, kind: str, phases: int) -> list[dict]:
    results = []
    values = values_of(kind, phases)
    makers = [(nibabel.Nifti1Image, ".nii"), (nibabel.Nifti1Image, ".nii.gz"), (nibabel.Nifti2Image, "-2.nii")]
    makers.append((nibabel.Nifti1Pair, ".img"))
    for order in "<>":
        for maker, ending in makers:
            header = maker.header_class(endianness=order)
            header.set_data_dtype(numpy.dtype(kind))
            image = maker(values, RAS @ affine, header, dtype=kind)
            path = folder / f"nibabel-{name}-{kind}-{phases}{'b' if order == '>' else 'l'}{ending}"
            nibabel.save(image, path)
            results.append(facts(path, "nibabel", values, affine))
    return results


def write_simpleitk(folder: Path, name: str, affine: numpy.ndarray, kind: str, phases: int) -> list[dict]:
    if name == "sheared":
        return []
    values = values_of(kind, phases)
    image = SimpleITK.GetImageFromArray(values.T, isVector=False)
    n = image.GetDimension()
    spacing = numpy.linalg.norm(affine[:3, :3], axis=0)
    direction = numpy.eye(n)
    direction[:3, :3] = affine[:3, :3] / spacing
    image.SetSpacing(spacing.tolist() + [1.0] * (n - 3))
    image.SetOrigin(affine[:3, 3].tolist() + [0.0] * (n - 3))
    image.SetDirection(direction.flatten().tolist())
    results = []
    for ending, packed in [(".mha", False), ("-z.mha", True), (".mhd", False), ("-z.mhd", True), (".nii.gz", True),
                           (".nrrd", False), ("-z.nrrd", True), (".nhdr", False)]:
        path = folder / f"sitk-{name}-{kind}-{phases}{ending}"
        SimpleITK.WriteImage(image, str(path), useCompression=packed)
        results.append(facts(path, "SimpleITK", values, affine))
    return results


def write_pynrrd(folder: Path, name: str, affine: numpy.ndarray, kind: str, phases: int) -> list[dict]:
    values = values_of(kind, phases)
    results = []
    for space, to_space in [("left-posterior-superior", numpy.eye(4)), ("right-anterior-superior", RAS)]:
        there = to_space @ affine
        for encoding, detached, first in itertools.product(["raw", "gzip", "ascii"], [False, True], [False, True]):
            if phases == 1 and first:
                continue
            directions = there[:3, :3].T.tolist()
            kinds = ["domain"] * 3
            stored = values
            if phases > 1:
                none = [numpy.nan] * 3
                directions = [none] + directions if first else directions + [none]
                kinds = ["list"] + kinds if first else kinds + ["list"]
                stored = numpy.moveaxis(values, -1, 0) if first else values
            header = {
                "space": space,
                "space directions": numpy.array(directions),
                "space origin": there[:3, 3],
                "kinds": kinds,
                "encoding": encoding,
                "endian": "big" if first else "little",
            }
            tail = f"{space[0]}{'f' if first else 'l'}-{encoding}"
            path = folder / f"pynrrd-{name}-{kind}-{phases}-{tail}.{'nhdr' if detached else 'nrrd'}"
            nrrd.write(str(path), stored, header, detached_header=detached, index_order="F")
            results.append(facts(path, "pynrrd", values, affine))
    return results


def write_numpy(folder: Path, name: str, affine: numpy.ndarray, kind: str, phases: int) -> list[dict]:
    values = values_of(kind, phases)
    results = []
    for ending, save, order in [(".npz", numpy.savez, "C"), ("-z.npz", numpy.savez_compressed, "F")]:
        path = folder / f"numpy-{name}-{kind}-{phases}{ending}"
        save(path, voxels=numpy.asarray(values.T, order=order), affine=affine)
        results.append(facts(path, "numpy", values, affine))
    return results


def write(folder: Path) -> list[dict]:
    results = []
    places = list(affines().items())
    for number, kind in enumerate(TYPES):
        for turn, phases in enumerate([1, 3]):
            name, affine = places[(number * 2 + turn) % len(places)]
            for writer in [write_nibabel, write_simpleitk, write_pynrrd, write_numpy]:
                results += writer(folder, name, affine, kind, phases)
    for name, affine in places:
        results += write_nibabel(folder, name, affine, "int16", 2)
        results += write_simpleitk(folder, name, affine, "int16", 2)
        results += write_pynrrd(folder, name, affine, "int16", 2)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["read", "write"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    task = read if arguments.task == "read" else write
    emit({"files": task(arguments.folder)}, "nibabel", "simpleitk", "pynrrd", "numpy", "zarr")


if __name__ == "__main__":
    main()
