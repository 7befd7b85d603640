"""The voxels as other code sees them: shared, read-only, and valid as long as anybody holds them."""

from __future__ import annotations

import copy
import gc
import pickle
import sys

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import VOLUMES, run_python


def test_array_is_a_read_only_view_of_one_memory(chest: sagitta.Volume) -> None:
    array = chest.array
    assert (array.shape, array.dtype, array.flags.c_contiguous) == ((69, 512, 512), np.float32, True)
    assert not array.flags.owndata
    assert np.shares_memory(np.asarray(chest), array)
    assert np.asarray(chest).__array_interface__["data"] == array.__array_interface__["data"]
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0, 0] = 1
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True


def test_properties_agree_with_the_array(chest: sagitta.Volume) -> None:
    assert chest.shape == chest.array.shape
    assert (chest.ndim, chest.size, chest.nbytes, chest.dtype) == (3, chest.array.size, chest.array.nbytes, np.float32)
    assert chest.range == (chest.array.min(), chest.array.max())


def test_views_outlive_the_volume() -> None:
    before = sagitta.object_count()
    volume = sagitta.load(VOLUMES / "mr-head")
    part = volume.array[10:20, ::2, ::2]
    expected = part.copy()
    volume.close()
    del volume
    gc.collect()
    np.testing.assert_array_equal(part, expected)
    assert sagitta.object_count() == before + 1
    del part
    assert sagitta.object_count() == before


def test_views_of_planes_outlive_them(chest: sagitta.Volume) -> None:
    before = sagitta.object_count()
    array = chest.plane("coronal").array
    expected = array.copy()
    gc.collect()
    np.testing.assert_array_equal(array, expected)
    del array
    assert sagitta.object_count() == before


def test_views_outlive_the_modules() -> None:
    code = """
import sys, atexit, pysagitta
class Last:
    def __init__(self, array): self.array = array
    def __del__(self): sys.stderr.write("") ; print(float(self.array.sum()) == self.sum)
import builtins
volume = pysagitta.load(sys.argv[1])
builtins.last = Last(volume.array)
builtins.last.sum = float(volume.array.sum())
del volume
for name in [name for name in sys.modules if name.startswith("pysagitta")]: del sys.modules[name]
del pysagitta
"""
    assert run_python(code, VOLUMES / "mr-head").strip() == "True"


def test_a_closed_volume_says_so(head: sagitta.Volume) -> None:
    with sagitta.load(VOLUMES / "mr-head") as volume:
        array = volume.array
    with pytest.raises(sagitta.InvalidRequest) as caught:
        volume.plane("axial")
    assert caught.value.code == "no-such-object"
    np.testing.assert_array_equal(array, head.array)


def test_array_protocol_of_numpy_2(chest: sagitta.Volume) -> None:
    assert np.shares_memory(np.asarray(chest, copy=False), chest.array)
    copied = np.array(chest)
    assert copied.flags.writeable and not np.shares_memory(copied, chest.array)
    assert np.asarray(chest, dtype=np.float64).dtype == np.float64
    with pytest.raises(ValueError, match="copy"):
        np.asarray(chest, dtype=np.float64, copy=False)
    assert np.shares_memory(chest.__array__(), chest.array)
    assert not np.shares_memory(chest.__array__(copy=True), chest.array)
    with pytest.raises(ValueError, match="copy"):
        chest.__array__(np.float64, copy=False)


def test_arithmetic_by_numpy(head: sagitta.Volume) -> None:
    assert np.add(head, 1).dtype == np.float32
    assert np.mean(head, dtype=float) == head.array.mean(dtype=float)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="buffers of Python classes begin with 3.12")
def test_buffer_protocol(chest: sagitta.Volume) -> None:
    view = memoryview(chest)
    assert (view.shape, view.format, view.readonly) == (chest.shape, "f", True)
    assert np.shares_memory(np.asarray(view), chest.array)


def test_dlpack(chest: sagitta.Volume) -> None:
    shared = np.from_dlpack(chest)
    assert np.shares_memory(shared, chest.array) and not shared.flags.writeable
    assert chest.__dlpack_device__() == (1, 0)
    assert "dltensor" in repr(chest.__dlpack__())
    with pytest.raises(BufferError):
        chest.__dlpack__(copy=False)


