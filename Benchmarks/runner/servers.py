"""Servers of the web to be asked: their processes, ports, and series of CT slices for them."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

STUDY = "1.2.826.0.1.3680043.10.8"
SERIES = f"{STUDY}.0"
PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"


def make_slices(folder: Path, count: int, pixels: Callable, *, study: str = STUDY, series: str = SERIES) -> None:
    """Slices of 0.5 MB that are missing; `pixels(n)` has the stored values of one."""
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset

    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        path = folder / f"{n:05}.dcm"
        if path.exists():
            continue
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        meta.MediaStorageSOPInstanceUID = f"{series}.{n + 1}"
        meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
        ct = FileDataset(str(path), Dataset(), file_meta=meta, preamble=bytes(128))
        ct.SOPClassUID, ct.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
        ct.StudyInstanceUID, ct.SeriesInstanceUID, ct.FrameOfReferenceUID = study, series, f"{study}.1"
        ct.PatientName, ct.PatientID, ct.Modality, ct.InstanceNumber = "SPEED^TEST", "1", "CT", n + 1
        ct.StudyDate, ct.StudyTime = "20260101", "120000"
        ct.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        ct.ImagePositionPatient, ct.ImageOrientationPatient = [0, 0, 0.625 * n], [1, 0, 0, 0, 1, 0]
        ct.PixelSpacing, ct.SliceThickness = [0.7, 0.7], 0.625
        ct.RescaleSlope, ct.RescaleIntercept = 1, -1024
        ct.Rows = ct.Columns = 512
        ct.SamplesPerPixel, ct.PhotometricInterpretation = 1, "MONOCHROME2"
        ct.BitsAllocated, ct.BitsStored, ct.HighBit, ct.PixelRepresentation = 16, 12, 11, 0
        ct.PixelData = pixels(n)
        ct.save_as(path, enforce_file_format=True)


@contextlib.contextmanager
def running(words, port: int, log: Path | None = None) -> Iterator[subprocess.Popen]:
    """A process that answers at a port."""
    with log.open("wb") if log else contextlib.nullcontext(subprocess.DEVNULL) as errors:
        process = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=errors)
        try:
            for _ in range(1200):
                if subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{port}/"]).returncode == 0:
                    break
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            process.wait()


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def orthanc(folder: Path, web: int, dicom: int) -> list:
    """The command of an Orthanc with DICOMweb and an empty store."""
    shutil.rmtree(folder / "db", ignore_errors=True)
    settings = {
        "StorageDirectory": str(folder / "db"), "IndexDirectory": str(folder / "db"), "HttpPort": web, "DicomPort": dicom,
        "DicomAet": "ORTHANC", "DicomAlwaysAllowGet": True, "DicomAlwaysAllowFind": True, "AuthenticationEnabled": False,
        "Plugins": [PLUGIN], "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "orthanc.json").write_text(json.dumps(settings))
    return ["Orthanc", folder / "orthanc.json"]
