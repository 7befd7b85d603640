"""Mean and standard deviation in a sphere, by the engine and by NumPy.

Usage: python sphere_statistics.py FOLDER X,Y,Z RADIUS       in LPS mm
"""

import sys

import numpy as np
import pysagitta as sagitta


def main() -> None:
    volume = sagitta.load(sys.argv[1])
    center = np.array([float(number) for number in sys.argv[2].split(",")])
    radius = float(sys.argv[3])

    figures = volume.statistics(sphere=(*center, radius))
    print(f"{figures.count} voxels, {figures.volume:.1f} mm³")
    print(f"mean {figures.mean:.3f}, standard deviation {figures.standard_deviation:.3f} {volume.unit or ''}")

    # The same with NumPy: only voxels of the box around the sphere are looked at.
    reach = radius / np.array(volume.spacing) + 1
    middle = volume.geometry.to_indices(center)
    low = np.maximum(np.floor(middle - reach), 0).astype(int)
    high = np.minimum(np.ceil(middle + reach) + 1, volume.shape).astype(int)
    part = tuple(slice(*ends) for ends in zip(low, high, strict=True))
    indices = np.moveaxis(np.mgrid[part], 0, -1)
    inside = np.linalg.norm(volume.geometry.to_patient(indices) - center, axis=-1) <= radius
    values = volume.array[part][inside & volume.valid[part]]
    print(f"NumPy: {values.size} voxels, mean {values.mean(dtype=float):.3f}")


if __name__ == "__main__":
    main()
