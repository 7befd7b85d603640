"""What notebooks show, and that they run."""

from __future__ import annotations

import re
from base64 import b64decode

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import ROOT, VOLUMES


def test_volumes_show_themselves(chest: sagitta.Volume) -> None:
    page = chest._repr_html_()
    assert len(page) <= 100_000
    assert "frame-of-reference-varies" in page and "HU" in page and "69 × 512 × 512" in page
    found = re.search("base64,([^']+)'", page)
    assert found and b64decode(found.group(1))[:3] == b"\xff\xd8\xff"


def test_large_volumes_show_themselves_in_little() -> None:
    noise = np.random.default_rng(0).normal(size=(60, 900, 900)).astype(np.float32)
    page = sagitta.Volume.from_array(noise, np.eye(4), description="<b>&")._repr_html_()
    assert len(page) <= 100_000 and "&lt;b&gt;&amp;" in page


def test_pictures_show_themselves(chest: sagitta.Volume) -> None:
    for shown in (chest.plane("axial"), chest.mip(pixel=4), chest.render(pixel=4), chest.planes("axial", every=30)[1]):
        assert shown._repr_png_()[:4] == b"\x89PNG"


def test_studies_show_themselves() -> None:
    study = sagitta.scan(VOLUMES)
    page = study._repr_html_()
    assert "anat-T1w" in page and "not-dicom" in page
    assert len(study) == 2 and [volume.id for volume in study] == [1, 2]
    assert study[-1].modality == "CT" and study[0:1][0].shape == (96, 384, 274)
    assert study[0].spacing == study[0].load().spacing
    np.testing.assert_array_equal(study[1].affine, study.load(series=2).affine)
    assert "1.2." not in repr(study)
    assert study.report.files_read == 168 and study.report.files_used == 165
    assert "identity" not in study.report.to_json()


def test_report_as_a_table() -> None:
    pytest.importorskip("pandas")
    table = sagitta.scan(VOLUMES).report.to_pandas()
    assert list(table.modality) == ["MR", "CT"]


def test_representations(chest: sagitta.Volume) -> None:
    assert repr(chest) == "<Volume 69 × 512 × 512 voxels of 4 × 0.7812 × 0.7812 mm (k, j, i) CT HU>"
    assert repr(chest.plane("axial")) == "<Plane 512 × 512 float32>"
    assert "Geometry 69 × 512 × 512" in repr(chest.geometry)
    assert "warning frame-of-reference-varies" in repr(chest.findings[0])


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    folder = ROOT / "Examples" / "Python"
    notebook = nbformat.read(folder / "first-steps.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    monkeypatch.setenv("SAGITTA_EXAMPLE_DATA", str(VOLUMES / "ct-chest"))
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    kinds = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
