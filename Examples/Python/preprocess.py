"""Prepares a CT for training as nnU-Net does: 1.5 mm voxels, clipped, normalised, written as NIfTI.

Usage: python preprocess.py FOLDER OUT.nii.gz
"""

import sys

import numpy as np
import pysagitta as sagitta


def main() -> None:
    source, target = sys.argv[1:3]
    volume = sagitta.load(source)

    even = volume.resample(spacing=1.5, interpolation="cubic", outside=-1024)
    clipped = np.clip(even.array, -1000, 1000)
    normalised = (clipped - clipped.mean()) / clipped.std()

    prepared = sagitta.Volume.from_array(normalised, even.affine, modality=volume.modality)
    prepared.save(target)
    print(f"{volume.shape} → {prepared.shape}, {prepared.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
