"""How calls behave: progress, cancelling, threads, forks, memory."""

from __future__ import annotations

import asyncio
import concurrent.futures
import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import VOLUMES, run_python

CHEST = VOLUMES / "ct-chest"
HEAD = VOLUMES / "mr-head"


def test_progress_is_told_in_the_callers_thread() -> None:
    told: list[tuple[int, int, str]] = []
    threads = set()

    def hear(done: int, total: int, stage: str) -> None:
        told.append((done, total, stage))
        threads.add(threading.get_ident())

    sagitta.load(CHEST, progress=hear)
    assert told and all(0 <= done <= total for done, total, _ in told)
    assert threads == {threading.get_ident()}
    for stage in {stage for _, _, stage in told}:
        steps = [done for done, _, name in told if name == stage]
        assert steps == sorted(steps)


def test_true_draws_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    sagitta.load(CHEST, progress=True)
    assert "%" in capsys.readouterr().err


def test_false_cancels_and_leaves_nothing() -> None:
    before = sagitta.object_count()
    with pytest.raises(sagitta.Cancelled) as caught:
        sagitta.load(CHEST, progress=lambda done, total, stage: False)
    assert caught.value.code == "cancelled"
    assert sagitta.object_count() == before


def test_exceptions_of_callbacks_come_out() -> None:
    def fail(done: int, total: int, stage: str) -> None:
        raise RuntimeError("mine")

    before = sagitta.object_count()
    with pytest.raises(RuntimeError, match="mine"):
        sagitta.load(CHEST, progress=fail)
    assert sagitta.object_count() == before


def test_progress_of_other_work(chest: sagitta.Volume, tmp_path: Path) -> None:
    def count(call: object) -> int:
        heard: list[int] = []
        call(lambda done, total, stage: heard.append(done))  # type: ignore[operator]
        return len(heard)

    assert count(lambda hear: sagitta.scan(CHEST, progress=hear))
    assert count(lambda hear: chest.planes("axial", progress=hear))
    assert count(lambda hear: chest.resample(spacing=3, progress=hear))
    with pytest.raises(sagitta.Cancelled):
        chest.resample(spacing=0.9, interpolation="lanczos4", progress=lambda *step: False)
    with pytest.raises(sagitta.Cancelled):
        chest.planes("coronal", progress=lambda *step: False)
    with pytest.raises(sagitta.Cancelled):
        chest.save(tmp_path / "volume.nii.gz", progress=lambda *step: False)
    assert list(tmp_path.iterdir()) == []


INTERRUPTED = """
import os, signal, sys, threading, time
import pysagitta as sagitta
# Shells have their background jobs ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
volume = sagitta.load(sys.argv[1])
before = sagitta.object_count()
threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
start = time.perf_counter()
try:
    volume.resample(spacing=0.4, interpolation="lanczos4")
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted", time.perf_counter() - start < 20, sagitta.object_count() == before)
volume.plane("axial")
"""


def test_control_c_stops_the_work() -> None:
    assert run_python(INTERRUPTED, CHEST).strip() == "interrupted True True"


def test_async() -> None:
    async def main() -> tuple[sagitta.Volume, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.001)

        ticking = asyncio.ensure_future(tick())
        volume = await sagitta.load_async(CHEST)
        ticking.cancel()
        return volume, ticks

    volume, ticks = asyncio.run(main())
    assert volume.shape == (69, 512, 512) and ticks > 3


def test_cancelling_a_task_stops_the_work() -> None:
    before = sagitta.object_count()

    async def main() -> None:
        task = asyncio.ensure_future(sagitta.load_async(CHEST))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert sagitta.object_count() == before


def test_python_goes_on_while_the_engine_works(chest: sagitta.Volume) -> None:
    done = threading.Event()
    count = 0

    def work() -> None:
        chest.resample(spacing=0.8, interpolation="lanczos", threads=1)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        count += 1
        time.sleep(0.001)
    thread.join()
    assert count > 20


