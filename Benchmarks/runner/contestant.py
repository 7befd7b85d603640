"""A contestant's process: asked for work by a line of JSON, it answers by another."""

import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.metadata import version as package_version
from pathlib import Path

from .places import BENCHMARKS, CACHE


@dataclass(frozen=True)
class Contestant:
    name: str
    command: list[str]
    version: str


def in_python(name: str, script: str, package: str, *arguments: str) -> Contestant:
    command = [sys.executable, str(BENCHMARKS / "peers" / script), *arguments]
    return Contestant(name, command, f"{package} {package_version(package)}" if package else "")


IMPORTED = ("pysagitta", "SimpleITK", "itk", "nibabel", "pydicom", "highdicom")


def all_contestants(program: Path, command: Path, native: Path) -> dict[str, Contestant]:
    sagitta = sagitta_version(command)
    contestants = [
        Contestant("Sagitta", [str(program)], sagitta),
        in_python("sagitta command", "with_command.py", "", str(command)),
        in_python("VTK", "with_vtk.py", "vtk", "float32"),
        in_python("VTK int16", "with_vtk.py", "vtk", "int16"),
        in_python("VTK GPU", "with_vtk.py", "vtk", "float32", "gpu"),
        in_python("SimpleITK", "with_simpleitk.py", "simpleitk"),
        in_python("SciPy", "with_scipy.py", "scipy"),
        in_python("SciPy zoom", "with_scipy.py", "scipy", "zoom"),
        in_python("NumPy", "with_numpy.py", "numpy"),
        in_python("Numba", "with_numba.py", "numba"),
        in_python("OpenMP", "with_native.py", "", str(native)),
        in_python("limit", "with_native.py", "", str(native)),
        in_python("dicomsdl", "with_dicomsdl.py", "dicomsdl"),
        in_python("fastdicom", "with_fastdicom.py", "fastdicom"),
        in_python("pydicom", "with_pydicom.py", "pydicom"),
        in_python("highdicom", "with_highdicom.py", "highdicom"),
        in_python("dcm2niix", "with_dcm2niix.py", "dcm2niix"),
        in_python("nibabel", "with_nibabel.py", "nibabel"),
        in_python("OpenCV", "with_opencv.py", "opencv-python-headless"),
        in_python("imagecodecs", "with_imagecodecs.py", "imagecodecs"),
        in_python("Pillow", "with_pillow.py", "pillow"),
        in_python("ffmpeg", "with_ffmpeg.py", ""),
        in_python("pysagitta", "with_pysagitta.py", "pysagitta"),
        in_python("C interface", "with_pysagitta.py", "pysagitta", "c"),
        in_python("MONAI", "with_monai.py", "monai"),
        in_python("TorchIO", "with_torchio.py", "torchio"),
        *(in_python(f"import {package}", "with_import.py", package.lower(), package) for package in IMPORTED),
    ]
    return {contestant.name: contestant for contestant in contestants}


def sagitta_version(command: Path) -> str:
    if not command.exists():
        return "sagitta"
    return subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0]


class Process:
    """A contestant that is alive."""

    def __init__(self, contestant: Contestant):
        self.contestant = contestant
        self.log = CACHE / f"{contestant.name.replace(' ', '-')}.log"
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
        # Set where older OpenBLAS fails on new processors; they only slow down the pinned NumPy.
        environment = {k: v for k, v in environment.items() if not k.startswith("OPENBLAS_")}
        self.process = subprocess.Popen(
            contestant.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log.open("w"), text=True,
            env=environment)
        self.answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.answers.put(line)
        self.answers.put("")

    def ask(self, request: dict, timeout: float) -> dict:
        """The answer, with the peak of resident memory in it; a failure if there is none in time."""
        before = self._forget_peak()
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.answers.get(timeout=timeout)
        except queue.Empty:
            self.stop()
            return {"failure": f"no answer within {timeout:.0f} s"}
        except OSError:
            line = ""
        if not line:
            return {"failure": self._last_words()}
        answer = json.loads(line)
        peak = answer.get("peakBytes") or self._status("VmHWM")
        return answer | {"peakBytes": peak, "extraBytes": max(0, peak - before)}

    def _forget_peak(self) -> int:
        """Lets the kernel count the peak anew, and returns what is resident now."""
        try:
            Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        except OSError:
            pass  # the peak is then that of the process's whole life
        return self._status("VmRSS")

    def _status(self, name: str) -> int:
        try:
            text = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(name + ":")), 0)

    def _last_words(self) -> str:
        status = self.process.wait()
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return f"ended with status {status}: {lines[-1] if lines else 'no message'}"

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        if self.is_alive:
            self.process.kill()
        self.process.wait()
