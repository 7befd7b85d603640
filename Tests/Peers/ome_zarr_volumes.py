#!/usr/bin/env python3
"""OME-Zarr folders as other programs read and write them.

    ome_zarr_volumes.py read FOLDER      what zarr-python and ome-zarr-py find in each folder NAME.ome.zarr
    ome_zarr_volumes.py write FOLDER     writes images by both, and says what is in them

Prints JSON: `files`, a list of `file`, `program` and `levels`; of each level `shape` (slowest axis first, z, y and x last),
`scale` and `translation` along each axis and `sha256` of its values as float32, the last axis fastest.
"""

import argparse
import hashlib
import itertools
import warnings
from pathlib import Path

import numcodecs
import numpy
import zarr
from ome_zarr.format import FormatV04, FormatV05
from ome_zarr.io import parse_url
from ome_zarr.reader import Reader
from ome_zarr.writer import write_image
from ome_zarr_models import open_ome_zarr
from report import emit

# Both warn of what they do by themselves.
warnings.filterwarnings("ignore")


def sha256(values: numpy.ndarray) -> str:
    return hashlib.sha256(numpy.ascontiguousarray(values, dtype="<f4").tobytes()).hexdigest()


def order_of_volumes(names: str) -> list[int]:
    """The axes with z, y and x last, in this order."""
    others = [n for n, name in enumerate(names) if name not in "zyx"]
    return others + [names.index(name) for name in "zyx" if name in names]


def level(values: numpy.ndarray, transformations: list[dict]) -> dict:
    scale = next(t["scale"] for t in transformations if t["type"] == "scale")
    shift = next((t["translation"] for t in transformations if t["type"] == "translation"), [0.0] * values.ndim)
    return {"shape": list(values.shape), "scale": scale, "translation": shift, "sha256": sha256(values)}


def by_zarr(path: Path) -> dict:
    group = zarr.open_group(str(path), mode="r")
    attributes = dict(group.attrs)
    image = attributes.get("ome", attributes)["multiscales"][0]
    levels = [
        level(group[dataset["path"]][...], dataset["coordinateTransformations"]) for dataset in image["datasets"]
    ]
    return {"file": path.name, "program": "zarr", "paths": [d["path"] for d in image["datasets"]], "levels": levels}


def by_ome_zarr(path: Path) -> dict:
    # Refuses what its models of the standard do not allow.
    open_ome_zarr(zarr.open_group(str(path), mode="r"))
    node = next(iter(Reader(parse_url(str(path), mode="r"))()))
    levels = [
        level(numpy.asarray(data), transformations)
        for data, transformations in zip(node.data, node.metadata["coordinateTransformations"])
    ]
    return {"file": path.name, "program": "ome-zarr", "levels": levels}


def read(folder: Path) -> list[dict]:
    return [reader(path) for path in sorted(folder.glob("*.ome.zarr")) for reader in (by_zarr, by_ome_zarr)]


TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]
SHAPE = (21, 34, 45)
SCALE = [2.5, 0.8, 0.7]
SHIFT = [1000.75, 33.5, -120.25]


