"""A stack of planes that are turned out of the axial plane: as an array, and as a picture.

Usage: python oblique_planes.py FOLDER PICTURE.png [DEGREES]
"""

import sys

import numpy as np
import pysagitta as sagitta


def main() -> None:
    source, picture = sys.argv[1:3]
    angle = np.radians(float(sys.argv[3]) if len(sys.argv) > 3 else 20)
    volume = sagitta.load(source)

    right = (1, 0, 0)
    down = (0, np.cos(angle), np.sin(angle))
    stack = volume.planes(right=right, down=down, count=9, spacing=5, size=(256, 256), fov=300, thickness=5)
    print(f"{stack.array.shape}, {np.isnan(stack.array).mean():.0%} outside of the volume")

    middle = stack[4]
    print("pixel (0, 0) of the middle plane lies at", middle.affine @ (0, 0, 0, 1))
    middle.display(annotate="labels").save(picture)


if __name__ == "__main__":
    main()
