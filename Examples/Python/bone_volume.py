"""How much bone there is in a CT, and where its middle is.

Usage: python bone_volume.py FOLDER [THRESHOLD]
"""

import sys

import numpy as np
import pysagitta as sagitta


def main() -> None:
    volume = sagitta.load(sys.argv[1])
    threshold = float(sys.argv[2]) if len(sys.argv) > 2 else 300.0

    bone = (volume.array > threshold) & volume.valid
    millilitres = np.count_nonzero(bone) * volume.geometry.voxel_volume / 1000
    indices = np.argwhere(bone).mean(axis=0)
    x, y, z = volume.geometry.to_patient(indices)

    print(f"{millilitres:.1f} ml above {threshold:g} {volume.unit or ''}")
    print(f"centroid {x:.1f}, {y:.1f}, {z:.1f} mm (LPS)")


if __name__ == "__main__":
    main()
