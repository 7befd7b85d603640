"""A series by pysagitta, SimpleITK and nibabel: the same voxels at the same places.

Usage: python side_by_side.py FOLDER
"""

import sys
import tempfile

import nibabel
import numpy as np
import pysagitta as sagitta
import SimpleITK


def main() -> None:
    volume = sagitta.load(sys.argv[1])

    # SimpleITK: the array's order is the same, its own indices and spacing run the other way round.
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(sys.argv[1]))
    image = reader.Execute()
    other = sagitta.Volume.from_sitk(image)
    print("SimpleITK: voxels differ by at most", np.abs(other.array - volume.array).max())
    print("           affines by at most", np.abs(other.affine - volume.affine).max())

    # nibabel: the first index is the column, and coordinates are RAS.
    with tempfile.TemporaryDirectory() as folder:
        volume.save(f"{folder}/volume.nii.gz")
        nifti = nibabel.load(f"{folder}/volume.nii.gz")
        print("nibabel:   voxels differ by at most", np.abs(nifti.get_fdata().T - volume.array).max())
    print("           affines by at most", np.abs(nifti.affine - volume.geometry.affine("RAS", "ijk")).max())

    # And back, without files.
    assert np.shares_memory(np.asarray(volume.to_nibabel().dataobj), volume.array)
    assert volume.to_sitk().GetSpacing()[::-1] == volume.spacing


if __name__ == "__main__":
    main()
