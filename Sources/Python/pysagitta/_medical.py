"""Volumes from and for nibabel, SimpleITK, itk and highdicom, each imported only where it is asked for."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ._convertible import ConvertibleVolume
from ._optional import needed
from .geometry import Geometry, kji_affine


class MedicalImages(ConvertibleVolume):
    """A volume as the images of other packages."""

    def to_nibabel(self, *, resample: bool = False) -> Any:
        """A `nibabel.Nifti1Image`: a view of the voxels as (i, j, k), with the RAS affine; needs nibabel.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced.
        """
        nibabel = needed("nibabel")

        even = self._even(resample)
        image = nibabel.Nifti1Image(even.array.T, even.geometry.affine(frame="RAS", axes="ijk"))
        image.header.set_xyzt_units("mm")
        image.set_sform(image.affine, code="scanner")
        image.set_qform(image.affine, code="scanner")
        return image

    @classmethod
    def from_nibabel(cls, image: Any) -> Self:
        """A volume of a three-dimensional nibabel image.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        voxels = np.asarray(image.dataobj, dtype=np.float32)
        return cls.from_array(voxels, image.affine, frame="RAS", axes="ijk")

    def to_sitk(self, *, resample: bool = False) -> Any:
        """A `SimpleITK.Image` of float32, a copy; needs SimpleITK.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced, or sheared.
        """
        SimpleITK = needed("SimpleITK")

        even = self._even(resample, straight=True)
        image = SimpleITK.GetImageFromArray(even.array)
        return _placed(image, even.geometry, lambda matrix: matrix.ravel().tolist())

    @classmethod
    def from_sitk(cls, image: Any) -> Self:
        """A volume of a three-dimensional SimpleITK image of one component.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        SimpleITK = needed("SimpleITK")

        return cls.from_array(SimpleITK.GetArrayViewFromImage(image), _itk_affine(image))

    def to_itk(self, *, resample: bool = False) -> Any:
        """An `itk.Image` of float32, a copy; needs itk.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced, or sheared.
        """
        itk = needed("itk")

        even = self._even(resample, straight=True)
        return _placed(itk.image_from_array(even.array), even.geometry, lambda matrix: matrix)

    @classmethod
    def from_itk(cls, image: Any) -> Self:
        """A volume of a three-dimensional itk image of one component.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        itk = needed("itk")

        return cls.from_array(itk.array_view_from_image(image), _itk_affine(image))

    def to_highdicom(self, *, resample: bool = False) -> Any:
        """A `highdicom.Volume` in the patient's coordinates, with a view of the voxels; needs highdicom.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced, or sheared.
        """
        highdicom = needed("highdicom")

        even = self._even(resample, straight=True)
        return highdicom.Volume(
            even.array,
            even.geometry.affine(),
            coordinate_system="PATIENT",
            frame_of_reference_uid=even.frame_of_reference_uid,
        )

    @classmethod
    def from_highdicom(cls, volume: Any) -> Self:
        """A volume of a highdicom volume of one channel.

        Raises:
            ValueError: It has more or fewer than three axes.
        """
        uid = volume.frame_of_reference_uid
        return cls.from_array(volume.array, volume.affine, frame_of_reference_uid=None if uid is None else str(uid))


def _placed(image: Any, geometry: Geometry, matrix: Any) -> Any:
    affine = geometry.affine(axes="ijk")
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    image.SetSpacing(spacing.tolist())
    image.SetOrigin(affine[:3, 3].tolist())
    image.SetDirection(matrix(affine[:3, :3] / spacing))
    return image


def _itk_affine(image: Any) -> NDArray[np.float64]:
    """The map from (k, j, i, 1) to LPS mm."""
    affine = np.eye(4)
    if len(image.GetSpacing()) != 3:
        raise ValueError("the image has not three axes")
    affine[:3, :3] = np.asarray(image.GetDirection()).reshape(3, 3) * np.asarray(image.GetSpacing())
    affine[:3, 3] = image.GetOrigin()
    return kji_affine(affine)