def values_of(kind: str, shape: tuple[int, ...] = SHAPE) -> numpy.ndarray:
    numbers = numpy.arange(numpy.prod(shape)).reshape(shape) * 7 % 251 - (125 if kind[0] != "u" else 0)
    return numbers.astype("int16").astype(kind) if kind != "int8" else (numbers // 2).astype(kind)


def document(names: str) -> dict:
    axes = []
    for name in names:
        axis = {"name": name, "type": {"t": "time", "c": "channel"}.get(name, "space")}
        if axis["type"] == "space":
            axis["unit"] = "millimeter"
        axes.append(axis)
    scales = dict(zip("zyx", SCALE))
    shifts = dict(zip("zyx", SHIFT))
    places = [
        {"type": "scale", "scale": [scales.get(name, 1.0) for name in names]},
        {"type": "translation", "translation": [shifts.get(name, 0.0) for name in names]},
    ]
    return {"axes": axes, "datasets": [{"path": "0", "coordinateTransformations": places}]}


def compressors() -> dict[str, list]:
    """Names to what packs the chunks of versions 2 and 3."""
    three = {
        "none": None,
        "gzip": zarr.codecs.GzipCodec(),
        "zstd": zarr.codecs.ZstdCodec(level=3),
        "zstdsum": zarr.codecs.ZstdCodec(level=1, checksum=True),
        "crc": (zarr.codecs.ZstdCodec(), zarr.codecs.Crc32cCodec()),
    }
    two = {
        "none": None,
        "gzip": numcodecs.GZip(),
        "zlib": numcodecs.Zlib(),
        "zstd": numcodecs.Zstd(),
        "lz4": numcodecs.LZ4(),
    }
    for name, shuffle in itertools.product(
        ["blosclz", "lz4", "lz4hc", "zstd", "zlib"], ["noshuffle", "shuffle", "bitshuffle"]
    ):
        kind = ["noshuffle", "shuffle", "bitshuffle"].index(shuffle)
        two[f"blosc-{name}-{shuffle}"] = numcodecs.Blosc(cname=name, shuffle=kind)
        three[f"blosc-{name}-{shuffle}"] = zarr.codecs.BloscCodec(cname=name, shuffle=shuffle)
    return {"2": two, "3": three}


def write_zarr(folder: Path, name: str, version: int, values: numpy.ndarray, names: str = "zyx", **options) -> dict:
    path = folder / f"zarr{version}-{name}.ome.zarr"
    group = zarr.open_group(str(path), mode="w", zarr_format=version)
    image = document(names)
    if version == 3:
        group.attrs["ome"] = {"version": "0.5", "multiscales": [image]}
    else:
        group.attrs["multiscales"] = [{"version": "0.4", **image}]
    array = group.create_array("0", shape=values.shape, dtype=values.dtype, **{"chunks": (8, 16, 16), **options})
    array[...] = values
    order = order_of_volumes(names)
    places = [
        {"type": place["type"], place["type"]: [place[place["type"]][n] for n in order]}
        for place in image["datasets"][0]["coordinateTransformations"]
    ]
    return {"file": path.name, "program": "zarr", "levels": [level(values.transpose(order), places)]}


def write_each_compressor(folder: Path) -> list[dict]:
    results = []
    kinds = itertools.cycle(TYPES)
    for version, packers in compressors().items():
        for name, packer in packers.items():
            kind = next(kinds)
            results.append(write_zarr(folder, f"{name}-{kind}", int(version), values_of(kind), compressors=packer))
    return results


def write_each_layout(folder: Path) -> list[dict]:
    results = []
    for kind in TYPES:
        big = values_of(kind).astype(numpy.dtype(kind).newbyteorder(">"))
        results.append(write_zarr(folder, f"big-{kind}", 2, big))
        serializer = zarr.codecs.BytesCodec(endian="big") if kind not in ("int8", "uint8") else "auto"
        results.append(write_zarr(folder, f"big-{kind}", 3, values_of(kind), serializer=serializer))
    for order in "CF":
        results.append(write_zarr(folder, f"order-{order}", 2, values_of("int16"), order=order))
    for separator, (version, names) in itertools.product("./", [(2, "v2"), (3, "v2"), (3, "default")]):
        encoding = {"name": names, "separator": separator}
        name = f"names-{names}-{ord(separator)}"
        results.append(write_zarr(folder, name, version, values_of("int16"), chunk_key_encoding=encoding))
    for axes in [(2, 1, 0), (1, 2, 0)]:
        turn = zarr.codecs.TransposeCodec(order=axes)
        results.append(write_zarr(folder, f"turned-{axes[0]}", 3, values_of("int16"), filters=[turn]))
    for name, packer in [("", "auto"), ("-plain", None)]:
        results.append(
            write_zarr(folder, f"shards{name}", 3, values_of("int16"), shards=(16, 32, 48), compressors=packer)
        )
    sparse = numpy.full(SHAPE, -1000, dtype="int16")
    sparse[3:9, 20:, :5] = 7
    for version in (2, 3):
        results.append(write_zarr(folder, "sparse", version, sparse, fill_value=-1000))
    results.append(write_zarr(folder, "sparse-shards", 3, sparse, fill_value=-1000, shards=(8, 32, 32)))
    holes = numpy.full(SHAPE, numpy.inf, dtype="float32")
    holes[:8, :16, :16] = 3
    results.append(write_zarr(folder, "holes", 3, holes, fill_value=numpy.inf))
    return results


def write_each_order(folder: Path) -> list[dict]:
    results = []
    for names, shape in {
        "yx": (34, 45), "xyz": (45, 34, 21), "tzyx": (3, 21, 34, 45), "tczyx": (2, 3, 9, 34, 45),
        "zyxc": (21, 34, 45, 2), "ctzyx": (1, 1, 21, 34, 45),
    }.items():
        chunks = tuple(min(16, n) if axis in "zyx" else 1 for axis, n in zip(names, shape))
        for version in (2, 3):
            values = values_of("int16", shape)
            results.append(write_zarr(folder, f"axes-{names}", version, values, names, chunks=chunks))
    return results


def write_ome_zarr(folder: Path) -> list[dict]:
    results = []
    for fmt, kind in itertools.product([FormatV04(), FormatV05()], ["uint8", "int16", "float32"]):
        path = folder / f"ome{fmt.version}-{kind}.ome.zarr"
        values = values_of(kind)
        write_image(
            values,
            str(path),
            axes="zyx",
            fmt=fmt,
            scale_factors=[2],
            scale=dict(zip("zyx", SCALE)),
            axes_units={name: "millimeter" for name in "zyx"},
        )
        results.append(by_zarr(path))
    return results


def write(folder: Path) -> list[dict]:
    return write_each_compressor(folder) + write_each_layout(folder) + write_each_order(folder) + write_ome_zarr(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["read", "write"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    task = read if arguments.task == "read" else write
    emit({"files": task(arguments.folder)}, "zarr", "ome-zarr", "numcodecs", "numpy")


if __name__ == "__main__":
    main()
