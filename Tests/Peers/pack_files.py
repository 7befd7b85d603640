"""Packs the files of a folder with Python's own modules and prints the paths that lead to them.

    python pack_files.py FOLDER KIND OUTPUT
"""
import bz2
import gzip
import json
import lzma
import pathlib
import sys
import tarfile
import zipfile


def pack(folder: pathlib.Path, kind: str, output: pathlib.Path) -> list[str]:
    """Returns the path of every file below the output folder, through its archive."""
    files = sorted(folder.iterdir())
    if kind.startswith("zip"):
        method = zipfile.ZIP_STORED if kind == "zip-stored" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(output / "a.zip", "w", method) as archive:
            for file in files:
                archive.write(file, f"inner/{file.name}")
        return [f"a.zip/inner/{file.name}" for file in files]
    if kind.startswith("tar."):
        with tarfile.open(output / f"a.{kind}", f"w:{kind[4:]}") as archive:
            for file in files:
                archive.add(file, f"inner/{file.name}")
        return [f"a.{kind}/inner/{file.name}" for file in files]
    compress = {"bz2": bz2.compress, "xz": lzma.compress, "gz": gzip.compress}[kind]
    for file in files:
        (output / f"{file.name}.{kind}").write_bytes(compress(file.read_bytes()))
    return [f"{file.name}.{kind}" for file in files]


if __name__ == "__main__":
    print(json.dumps(pack(pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]))))
