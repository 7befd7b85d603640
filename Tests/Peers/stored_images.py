#!/usr/bin/env python3
"""Pictures of stored images as pydicom and numpy make them, to be compared with ours.

    stored_images.py FOLDER real ROOT     every image below ROOT that pydicom can decode: first, middle and last frame
    stored_images.py FOLDER made          images of many kinds, written here: colours, palettes, tables, overlays

Prints JSON: `cases`, each with `file`, `frame` (from 1), `size` (columns, rows), `channels`, `values` (a file of bytes,
pixel by pixel), `tolerance`, the largest difference that is right, and `reason` for one above 0.
"""

import argparse
import subprocess
import warnings
from pathlib import Path

import numpy
import pydicom
import pydicom.datadict
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi, apply_windowing, convert_color_space
from pydicom.uid import (
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
    SecondaryCaptureImageStorage,
)
from report import emit

warnings.simplefilter("ignore")


def half_up(values: numpy.ndarray) -> numpy.ndarray:
    return numpy.clip(numpy.floor(values + 0.5), 0, 255).astype(numpy.uint8)


def grey(dataset: Dataset, stored: numpy.ndarray, everything: numpy.ndarray) -> numpy.ndarray:
    """Modality, then the first table, else the first window, else all values; MONOCHROME1 inverted."""
    values = apply_modality_lut(stored, dataset)
    if "VOILUTSequence" in dataset:
        bits = dataset.VOILUTSequence[0].LUTDescriptor[2]
        shown = apply_voi(values.astype(int), dataset).astype(float) * 255 / (2**bits - 1)
    elif "WindowCenter" in dataset and "WindowWidth" in dataset:
        shown = windowed(values.astype(float), dataset)
    else:
        low, high = limits(dataset, everything)
        # In single precision, as the values of a volume are.
        shown = (values.astype(numpy.float32).astype(float) - low) / (high - low) * 255
    picture = half_up(shown)
    inverted = dataset.PhotometricInterpretation == "MONOCHROME1" or dataset.get("PresentationLUTShape") == "INVERSE"
    return 255 - picture if inverted else picture


def windowed(values: numpy.ndarray, dataset: Dataset) -> numpy.ndarray:
    center, width = (numpy.atleast_1d(dataset[name].value)[0] for name in ("WindowCenter", "WindowWidth"))
    center, width = float(center), float(width)
    match dataset.get("VOILUTFunction", "LINEAR"):
        case "SIGMOID":
            return 255 / (1 + numpy.exp(-4 * (values - center) / width))
        case "LINEAR_EXACT":
            return ((values - center) / width + 0.5) * 255
        case _:
            return ((values - (center - 0.5)) / (width - 1) + 0.5) * 255


def limits(dataset: Dataset, stored: numpy.ndarray) -> tuple[float, float]:
    bits = dataset.get("BitsStored", 32)
    if bits <= 8:
        ends = numpy.array([0, 2**bits - 1]) - (2 ** (bits - 1) if dataset.get("PixelRepresentation") else 0)
        values = apply_modality_lut(ends, dataset)
    else:
        values = apply_modality_lut(stored, dataset)
        if "PixelPaddingValue" in dataset:
            first, last = dataset.PixelPaddingValue, dataset.get("PixelPaddingRangeLimit", dataset.PixelPaddingValue)
            values = values[(stored < min(first, last)) | (stored > max(first, last))]
    values = values.astype(numpy.float32).astype(float)
    values = values[numpy.isfinite(values)]
    low, high = (values.min(), values.max()) if values.size else (0, 1)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def picture(dataset: Dataset, stored: numpy.ndarray, everything: numpy.ndarray) -> numpy.ndarray:
    photometric = dataset.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        colors = apply_color_lut(stored, dataset)
        return (colors >> 8).astype(numpy.uint8) if colors.dtype == numpy.uint16 else colors
    if dataset.get("SamplesPerPixel", 1) == 3:
        if stored.dtype == numpy.uint16:
            stored = half_up(stored.astype(float) * 255 / (2**dataset.BitsStored - 1))
        return stored
    return grey(dataset, stored, everything)


