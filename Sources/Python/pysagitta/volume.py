"""Volumes: voxels in memory, and what is made of them."""

from __future__ import annotations

from ._files import SavedVolume
from ._medical import MedicalImages
from ._planes import SlicedVolume
from ._rays import SeenVolume
from ._tensors import Tensors


class Volume(SlicedVolume, SeenVolume, SavedVolume, MedicalImages, Tensors):
    """Voxels in memory, and where they lie in the patient. It never changes.

    Arrays have the order (slice k, row j, column i), and so have `shape`, `spacing` and `affine`. Places and
    directions are patient LPS: x, y, z in mm to the left, the back and the head.

    NumPy reads a volume without a copy: `np.asarray(volume)` is `volume.array`.
    """

    def __repr__(self) -> str:
        texts = [text for text in (self.modality, self.unit, self.description) if text]
        spacing = " × ".join(f"{step:.4g}" for step in self.spacing)
        return f"<Volume {' × '.join(map(str, self.shape))} voxels of {spacing} mm (k, j, i) {' '.join(texts)}>"

    def _repr_html_(self) -> str:
        from ._html import volume_page

        return volume_page(self)
