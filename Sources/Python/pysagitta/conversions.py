"""Volumes from and for other packages, each imported only where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from . import errors
from ._optional import needed

if TYPE_CHECKING:
    from .geometry import Geometry
    from .volume import Volume


class Conversions:
    """What a volume is for other packages.

    Formats that know only evenly spaced slices refuse an irregular stack (code `irregular`), and those that know
    only right angles a sheared one (`sheared`), unless `resample=True` puts the volume on a new grid first.
    """

    def _self(self) -> Volume:
        return cast("Volume", self)

    def _even(self, resample: bool, *, straight: bool = False) -> Volume:
        """A volume whose grid the other package can hold."""
        volume = self._self()
        word = volume.regularity
        if word == "regular" or (word == "sheared" and not straight):
            return volume
        if resample:
            return volume.resample(volume.spacing)
        what = "evenly spaced slices" if word == "irregular" else "right angles"
        remedy = "resample-evenly" if word == "irregular" else "straighten"
        sentence = f"the volume is {word}, and the other side knows only {what}"
        raise errors.refused(word, f"{sentence}; resample=True changes it", remedies=(remedy,))

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
    def from_nibabel(cls, image: Any) -> Volume:
        """A volume of a three-dimensional nibabel image.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        voxels = np.asarray(image.dataobj, dtype=np.float32)
        return _made(voxels, image.affine, frame="RAS", axes="ijk")

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
    def from_sitk(cls, image: Any) -> Volume:
        """A volume of a three-dimensional SimpleITK image of one component.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        SimpleITK = needed("SimpleITK")

        return _made(SimpleITK.GetArrayViewFromImage(image), _itk_affine(image), axes="kji", map="ijk")

    def to_itk(self, *, resample: bool = False) -> Any:
        """An `itk.Image` of float32, a copy; needs itk.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced, or sheared.
        """
        itk = needed("itk")

        even = self._even(resample, straight=True)
        return _placed(itk.image_from_array(even.array), even.geometry, lambda matrix: matrix)

    @classmethod
    def from_itk(cls, image: Any) -> Volume:
        """A volume of a three-dimensional itk image of one component.

        Raises:
            ValueError: The image has more or fewer than three axes.
        """
        itk = needed("itk")

        return _made(itk.array_view_from_image(image), _itk_affine(image), axes="kji", map="ijk")

    def to_xarray(self) -> Any:
        """An `xarray.DataArray` with the dimensions k, j, i: a view of the voxels; needs xarray.

        A grid along the patient's axes has coordinates x, y and z in LPS mm on them; every grid has `affine`
        (row-major, (k, j, i, 1) to LPS mm), and an irregular one `slice_positions`, among the attributes.
        """
        xarray = needed("xarray")

        volume = self._self()
        attributes: dict[str, Any] = {"affine": volume.affine.ravel().tolist(), "frame": "LPS"}
        for name in ("unit", "modality", "frame_of_reference_uid"):
            if getattr(volume, name) is not None:
                attributes[name] = getattr(volume, name)
        positions = volume.geometry.slice_positions
        if positions is not None:
            attributes["slice_positions"] = positions.tolist()
        return xarray.DataArray(
            volume.array, dims=("k", "j", "i"), coords=_coordinates(volume.geometry), attrs=attributes, name="volume"
        )

    @classmethod
    def from_xarray(cls, array: Any) -> Volume:
        """A volume of a DataArray as `to_xarray` makes it.

        Raises:
            ValueError: It has not the dimensions k, j, i, or no affine.
        """
        if tuple(array.dims) != ("k", "j", "i") or "affine" not in array.attrs:
            raise ValueError("the array has dimensions k, j, i and the attribute affine, as to_xarray makes it")
        words = ("unit", "modality", "frame_of_reference_uid", "slice_positions")
        known = {word: array.attrs[word] for word in words if word in array.attrs}
        return _made(array.values, np.reshape(array.attrs["affine"], (4, 4)), **known)

    def to_torch(self, *, copy: bool = True) -> Any:
        """A `torch.Tensor` of float32 (k, j, i); needs torch.

        Args:
            copy: False shares the engine's memory, which must then not be written to: tensors cannot be read-only.
        """
        torch = needed("torch")

        array = self._self().array
        if copy:
            return torch.from_numpy(array.copy())
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return torch.from_numpy(array)

    def to_monai(self, *, resample: bool = False) -> Any:
        """A `monai.data.MetaTensor` (1, i, j, k) with the RAS affine, as MONAI's loaders make it, a copy; needs MONAI.

        Raises:
            sagitta.InvalidInput: The slices are not evenly spaced.
        """
        torch = needed("torch")
        meta_tensor = needed("monai.data", "monai").MetaTensor

        even = self._even(resample)
        affine = torch.from_numpy(even.geometry.affine(frame="RAS", axes="ijk"))
        return meta_tensor(torch.from_numpy(even.array.T[np.newaxis].copy()), affine=affine)

    @classmethod
    def from_monai(cls, tensor: Any) -> Volume:
        """A volume of a MetaTensor of one channel.

        Raises:
            ValueError: It has more than one channel, or not three axes.
        """
        return _made(tensor.numpy().squeeze(0), np.asarray(tensor.affine), frame="RAS", axes="ijk")

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
    def from_highdicom(cls, volume: Any) -> Volume:
        """A volume of a highdicom volume of one channel.

        Raises:
            ValueError: It has more or fewer than three axes.
        """
        uid = volume.frame_of_reference_uid
        return _made(volume.array, volume.affine, frame_of_reference_uid=None if uid is None else str(uid))


def _made(array: Any, affine: Any, *, map: str | None = None, **known: Any) -> Volume:
    from .geometry import lps_ijk
    from .volume import Volume

    if map == "ijk":
        affine = lps_ijk(affine, axes="ijk") @ np.eye(4)[[2, 1, 0, 3]]
    return Volume.from_array(array, affine, **known)


def _placed(image: Any, geometry: Geometry, matrix: Any) -> Any:
    affine = geometry.affine(axes="ijk")
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    image.SetSpacing(spacing.tolist())
    image.SetOrigin(affine[:3, 3].tolist())
    image.SetDirection(matrix(affine[:3, :3] / spacing))
    return image


def _itk_affine(image: Any) -> NDArray[np.float64]:
    """The map from (i, j, k, 1) to LPS mm."""
    affine = np.eye(4)
    if len(image.GetSpacing()) != 3:
        raise ValueError("the image has not three axes")
    affine[:3, :3] = np.asarray(image.GetDirection()).reshape(3, 3) * np.asarray(image.GetSpacing())
    affine[:3, 3] = image.GetOrigin()
    return affine


def _coordinates(geometry: Geometry) -> dict[str, Any]:
    """Coordinates x, y and z on the axes that run along them; none of a grid that is turned."""
    steps = np.abs(geometry.affine()[:3, :3])
    patient = steps.argmax(axis=0)
    if not np.allclose(steps.sum(axis=0), steps.max(axis=0), rtol=1e-12, atol=0) or len(set(patient)) != 3:
        return {}
    return {"xyz"[patient[axis]]: (name, _places(geometry, axis, patient[axis])) for axis, name in enumerate("kji")}


def _places(geometry: Geometry, axis: int, coordinate: int) -> NDArray[np.float64]:
    """One coordinate of the voxels along an axis."""
    indices = np.zeros((geometry.shape[axis], 3))
    indices[:, axis] = np.arange(len(indices))
    return geometry.to_patient(indices)[:, coordinate]
