"""nibabel: NIfTI written and read with its defaults (gzip level 1). One thread, whatever is asked for."""

import nibabel
import numpy as np
from worker import SPACINGS, Request, Work, float_volume, kept, origin, serve


def image(request: Request) -> nibabel.Nifti1Image:
    def make() -> nibabel.Nifti1Image:
        affine = np.diag([*SPACINGS[request["volume"]], 1])
        affine[:3, 3] = origin(request["volume"])
        # The voxels in memory are i fastest, as the file wants them.
        return nibabel.Nifti1Image(float_volume(request).T, np.diag([-1, -1, 1, 1]) @ affine)

    return kept(request["volume"], make)


def write(request: Request) -> Work:
    source, path = image(request), f"{request.output}/volume.{request['format']}"
    return Work(lambda: nibabel.save(source, path), lambda _: np.empty(0))


def read(request: Request) -> Work:
    def run() -> np.ndarray:
        return nibabel.load(request.path("file"), mmap=False).get_fdata(dtype=np.float32)

    return Work(run, lambda voxels: voxels.T)


serve({"write": write, "read": read})
