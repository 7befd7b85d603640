"""Volumes from and for xarray, PyTorch and MONAI, each imported only where it is asked for."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._convertible import ConvertibleVolume
from ._optional import needed
from .geometry import Axes, Frame, Geometry


class Tensors(ConvertibleVolume):
    """A volume as arrays of other packages."""

    def to_xarray(self) -> Any:
        """An `xarray.DataArray` with the dimensions k, j, i: a view of the voxels; needs xarray.

        A grid along the patient's axes has coordinates x, y and z in LPS mm on them; every grid has `affine`
        (row-major, (k, j, i, 1) to LPS mm), and an irregular one `slice_positions`, among the attributes.
        """
        xarray = needed("xarray")

        attributes: dict[str, Any] = {"affine": self.affine.ravel().tolist(), "frame": "LPS"}
        for name in ("unit", "modality", "frame_of_reference_uid"):
            if getattr(self, name) is not None:
                attributes[name] = getattr(self, name)
        positions = self.geometry.slice_positions
        if positions is not None:
            attributes["slice_positions"] = positions.tolist()
        return xarray.DataArray(
            self.array, dims=("k", "j", "i"), coords=_coordinates(self.geometry), attrs=attributes, name="volume"
        )

    @classmethod
    def from_xarray(cls, array: Any) -> Self:
        """A volume of a DataArray as `to_xarray` makes it.

        Raises:
            ValueError: It has not the dimensions k, j, i, or no affine.
        """
        if tuple(array.dims) != ("k", "j", "i") or "affine" not in array.attrs:
            raise ValueError("the array has dimensions k, j, i and the attribute affine, as to_xarray makes it")
        words = ("unit", "modality", "frame_of_reference_uid", "slice_positions")
        known = {word: array.attrs[word] for word in words if word in array.attrs}
        return cls.from_array(array.values, np.reshape(array.attrs["affine"], (4, 4)), **known)

    def to_torch(self, *, copy: bool = True) -> Any:
        """A `torch.Tensor` of float32 (k, j, i); needs torch.

        Args:
            copy: False shares the engine's memory, which must then not be written to: tensors cannot be read-only.
        """
        torch = needed("torch")

        if copy:
            return torch.from_numpy(self.array.copy())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return torch.from_numpy(self.array)

    @classmethod
    def from_torch(
        cls,
        tensor: Any,
        affine: ArrayLike,
        *,
        frame: Frame = "LPS",
        axes: Axes = "kji",
        unit: str | None = None,
        modality: str | None = None,
    ) -> Self:
        """A volume of a three-dimensional tensor on any device, with or without gradient; as `from_array`."""
        numbers = tensor.detach().cpu().float().numpy()
        return cls.from_array(numbers, affine, frame=frame, axes=axes, unit=unit, modality=modality)

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
    def from_monai(cls, tensor: Any) -> Self:
        """A volume of a MetaTensor of one channel.

        Raises:
            ValueError: It has more than one channel, or not three axes.
        """
        return cls.from_array(tensor.numpy().squeeze(0), np.asarray(tensor.affine), frame="RAS", axes="ijk")


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