def test_many_threads_at_once(head: sagitta.Volume) -> None:
    expected = [head.plane("axial", index=n).array for n in range(8)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            planes = pool.map(lambda n: head.plane("axial", index=n).array, range(8))
            for plane, same in zip(planes, expected, strict=True):
                np.testing.assert_array_equal(plane, same)
        sums = list(pool.map(lambda _: float(sagitta.load(HEAD).array.sum(dtype=float)), range(8)))
    assert len(set(sums)) == 1


def _sum_and_plane(source: str) -> tuple[float, float]:
    volume = sagitta.load(source)
    return float(volume.array.sum(dtype=float)), float(np.nanmean(volume.plane("coronal").array))


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_workers_of_every_kind(head: sagitta.Volume, method: str) -> None:
    expected = _sum_and_plane(str(HEAD))
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(_sum_and_plane, [str(HEAD)] * 4)) == [expected] * 4


def _value_in_child(volume: sagitta.Volume) -> tuple[float, str]:
    return float(volume.array.sum(dtype=float)), volume.plane("axial").display().to_png().hex()


def test_volumes_go_to_workers(head: sagitta.Volume) -> None:
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(_value_in_child, head).result() == _value_in_child(head)


def test_errors_come_back_from_workers() -> None:
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        with pytest.raises(sagitta.AmbiguousInput) as caught:
            pool.submit(sagitta.load, VOLUMES).result()
        assert len(caught.value.volumes) == 2


WITH_PEAK = """
import sys
import numpy
import pysagitta as sagitta
def resident(word):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(word))
before = resident("VmRSS:")
array = sagitta.load(sys.argv[1], threads=int(sys.argv[2])).array
print(array.nbytes, resident("VmHWM:") - before)
"""
LEFT_OVER = 64_000_000
"""What loading may take beside its array and what Python takes."""


def _is_within_memory(printed: str) -> bool:
    array, peak = map(int, printed.split())
    return peak <= 1.15 * array + LEFT_OVER


@pytest.mark.parametrize("threads", [1, 2])
def test_loading_takes_little_more_than_the_array(threads: int) -> None:
    assert _is_within_memory(run_python(WITH_PEAK, CHEST, threads))


def test_forty_workers_load_at_once() -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", WITH_PEAK, str(HEAD), "1"], stdout=subprocess.PIPE, text=True)
        for _ in range(40)
    ]
    printed = [worker.communicate(timeout=300)[0] for worker in workers]
    assert all(_is_within_memory(text) for text in printed)


def test_memory_is_flat(head: sagitta.Volume, tmp_path: Path) -> None:
    code = """
import resource, sys
import pysagitta as sagitta
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
for n in range(300):
    volume = sagitta.load(sys.argv[1])
    volume.array, volume.plane("axial").display().to_png(), volume.findings
    if n == 100: before = resident()
print(resident() - before, sagitta.object_count())
"""
    head.resample(6).save_dicom(tmp_path / "small")
    growth, objects = run_python(code, tmp_path / "small").split()
    # Two hundred times the volume would be 30 MB.
    assert int(growth) < 5_000_000 and int(objects) < 6


def test_import_brings_nothing_along_but_numpy() -> None:
    code = """
import sys, numpy
before = set(sys.modules)
import pysagitta
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))
print(*sorted({"asyncio", "html", "multiprocessing", "subprocess"} & (set(sys.modules) - before)))
"""
    assert run_python(code).splitlines() == ["numpy pysagitta", ""]


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    sagitta.load(CHEST).panels()
    assert capfd.readouterr() == ("", "")


def test_signal_handlers_and_locale_stay() -> None:
    code = """
import signal, locale
before = [signal.getsignal(n) for n in range(1, 32)], locale.setlocale(locale.LC_ALL)
import sys, pysagitta
pysagitta.load(sys.argv[1])
print(before == ([signal.getsignal(n) for n in range(1, 32)], locale.setlocale(locale.LC_ALL)))
"""
    assert run_python(code, HEAD).strip() == "True"
