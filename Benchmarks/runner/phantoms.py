"""The voxels of the inputs, slice by slice; every slice has noise of its own seed, so that order and cores change nothing."""

import numpy as np

NOISE_HU = 10
SEED = 20240624
INTERCEPT = -1024
CT_SIZE, CT_SPACING = (600, 512, 512), (0.7, 0.7, 0.625)
HEAD_SIZE, HEAD_SPACING = (512, 512, 512), (0.5, 0.5, 0.5)


def grid(size: tuple, spacing: tuple, k: int) -> tuple[np.ndarray, np.ndarray, float]:
    """x and y of a slice's voxels, and its z, in mm from the volume's centre."""
    x = ((np.arange(size[2]) - (size[2] - 1) / 2) * spacing[0])[None, :]
    y = ((np.arange(size[1]) - (size[1] - 1) / 2) * spacing[1])[:, None]
    return x, y, (k - (size[0] - 1) / 2) * spacing[2]


def fill(values: np.ndarray, radius_squared: np.ndarray, hu: float) -> None:
    values[radius_squared <= 1] = hu


def noisy(values: np.ndarray, k: int, stream: int) -> np.ndarray:
    noise = np.random.default_rng([SEED, stream, k]).standard_normal(values.shape, dtype=np.float32)
    return np.clip(np.rint(values + NOISE_HU * noise), -1024, 3071).astype(np.float32)


def ct_slice(k: int) -> np.ndarray:
    """A body with lungs, spine, heart and ribs; the first voxel of slice k is k − 1024, so that order can be checked."""
    x, y, z = grid(CT_SIZE, CT_SPACING, k)
    values = np.full(CT_SIZE[1:], -1000, np.float32)
    body = (x / 165) ** 2 + (y / 120) ** 2
    fill(values, body, 40)
    if int(z // 12) % 2 == 0:
        values[(body > 0.72) & (body < 0.82)] = 600
    for side in (-70, 70):
        fill(values, ((x - side) / 50) ** 2 + ((y + 10) / 80) ** 2 + (z / 120) ** 2, -850)
    fill(values, (x / 25) ** 2 + ((y - 80) / 25) ** 2, 400)
    fill(values, ((x - 20) / 40) ** 2 + ((y + 20) / 40) ** 2 + (z / 45) ** 2, 180)
    values = noisy(values, k, 0)
    values[0, 0] = k + INTERCEPT
    return values


def head_slice(k: int) -> np.ndarray:
    """A head: skin, skull with a jaw, sockets and a sinus, brain with ventricles."""
    x, y, z = grid(HEAD_SIZE, HEAD_SPACING, k)
    values = np.full(HEAD_SIZE[1:], -1000, np.float32)
    fill(values, (x / 78) ** 2 + (y / 98) ** 2 + ((z - 10) / 105) ** 2, 30)
    fill(values, (x / 60) ** 2 + ((y + 25) / 70) ** 2 + ((z + 60) / 58) ** 2, 30)
    fill(values, (x / 14) ** 2 + ((y + 98) / 20) ** 2 + ((z + 20) / 22) ** 2, 30)
    fill(values, (x / 71) ** 2 + (y / 91) ** 2 + ((z - 10) / 98) ** 2, 1100)
    fill(values, (x / 64) ** 2 + (y / 84) ** 2 + ((z - 10) / 91) ** 2, 40)
    jaw = ((x / 48) ** 2 + ((y + 30) / 52) ** 2) * np.ones_like(values)
    if -100 < z < -70:
        values[(jaw < 1) & (jaw > 0.68) & (y < -10)] = 1300
    for side in (-32, 32):
        fill(values, ((x - side) / 18) ** 2 + ((y + 80) / 20) ** 2 + ((z + 5) / 16) ** 2, 10)
        fill(values, ((x - side / 4) / 8) ** 2 + ((y - 5) / 30) ** 2 + ((z - 25) / 14) ** 2, 5)
    fill(values, (x / 12) ** 2 + ((y + 72) / 15) ** 2 + ((z + 30) / 14) ** 2, -900)
    return noisy(values, k, 1)
