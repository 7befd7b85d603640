"""Inflates streams by Python's zlib, deflates their content anew, and prints what came of it as JSON.

    zlib_streams.py FOLDER

FOLDER holds whole.X and runs.X for X in raw, zlib and gzip; zlib's own streams are written beside them.
"""

import hashlib
import json
import pathlib
import sys
import zlib

WINDOWS = {"raw": -15, "zlib": 15, "gzip": 31}


def main(folder):
    inflated, deflated = [], []
    for kind, window in WINDOWS.items():
        for name in ("whole", "runs"):
            stream = (folder / f"{name}.{kind}").read_bytes()
            reader = zlib.decompressobj(window)
            plain = reader.decompress(stream) + reader.flush()
            if not reader.eof or reader.unused_data:
                raise ValueError(f"{name}.{kind} is not one whole stream")
            inflated.append(hashlib.sha256(plain).hexdigest())
            writer = zlib.compressobj(9 if name == "whole" else 1, zlib.DEFLATED, window)
            path = folder / f"{name}.{kind}.peer"
            path.write_bytes(writer.compress(plain) + writer.flush())
            deflated.append(str(path))
    print(json.dumps({"inflated": inflated, "deflated": deflated}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
