"""MONAI: Spacing, which samples by PyTorch; its grid begins at the first voxel's centre."""

import numpy as np
import torch
from monai.data import MetaTensor
from monai.transforms import Spacing
from worker import SPACINGS, Request, Work, confine, float_volume, kept, origin, serve


def image(request: Request) -> MetaTensor:
    def make() -> MetaTensor:
        affine = np.diag([*SPACINGS[request["volume"]], 1])
        affine[:3, 3] = origin(request["volume"])
        return MetaTensor(torch.from_numpy(float_volume(request).T[None].copy()), affine=torch.from_numpy(affine))

    return kept(request["volume"], make)


def grid(result: MetaTensor) -> dict:
    affine = result.affine.numpy()
    return {"size": list(result.shape[:0:-1]), "spacing": np.diag(affine)[2::-1].tolist(), "first": affine[2::-1, 3].tolist()}


def resample(request: Request) -> Work:
    source = image(request)
    spacing = Spacing(pixdim=[request.number("spacing")] * 3, mode="bilinear", padding_mode="border")
    return Work(lambda: spacing(source), lambda result: result[0].numpy().T, grid)


def set_threads(request: Request) -> None:
    torch.set_num_threads(request.threads)
    confine(request.threads)


serve({"resample": resample}, set_threads)
