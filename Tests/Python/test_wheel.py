"""The wheel itself; skipped where the package runs from its sources."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pysagitta as sagitta
import pytest

FOLDER = Path(sagitta.__file__).parent

pytestmark = pytest.mark.skipif(not (FOLDER / "lib").is_dir(), reason="not installed from a wheel")


def _files() -> list[Path]:
    return [Path(str(file.locate())) for file in metadata.files("pysagitta") or []]


def test_it_asks_for_numpy_only() -> None:
    assert [requirement.split(">")[0] for requirement in metadata.requires("pysagitta") or []] == ["numpy"]
    assert metadata.version("pysagitta") == sagitta.__version__


def test_it_fits_other_systems() -> None:
    wheel = metadata.distribution("pysagitta").read_text("WHEEL") or ""
    tag = next(line.removeprefix("Tag: ") for line in wheel.splitlines() if line.startswith("Tag: "))
    assert tag.startswith("py3-none-manylinux_2_")
    assert int(tag.split("_")[2]) <= 35


def test_it_has_licences_of_all_that_is_inside() -> None:
    names = {file.stem for file in (FOLDER / "licenses").iterdir()}
    assert {"swift", "swift-argument-parser", "font"} <= names
    for library in ("openjp2", "jpeg", "gif", "isal", "archive", "stdc++"):
        assert any(library in name for name in names), library


def test_the_library_shows_the_header_only() -> None:
    if not Path("/usr/bin/nm").exists():
        pytest.skip("no nm here")
    listed = subprocess.run(
        ["/usr/bin/nm", "-D", "--defined-only", FOLDER / "lib" / "libsagitta.so"],
        check=True,
        capture_output=True,
        text=True,
    )
    names = [name for _, kind, name in map(str.split, listed.stdout.splitlines()) if kind.isupper()]
    assert names and all(name.startswith("sagitta_") or name == "__assert_fail" for name in names)


def test_nothing_of_the_build_is_told() -> None:
    for file in _files():
        if file.suffix in {".py", ".txt", ".md", ".typed"}:
            assert "/tmp/" not in file.read_text(errors="replace")


def test_the_program_comes_along() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "sagitta", "--version"], check=True, capture_output=True, text=True
    )
    assert sagitta.about()["version"] in done.stdout


def test_types_come_along() -> None:
    assert (FOLDER / "py.typed").exists()
