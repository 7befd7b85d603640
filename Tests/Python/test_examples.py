"""Every example runs, and prints what it promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import ROOT, VOLUMES

CHEST = VOLUMES / "ct-chest"
EXAMPLES = ROOT / "Examples" / "Python"


def _run(name: str, *words: object) -> str:
    command = [sys.executable, str(EXAMPLES / name), *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_load_and_look(tmp_path: Path) -> None:
    printed = _run("load_and_look.py", CHEST, tmp_path / "look.png")
    assert "(69, 512, 512) float32" in printed and "frame of reference" in printed
    assert (tmp_path / "look.png").read_bytes()[:4] == b"\x89PNG"


def test_bone_volume(chest: sagitta.Volume) -> None:
    printed = _run("bone_volume.py", CHEST, 300)
    found = re.search(r"([\d.]+) ml above 300 HU", printed)
    assert found
    count = np.count_nonzero(chest.array > 300)
    assert float(found.group(1)) == pytest.approx(count * 4 * 0.78125**2 / 1000, abs=0.06)
    assert "centroid" in printed


def test_sphere_statistics() -> None:
    lines = _run("sphere_statistics.py", CHEST, "0,0,-540", 20).splitlines()
    mine = re.search(r"mean (-?[\d.]+),", lines[1])
    theirs = re.search(r"NumPy: (\d+) voxels, mean (-?[\d.]+)", lines[2])
    assert mine and theirs
    assert lines[0].split()[0] == theirs.group(1)
    assert float(mine.group(1)) == pytest.approx(float(theirs.group(2)), abs=2e-3)


def test_oblique_planes(tmp_path: Path) -> None:
    assert "(9, 256, 256)" in _run("oblique_planes.py", CHEST, tmp_path / "plane.png")
    assert (tmp_path / "plane.png").exists()


def test_mip_spin(tmp_path: Path) -> None:
    assert "HU" in _run("mip_spin.py", CHEST, tmp_path / "spin.gif", 6)
    assert (tmp_path / "spin.gif").read_bytes()[:4] == b"GIF8"


def test_preprocess(tmp_path: Path) -> None:
    assert "→" in _run("preprocess.py", CHEST, tmp_path / "out.nii.gz")
    made = sagitta.load(tmp_path / "out.nii.gz")
    assert made.spacing == pytest.approx((1.5, 1.5, 1.5)) and abs(made.array.mean()) < 1e-3


def test_forked_workers() -> None:
    assert "64 patches" in _run("forked_workers.py", VOLUMES / "mr-head")


def test_side_by_side() -> None:
    pytest.importorskip("SimpleITK")
    pytest.importorskip("nibabel")
    printed = _run("side_by_side.py", CHEST)
    assert "SimpleITK: voxels differ by at most 0.0" in printed and "nibabel:   voxels differ by at most 0.0" in printed


def _compiled(source: str, compiler: str, *options: str, target: Path) -> list[str]:
    library = Path(os.environ.get("SAGITTA_LIBRARY") or Path(sagitta.__file__).parent / "lib" / "libsagitta.so")
    header = os.environ.get("SAGITTA_INCLUDE") or str(ROOT / "Sources" / "Faces" / "CSagitta" / "include")
    command = [compiler, *options, "-Wall", "-Wextra", "-Werror", f"-I{header}", str(ROOT / "Examples" / "C" / source)]
    subprocess.run([*command, "-o", str(target), str(library), f"-Wl,-rpath,{library.parent}"], check=True)
    return [str(target)]


@pytest.mark.parametrize(("source", "compiler", "standard"), [("load.c", "cc", "c11"), ("load.cpp", "c++", "c++20")])
def test_programs_in_c(chest: sagitta.Volume, tmp_path: Path, source: str, compiler: str, standard: str) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler} here")
    program = _compiled(source, compiler, f"-std={standard}", target=tmp_path / "load")
    picture = [str(tmp_path / "plane.png")] if source == "load.cpp" else []
    done = subprocess.run([*program, str(CHEST), *picture], check=True, capture_output=True, text=True)
    found = re.search(r"mean of the middle axial plane: (-?[\d.]+)", done.stdout)
    assert found
    assert float(found.group(1)) == pytest.approx(np.nanmean(chest.plane("axial").array, dtype=float), rel=1e-4)
    if picture:
        assert Path(picture[0]).read_bytes() == chest.plane("axial").display(window="full").to_png()
    failed = subprocess.run(
        [*program, str(tmp_path / "nothing"), *picture], check=False, capture_output=True, text=True
    )
    assert failed.returncode != 0 and "no such file or folder" in failed.stderr


def test_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "Sources" / "Python" / "README.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) == 2
    (tmp_path / "scans").symlink_to(CHEST)
    monkeypatch.chdir(tmp_path)
    exec("\n".join(blocks), {})
    assert {"lung.png", "mip.png", "bone.png", "volume.nii.gz"} <= {file.name for file in tmp_path.iterdir()}