def test_pickle_moves_voxels_out_of_band(chest: sagitta.Volume) -> None:
    buffers: list[pickle.PickleBuffer] = []
    inside = pickle.dumps(chest, protocol=5, buffer_callback=buffers.append)
    assert len(inside) < 20_000
    assert np.shares_memory(np.frombuffer(buffers[0], np.float32), chest.array)
    back = pickle.loads(inside, buffers=buffers)
    np.testing.assert_array_equal(back.array, chest.array)
    assert back.geometry == chest.geometry
    assert dict(back.attributes) == dict(chest.attributes)
    assert [finding.code for finding in back.findings] == [finding.code for finding in chest.findings]


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_pickled_volumes_show_the_same_pictures(head: sagitta.Volume, protocol: int) -> None:
    back = pickle.loads(pickle.dumps(head, protocol=protocol))
    assert back.panels(annotate="full").to_png() == head.panels(annotate="full").to_png()
    assert back.mip("left").display().to_png() == head.mip("left").display().to_png()


def test_pickle_keeps_what_is_valid(tmp_path: object) -> None:
    array = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    array[1, 2, 3] = np.nan
    volume = sagitta.Volume.from_array(array, np.eye(4))
    assert not volume.valid[1, 2, 3] and volume.valid.sum() == 23
    back = pickle.loads(pickle.dumps(volume))
    np.testing.assert_array_equal(back.valid, volume.valid)


def test_copies_are_the_volume_itself(head: sagitta.Volume) -> None:
    assert copy.copy(head) is head
    assert copy.deepcopy({"volume": head})["volume"] is head


def test_what_lives_in_one_process_is_not_pickled(head: sagitta.Volume) -> None:
    for thing in (head.plane("axial"), sagitta.scan(VOLUMES / "mr-head")):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(thing)


def test_from_array_copies_or_takes(head: sagitta.Volume) -> None:
    source = np.ones((3, 4, 5), np.float32)
    volume = sagitta.Volume.from_array(source, np.eye(4), unit="HU", modality="CT", description="ones")
    source[:] = 2
    assert (volume.array == 1).all()
    assert (volume.unit, volume.modality, volume.description) == ("HU", "CT", "ones")

    taken = sagitta.empty((3, 4, 5))
    taken[:] = 7
    volume = sagitta.Volume.from_array(taken, np.eye(4), copy=False)
    assert np.shares_memory(volume.array, taken) and not taken.flags.writeable
    with pytest.raises(ValueError, match=r"sagitta\.empty"):
        sagitta.Volume.from_array(source, np.eye(4), copy=False)


def test_taken_memory_is_let_go() -> None:
    from pysagitta import _foreign as module

    before = len(module._taken)
    taken = sagitta.empty((30, 40, 50))
    taken[:] = 1
    volume = sagitta.Volume.from_array(taken, np.eye(4), copy=False)
    view = volume.array
    del taken, volume
    gc.collect()
    assert len(module._taken) == before + 1 and view.sum() == 60_000
    del view
    assert len(module._taken) == before


def test_from_array_refuses(head: sagitta.Volume) -> None:
    with pytest.raises(ValueError, match="three axes"):
        sagitta.Volume.from_array(np.ones((2, 2)), np.eye(4))
    with pytest.raises(ValueError, match="4 × 4"):
        sagitta.Volume.from_array(np.ones((2, 2, 2)), np.eye(3))
    with pytest.raises(sagitta.InvalidRequest):
        sagitta.Volume.from_array(np.ones((2, 2, 2)), np.zeros((4, 4)))
    with pytest.raises(sagitta.InvalidRequest):
        sagitta.Volume.from_array(np.ones((0, 2, 2)), np.eye(4))


def test_axes_and_frames_of_arrays() -> None:
    ijk = np.arange(24, dtype=np.float64).reshape(4, 3, 2)
    affine = np.array([[2, 0, 0, 5], [0, 3, 0, 6], [0, 0, 4, 7], [0, 0, 0, 1.0]])
    volume = sagitta.Volume.from_array(ijk, affine, frame="RAS", axes="ijk")
    assert volume.shape == (2, 3, 4) and volume.spacing == (4, 3, 2)
    np.testing.assert_array_equal(volume.array, ijk.T)
    np.testing.assert_array_equal(volume.geometry.affine("RAS", "ijk"), affine)
    np.testing.assert_allclose(volume.affine @ (1, 2, 3, 1), [-11, -12, 11, 1])
