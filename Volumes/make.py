#!/usr/bin/env python3
"""Make the sample volumes of this folder from the original files.

Every slice is re-encoded without loss as Deflated Explicit VR Little Endian (PS3.5 A.5).
Elements that are not about the picture are left out (see `is_kept`); what is kept keeps its value byte
for byte. SHA256SUMS is made from the ORIGINAL files: the hash of each slice's stored 16-bit words,
little endian, before anything here touched them.

    Volumes/make.py make  ORIGINALS     write the slices and SHA256SUMS
    Volumes/make.py check [ORIGINALS]   read the slices back and compare

ORIGINALS holds the folders `ct_chest_lidc` and `mr_head_7t_t1w`. Needs pydicom (made with 3.0.2).
"""

import argparse
import hashlib
import sys
import zlib
from pathlib import Path

import pydicom
from pydicom.datadict import keyword_for_tag
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset, write_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian, UID

HERE = Path(__file__).resolve().parent
SUMS = HERE / "SHA256SUMS"
FOLDERS = {"ct-chest": "ct_chest_lidc", "mr-head": "mr_head_7t_t1w"}

# Groups of the picture: identification, de-identification, acquisition, relationship, image, pixels.
# Left out by not being here: private groups, and visit, procedure and presentation (0038, 0040, 0070).
KEPT_GROUPS = {0x0008, 0x0010, 0x0012, 0x0018, 0x0020, 0x0028, 0x7FE0}

# Of the patient, only what the standard requires to be present (type 2), and the name and the number
# that the publishers gave.
KEPT_PATIENT = {"PatientName", "PatientID", "PatientBirthDate", "PatientSex"}
EMPTIED = {"PatientBirthDate"}
PIXEL_DATA = 0x7FE00010

# Under the UUID-derived root of PS3.5 B.2: says which program wrote the files.
WRITER_CLASS_UID = UID("2.25.166252376682619967625519530585787405162")
WRITER_VERSION = "SAGITTA_SAMPLES"


def is_kept(tag) -> bool:
    if tag.group not in KEPT_GROUPS or tag.element == 0x0000:  # group lengths are retired
        return False
    return tag.group != 0x0010 or keyword_for_tag(tag) in KEPT_PATIENT


def reduced(original: Dataset) -> Dataset:
    kept = Dataset()
    for element in original:
        if is_kept(element.tag):
            if element.keyword in EMPTIED:
                element.value = ""
            kept.add(element)
    return kept


def part10_deflated(dataset: Dataset) -> bytes:
    """A whole file. pydicom's own writer deflates at level 6; this is level 9."""
    body = DicomBytesIO()
    body.is_little_endian, body.is_implicit_VR = True, False
    write_dataset(body, dataset)
    deflater = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    deflated = deflater.compress(body.getvalue()) + deflater.flush()

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    meta.ImplementationClassUID = WRITER_CLASS_UID
    meta.ImplementationVersionName = WRITER_VERSION
    head = DicomBytesIO()
    head.is_little_endian, head.is_implicit_VR = True, False
    write_file_meta_info(head, meta)
    return bytes(128) + b"DICM" + head.getvalue() + deflated + b"\0" * (len(deflated) % 2)


def stored_hash(dataset: Dataset) -> str:
    """SHA-256 of the stored words as they lie in a little-endian file; no rescale, no masking."""
    assert dataset.BitsAllocated == 16 and dataset.file_meta.TransferSyntaxUID.is_little_endian
    words = dataset.Rows * dataset.Columns
    return hashlib.sha256(dataset.PixelData[: 2 * words]).hexdigest()


def make(originals: Path) -> None:
    lines = []
    for folder, source in FOLDERS.items():
        (HERE / folder).mkdir(exist_ok=True)
        for path in sorted((originals / source).glob("*.dcm")):
            dataset = pydicom.dcmread(path)
            lines.append(f"{stored_hash(dataset)}  {folder}/{path.name}\n")
            (HERE / folder / path.name).write_bytes(part10_deflated(reduced(dataset)))
    SUMS.write_text("".join(lines))
    print(f"{len(lines)} slices written")


def read_sums() -> dict[str, str]:
    return {name: digest for digest, name in (line.split() for line in SUMS.read_text().splitlines())}


def raw_values(path: Path) -> dict:
    """Tag -> the value's bytes as they lie in the file, without the padding to even length."""
    dataset = pydicom.dcmread(path)
    return {tag: raw_value(dataset.get_item(tag)) for tag in dataset.keys()}


def raw_value(element) -> bytes:
    value = element.value or b""
    if isinstance(value, str):  # pydicom has parsed the character set already
        value = value.encode("ascii")
    return value if element.tag == PIXEL_DATA else value.rstrip(b" \0")


def complaints(name: str, digest: str, originals: Path | None) -> list[str]:
    found = []
    if stored_hash(pydicom.dcmread(HERE / name)) != digest:
        found.append(f"{name}: stored values differ from SHA256SUMS")
    if originals is None:
        return found
    folder, file = name.split("/")
    source = originals / FOLDERS[folder] / file
    if stored_hash(pydicom.dcmread(source)) != digest:
        found.append(f"{name}: the original's stored values differ from SHA256SUMS")
    expected = {tag: value for tag, value in raw_values(source).items() if is_kept(tag)}
    expected |= {tag: b"" for tag in expected if keyword_for_tag(tag) in EMPTIED}
    actual = raw_values(HERE / name)
    differing = [tag for tag in expected.keys() | actual.keys() if expected.get(tag) != actual.get(tag)]
    return found + [f"{name}: {tag} differs from the original" for tag in sorted(differing)]


def check(originals: Path | None) -> None:
    sums = read_sums()
    present = {f"{folder}/{p.name}" for folder in FOLDERS for p in (HERE / folder).iterdir()}
    found = [f"{name}: listed or present, not both" for name in sorted(present ^ sums.keys())]
    for name, digest in sums.items():
        found += complaints(name, digest, originals)
    if found:
        sys.exit("\n".join(found))
    print(f"{len(sums)} slices are as listed" + (" and as the originals" if originals else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("make").add_argument("originals", type=Path)
    verbs.add_parser("check").add_argument("originals", type=Path, nargs="?")
    arguments = parser.parse_args()
    (make if arguments.verb == "make" else check)(arguments.originals)


if __name__ == "__main__":
    main()
