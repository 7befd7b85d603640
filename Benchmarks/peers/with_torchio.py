"""TorchIO: Resample, which lets SimpleITK do it; its grid begins at the volume's rim."""

import numpy as np
import SimpleITK as sitk
import torch
import torchio
from worker import SPACINGS, Request, Work, confine, float_volume, kept, origin, serve


def image(request: Request) -> torchio.ScalarImage:
    def make() -> torchio.ScalarImage:
        affine = np.diag([*SPACINGS[request["volume"]], 1])
        affine[:3, 3] = origin(request["volume"])
        return torchio.ScalarImage(tensor=torch.from_numpy(float_volume(request).T[None].copy()), affine=affine)

    return kept(request["volume"], make)


def grid(result: torchio.ScalarImage) -> dict:
    affine = np.asarray(result.affine)
    return {"size": list(result.spatial_shape[::-1]), "spacing": np.diag(affine)[2::-1].tolist(), "first": affine[2::-1, 3].tolist()}


def resample(request: Request) -> Work:
    source = image(request)
    resample = torchio.Resample(request.number("spacing"), image_interpolation="linear")
    return Work(lambda: resample(source), lambda result: result.data[0].numpy().T, grid)


def set_threads(request: Request) -> None:
    torch.set_num_threads(request.threads)
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(request.threads)
    confine(request.threads)


serve({"resample": resample}, set_threads)