class Cases:
    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.cases = folder, []

    def add(self, file: Path, frame: int, pixels: numpy.ndarray, tolerance: int = 0, reason: str = "") -> None:
        values = self.folder / f"{len(self.cases):05}.values"
        values.write_bytes(numpy.ascontiguousarray(pixels, numpy.uint8).tobytes())
        self.cases.append(
            {
                "file": str(file),
                "frame": frame,
                "size": [pixels.shape[1], pixels.shape[0]],
                "channels": pixels.shape[2] if pixels.ndim == 3 else 1,
                "values": str(values),
                "tolerance": tolerance,
                "reason": reason,
            }
        )

    def add_dcmtk(self, file: Path, frame: int, dataset: Dataset) -> None:
        """The same frame as dcmtk shows it, where it has the same rule for black and white."""
        options = ["+F", frame, "-a", "+op"]
        if dataset.get("SamplesPerPixel", 1) == 1 and dataset.PhotometricInterpretation != "PALETTE COLOR":
            if "VOILUTSequence" in dataset:
                options += ["+Wl", 1]
            elif "WindowCenter" in dataset:
                options += ["+Wi", 1]
                options += ["+Wfs"] if dataset.get("VOILUTFunction") == "SIGMOID" else []
            else:
                return
        target = self.folder / "picture.pnm"
        # Some syntaxes are not dcmtk's, and functional groups it does not look into.
        if "SharedFunctionalGroupsSequence" in dataset or not run("dcmj2pnm", *options, file, target, must=False):
            return
        pixels = numpy.asarray(Image.open(target))
        self.add(file, frame, pixels, 2 if pixels.ndim == 3 else 1, "dcmtk cuts fractions off where we round")

    def add_file(self, file: Path, tolerance: int = 0, reason: str = "") -> None:
        """What pydicom makes of a file's first, middle and last frame."""
        dataset = pydicom.dcmread(file, force=True)
        array = dataset.pixel_array
        count = int(dataset.get("NumberOfFrames") or 1)
        frames = array if count > 1 else array[None]
        for n in sorted({0, count // 2, count - 1}):
            view = flattened(dataset, n)
            self.add(file, n + 1, picture(view, frames[n], array), tolerance, reason)
            self.add_dcmtk(file, n + 1, dataset)


def flattened(dataset: Dataset, frame: int) -> Dataset:
    """The data set with what the functional groups say of a frame laid over it."""
    view = Dataset()
    view.file_meta = dataset.file_meta
    view.update({element.tag: element for element in dataset if element.tag.group < 0x5400})
    groups = [item[0] for item in (dataset.get("SharedFunctionalGroupsSequence"),) if item]
    if dataset.get("PerFrameFunctionalGroupsSequence"):
        groups.append(dataset.PerFrameFunctionalGroupsSequence[frame])
    for group in groups:
        for macro in group:
            if macro.VR == "SQ" and macro.value and not macro.tag.is_private:
                view.update({element.tag: element for element in macro.value[0]})
    return view


def real(cases: Cases, root: Path) -> None:
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        try:
            dataset = pydicom.dcmread(file)
            dataset.pixel_array
        except Exception:  # noqa: BLE001 - whatever pydicom cannot read is no peer
            continue
        cases.add_file(file)


# Images of many kinds.

COLUMNS, ROWS = 46, 38


def colours() -> numpy.ndarray:
    """Ramps, noise and flat parts in three colours."""
    generator = numpy.random.default_rng(3)
    y, x = numpy.mgrid[0:ROWS, 0:COLUMNS]
    planes = numpy.stack([x * 255 // (COLUMNS - 1), y * 255 // (ROWS - 1), (x + y) * 3 % 256], axis=-1)
    planes[:10] = numpy.clip(planes[:10] + generator.normal(0, 20, (10, COLUMNS, 3)), 0, 255)
    planes[20:30, :20] = (200, 30, 60)
    return planes.astype(numpy.uint8)


def image(path: Path, syntax: str, photometric: str, pixels: bytes, **changes: object) -> Path:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = f"2.25.{sum(map(ord, path.stem)) * 1009}"
    meta.TransferSyntaxUID = syntax
    dataset = FileDataset(
        None, {}, file_meta=meta, preamble=bytes(128), is_implicit_VR=False,
        is_little_endian=syntax != ExplicitVRBigEndian,
    )  # fmt: skip
    dataset.SOPClassUID, dataset.SOPInstanceUID = SecondaryCaptureImageStorage, meta.MediaStorageSOPInstanceUID
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "2.25.1", "2.25.2"
    dataset.Modality = "OT"
    dataset.Rows, dataset.Columns = ROWS, COLUMNS
    dataset.PhotometricInterpretation = photometric
    dataset.SamplesPerPixel = 1 if photometric.startswith(("MONO", "PAL")) else 3
    if dataset.SamplesPerPixel == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    for name, value in changes.items():
        if name.startswith("PixelPadding"):
            put(dataset, name, "US", value)
        else:
            setattr(dataset, name, value)
    dataset.PixelData = pixels
    dataset["PixelData"].VR = "OB" if dataset.BitsAllocated <= 8 else "OW"
    dataset.save_as(path, enforce_file_format=True)
    return path


def native(cases: Cases, folder: Path, rgb: numpy.ndarray) -> None:
    cases.add(image(folder / "rgb.dcm", ExplicitVRLittleEndian, "RGB", rgb.tobytes()), 1, rgb)
    planar = numpy.moveaxis(rgb, 2, 0).tobytes()
    cases.add(
        image(folder / "planar.dcm", ExplicitVRLittleEndian, "RGB", planar, PlanarConfiguration=1), 1, rgb
    )
    ybr = convert_color_space(rgb, "RGB", "YBR_FULL")
    full = image(folder / "ybr-full.dcm", ExplicitVRLittleEndian, "YBR_FULL", ybr.tobytes())
    cases.add(full, 1, exact_rgb(ybr))
    half = ybr.reshape(ROWS, COLUMNS // 2, 2, 3)
    pairs = numpy.concatenate([half[:, :, :, 0], half[:, :, 0, 1:]], axis=2)
    spread = numpy.concatenate([half[..., :1], numpy.repeat(half[:, :, :1, 1:], 2, axis=2)], axis=3)
    cases.add(
        image(folder / "ybr-422.dcm", ExplicitVRLittleEndian, "YBR_FULL_422", pairs.tobytes()),
        1,
        exact_rgb(spread.reshape(ROWS, COLUMNS, 3)),
    )
    deep = (rgb.astype(numpy.uint16) * 16 + 7).astype("<u2")
    wide = image(
        folder / "rgb12.dcm", ExplicitVRLittleEndian, "RGB", deep.tobytes(), BitsAllocated=16, BitsStored=12, HighBit=11
    )
    cases.add(wide, 1, half_up(deep * 255.0 / 4095))


def exact_rgb(ybr: numpy.ndarray) -> numpy.ndarray:
    """The inverse of PS3.3 C.7.6.3.1.2, rounded once."""
    y, b, r = (ybr[..., n].astype(float) - (128 if n else 0) for n in range(3))
    green = y - 0.114 * 1.772 / 0.587 * b - 0.299 * 1.402 / 0.587 * r
    return half_up(numpy.stack([y + 1.402 * r, green, y + 1.772 * b], axis=-1))


def compressed(cases: Cases, folder: Path, rgb: numpy.ndarray) -> None:
    rle = pydicom.dcmread(folder / "rgb.dcm")
    rle.compress(RLELossless, encoding_plugin="pydicom")
    rle.save_as(folder / "rle.dcm")
    cases.add(folder / "rle.dcm", 1, rgb)
    wide = pydicom.dcmread(folder / "rgb12.dcm")
    expected = half_up(wide.pixel_array * 255.0 / 4095)
    wide.compress(RLELossless, encoding_plugin="pydicom")
    wide.save_as(folder / "rle12.dcm")
    cases.add(folder / "rle12.dcm", 1, expected)
    for transform, photometric in [(True, "YBR_RCT"), (False, "RGB")]:
        stream = encoded(folder, rgb, "j2k", irreversible=False, mct=int(transform), no_jp2=True)
        file = folder / f"j2k-{photometric}.dcm"
        cases.add(image(file, JPEG2000Lossless, photometric, encapsulate([stream])), 1, rgb)
    # dcmtk's lossless process with all predictors, and its JPEG-LS in every way of interleaving.
    for n in range(1, 8):
        run("dcmcjpeg", "+el", "+sv", n, folder / "rgb.dcm", folder / f"lossless{n}.dcm")
        cases.add(folder / f"lossless{n}.dcm", 1, rgb)
    for way in ("default", "line", "none", "sample"):
        file = folder / f"jls-{way}.dcm"
        if run("dcmcjpls", f"--interleave-{way}", folder / "rgb.dcm", file, must=False):
            cases.add(file, 1, rgb)
    jpegs(cases, folder, rgb)


def jpegs(cases: Cases, folder: Path, rgb: numpy.ndarray) -> None:
    why = "libjpeg converts colours with whole numbers, we with fractions that are rounded once"
    for name, subsampling, photometric in [
        ("jpeg-444", 0, "YBR_FULL"),
        ("jpeg-422", 1, "YBR_FULL_422"),
        ("jpeg-420", 2, "YBR_FULL_422"),
    ]:
        stream = encoded(folder, rgb, "jpg", quality=92, subsampling=subsampling)
        file = image(folder / f"{name}.dcm", JPEGBaseline8Bit, photometric, encapsulate([stream]))
        cases.add(file, 1, decoded(folder, stream), 1, why)
        # The same stream under a wrong name: the JFIF segment says what it holds.
        wrong = image(folder / f"{name}-named-rgb.dcm", JPEGBaseline8Bit, "RGB", encapsulate([stream]))
        cases.add(wrong, 1, decoded(folder, stream), 1, why)
    plain = encoded(folder, rgb, "jpg", quality=92, subsampling=0, keep_rgb=True)
    for photometric in ("RGB", "YBR_FULL_422"):
        file = image(folder / f"jpeg-rgb-{photometric}.dcm", JPEGBaseline8Bit, photometric, encapsulate([plain]))
        cases.add(file, 1, decoded(folder, plain))


def encoded(folder: Path, rgb: numpy.ndarray, kind: str, **options: object) -> bytes:
    path = folder / f"stream.{kind}"
    Image.fromarray(rgb).save(path, **options)
    return path.read_bytes()


def decoded(folder: Path, stream: bytes) -> numpy.ndarray:
    (folder / "stream").write_bytes(stream)
    return numpy.asarray(Image.open(folder / "stream").convert("RGB"))


def run(*arguments: object, must: bool = True) -> bool:
    done = subprocess.run([str(a) for a in arguments], check=must, capture_output=True)
    return done.returncode == 0


def put(dataset: Dataset, keyword: str, vr: str, value: object) -> None:
    """Sets an attribute whose representation pydicom leaves open."""
    dataset.add_new(pydicom.datadict.tag_for_keyword(keyword), vr, value)


def palettes(cases: Cases, folder: Path) -> None:
    stored = (numpy.mgrid[0:ROWS, 0:COLUMNS].sum(axis=0) * 3 % 256).astype(numpy.uint8)
    words = [(numpy.arange(256) * f % 256).astype(numpy.uint16) * 257 for f in (1, 3, 7)]
    tables = dict(zip(("Red", "Green", "Blue"), words))
    plain = image(folder / "palette.dcm", ExplicitVRLittleEndian, "PALETTE COLOR", stored.tobytes())
    dataset = pydicom.dcmread(plain)
    for name, table in tables.items():
        put(dataset, f"{name}PaletteColorLookupTableDescriptor", "US", [256, 0, 16])
        put(dataset, f"{name}PaletteColorLookupTableData", "OW", table.astype("<u2").tobytes())
    dataset.save_as(plain)
    cases.add_file(plain)
    # A few entries that begin above 0, of 8 bits.
    narrow = pydicom.dcmread(plain)
    for name, table in tables.items():
        put(narrow, f"{name}PaletteColorLookupTableDescriptor", "US", [64, 100, 8])
        put(narrow, f"{name}PaletteColorLookupTableData", "OW", (table[:64] >> 8).astype(numpy.uint8).tobytes())
    narrow.save_as(folder / "palette8.dcm")
    cases.add_file(folder / "palette8.dcm")
    segmented = pydicom.dcmread(plain)
    # Three entries, a line to 60000 of 100 entries, one entry, the line again, and the rest flat.
    segments = numpy.array([0, 3, 0, 500, 1000, 1, 100, 60000, 0, 1, 77, 1, 100, 60000, 1, 52, 60000], "<u2")
    again = numpy.array([0, 3, 0, 500, 1000, 1, 100, 60000, 0, 1, 77, 2, 1, 10, 0, 1, 52, 60000], "<u2")
    for name in tables:
        delattr(segmented, f"{name}PaletteColorLookupTableData")
        put(segmented, f"Segmented{name}PaletteColorLookupTableData", "OW", segments.tobytes())
    segmented.save_as(folder / "segmented.dcm")
    why = "half a step of a line is rounded up by us, and to even numbers by pydicom"
    cases.add_file(folder / "segmented.dcm", 1, why)
    # The same with a reference, whose offset counts bytes (PS3.3 C.7.9.2.3); pydicom counts words there.
    expected = picture(flattened(segmented, 0), segmented.pixel_array, segmented.pixel_array)
    for name in tables:
        put(segmented, f"Segmented{name}PaletteColorLookupTableData", "OW", again.tobytes())
    segmented.save_as(folder / "segmented-again.dcm")
    cases.add(folder / "segmented-again.dcm", 1, expected, 1, why)


def greys(cases: Cases, folder: Path) -> None:
    stored = (numpy.mgrid[0:ROWS, 0:COLUMNS].sum(axis=0) * 47 % 4096).astype("<u2")
    deep = {"BitsAllocated": 16, "BitsStored": 12, "HighBit": 11}

    def add(name: str, photometric: str = "MONOCHROME2", syntax: str = ExplicitVRLittleEndian, **changes: object) -> Path:
        file = image(folder / f"{name}.dcm", syntax, photometric, stored.tobytes(), **(deep | changes))
        cases.add_file(file)
        return file

    add("grey-values")
    add("grey-window", WindowCenter=[1500, 2000], WindowWidth=[1001, 4000])
    add("grey-inverted", "MONOCHROME1", WindowCenter=1500, WindowWidth=1000)
    add("grey-exact", WindowCenter=1500, WindowWidth=1000, VOILUTFunction="LINEAR_EXACT")
    add("grey-sigmoid", WindowCenter=1500, WindowWidth=700, VOILUTFunction="SIGMOID")
    add("grey-rescaled", WindowCenter=40, WindowWidth=400, RescaleSlope=0.75, RescaleIntercept=-1024)
    add("grey-padded", PixelPaddingValue=0, PixelPaddingRangeLimit=100)
    table = Dataset()
    put(table, "LUTDescriptor", "US", [1000, 500, 10])
    put(table, "LUTData", "US", [int(1023 * (n / 999) ** 2) for n in range(1000)])
    # A table goes before a window.
    add("grey-table", VOILUTSequence=[table], WindowCenter=1500, WindowWidth=1000)
    # One bit a pixel, and twelve, which begin within a byte.
    bits = (stored >> 7 & 1).astype(numpy.uint8)
    packed = numpy.packbits(bits.ravel(), bitorder="little").tobytes()
    single = {"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0}
    file = image(folder / "bits.dcm", ExplicitVRLittleEndian, "MONOCHROME2", packed + b"\0" * (len(packed) % 2), **single)
    cases.add_file(file)
    planes = numpy.concatenate([bits.ravel(), 1 - bits.ravel(), bits.ravel()])
    packed = numpy.packbits(planes, bitorder="little").tobytes()
    file = image(
        folder / "bit-frames.dcm",
        ExplicitVRLittleEndian,
        "MONOCHROME2",
        packed + b"\0" * (len(packed) % 2),
        NumberOfFrames=3,
        **single,
    )
    cases.add_file(file)
    big_endian(cases, folder)


def big_endian(cases: Cases, folder: Path) -> None:
    """Big-endian words of 8-bit samples, three frames of an odd number of bytes."""
    frames = numpy.arange(3 * 5 * 3, dtype=numpy.uint8).reshape(3, 5, 3)
    flat = numpy.append(frames.ravel(), numpy.uint8(0))
    swapped = flat.reshape(-1, 2)[:, ::-1].tobytes()
    file = image(
        folder / "big-endian.dcm",
        ExplicitVRBigEndian,
        "MONOCHROME2",
        swapped,
        Rows=5,
        Columns=3,
        NumberOfFrames=3,
    )
    dataset = pydicom.dcmread(file)
    dataset["PixelData"].VR = "OW"
    dataset.save_as(file)
    for n in range(3):
        cases.add(file, n + 1, frames[n])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("kind", choices=["real", "made"])
    parser.add_argument("root", type=Path, nargs="?")
    options = parser.parse_args()
    cases = Cases(options.folder)
    if options.kind == "real":
        real(cases, options.root)
    else:
        rgb = colours()
        native(cases, options.folder, rgb)
        compressed(cases, options.folder, rgb)
        palettes(cases, options.folder)
        greys(cases, options.folder)
        for name in ("rgb", "planar", "ybr-full", "ybr-422", "rle", "jpeg-444", "jpeg-422", "jpeg-420", "jpeg-rgb-RGB"):
            file = options.folder / f"{name}.dcm"
            cases.add_dcmtk(file, 1, pydicom.dcmread(file))
    emit({"cases": cases.cases})


if __name__ == "__main__":
    main()
