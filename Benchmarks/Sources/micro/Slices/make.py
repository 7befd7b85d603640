"""Makes the slices beside it: the same 128 x 128 pixels of the CT phantom in each encoding.

Run with Benchmarks/.venv: PYTHONPATH=Benchmarks Benchmarks/.venv/bin/python Benchmarks/Sources/micro/Slices/make.py
"""

from pathlib import Path

from runner import inputs, phantoms

EDGE, K = 128, 300


def write(path: Path, encode) -> None:
    dataset = inputs.header(K, 1)
    dataset.Rows = dataset.Columns = EDGE
    pixels = phantoms.ct_slice(K)[192:192 + EDGE, 192:192 + EDGE] - phantoms.INTERCEPT
    dataset.PixelData = pixels.astype("<u2").tobytes()
    encode(path, dataset)


ENCODERS = {
    "raw": inputs.as_it_is, "rle": inputs.in_rle, "jpeg-lossless": inputs.in_jpeg_lossless,
    "jpeg-ls": inputs.in_jpeg_ls, "jpeg-2000": inputs.in_jpeg_2000,
}
for name, encode in ENCODERS.items():
    write(Path(__file__).parent / f"{name}.dcm", encode)
