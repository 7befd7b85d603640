"""Batches: every engine writes the same bytes, whatever breaks, and whoever is killed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import archive_node
import pysagitta as sagitta
import pytest
import ray_machines
import slurm_node
from batch_series import archive
from conftest import ROOT, program_path, run_python
from pysagitta import batch

DO = ["mip -o mip.png", "convert -o v/volume.nii.gz"]

# The whole size takes some minutes: 300 series, real ones among them, and 10,000 items.
FULL = os.environ.get("SAGITTA_BATCH_FULL") == "1"
REAL = ("ct_chest_lidc", "mr_head_7t_t1w", "small_series/mr_sagittal_siemens", "small_series/mr_implicit_philips")
GOOD, BROKEN = (285, 15) if FULL else (12, 10)

# These tests start engines, which only they need: Tests/Python/run installs those.
REQUIRED = os.environ.get("SAGITTA_REQUIRE_ENGINES") == "1"


def _engine(name: str) -> Any:
    if REQUIRED:
        return __import__(name)
    return pytest.importorskip(name)


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("archive")
    real = REAL if FULL else ()
    for name in real:
        shutil.copytree(Path(os.environ["SAGITTA_DATA"]) / name, folder / "real" / name)
    return folder, archive(folder, GOOD - len(real), broken=BROKEN)


def _results(folder: Path) -> dict[str, str]:
    """The digests of all that was written, without records."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent != folder and ".part" not in str(path.relative_to(folder))
    }


def _rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in folder.glob("ledger-*.jsonl") for line in path.read_text().splitlines()]


def _batch(*words: object, do: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    works = [word for text in (DO if do is None else do) for word in ("--do", text)]
    command = [program_path(), "batch", *map(str, words), *works]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def quiet(codes: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a run that nobody disturbs writes."""
    out = tmp_path_factory.mktemp("quiet") / "out"
    done = _batch(codes[0], "-o", out, "-q")
    assert done.returncode == 65, done.stderr
    found = {item["item"]: item["inputs"] for item in map(json.loads, (out / "items-0.jsonl").read_text().splitlines())}
    refused = {row["item"]: row["code"] for row in _rows(out) if row["state"] == "quarantined"}
    # Every broken series is there, with the right code.
    for folder, code in codes[1].items():
        items = [name for name, inputs in found.items() if any(str(codes[0] / folder) in path for path in inputs)]
        assert [refused.get(name) for name in items] == [code], folder
    assert len(refused) == BROKEN
    results = _results(out)
    assert len(results) == 2 * GOOD
    return results


def _by_threads(folder: Path, out: Path) -> batch.Summary:
    with ThreadPoolExecutor(3) as pool:
        return batch.run(folder, do=DO, output=out, executor=pool)


def _by_processes(folder: Path, out: Path) -> batch.Summary:
    return batch.run([folder], do=DO, output=out)


def _by_dask(folder: Path, out: Path) -> batch.Summary:
    distributed = _engine("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        return batch.run(folder, do=DO, output=out, executor=client.get_executor(retries=2))


def _by_ray(folder: Path, out: Path) -> batch.Summary:
    _engine("ray")
    from pysagitta.batch import ray

    return ray.run(folder, do=DO, output=out)


ENGINES: list[Callable[[Path, Path], batch.Summary]] = [_by_threads, _by_processes, _by_dask, _by_ray]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_writes_the_same_bytes(
    engine: Callable[[Path, Path], batch.Summary],
    codes: tuple[Path, dict[str, str]],
    quiet: dict[str, str],
    tmp_path: Path,
) -> None:
    summary = engine(codes[0], tmp_path / "out")
    assert (summary.items, summary.done, summary.quarantined, summary.pending) == (GOOD + BROKEN, GOOD, BROKEN, 0)
    assert sorted(failure["code"] for failure in summary.failures) == sorted(codes[1].values())
    assert _results(tmp_path / "out") == quiet
    assert "Secret" not in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize(("workers", "parts"), [(1, 1), (3, 1), (2, 2), (1, 5)])
def test_workers_and_parts_change_nothing(
    workers: int, parts: int, codes: tuple[Path, dict[str, str]], quiet: dict[str, str], tmp_path: Path
) -> None:
    for part in range(parts):
        words = ("-q", "--workers", workers, "--shard", f"{part}/{parts}")
        assert _batch(codes[0], "-o", tmp_path / "out", *words).returncode in (0, 65)
    assert _results(tmp_path / "out") == quiet
    # Digests by another program.
    outputs = [output for row in _rows(tmp_path / "out") for output in row["outputs"]]
    assert {output["path"]: output["sha256"] for output in outputs} == quiet


def test_a_queue_of_slurm(codes: tuple[Path, dict[str, str]], quiet: dict[str, str]) -> None:
    if reason := slurm_node.why_not():
        if REQUIRED and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    # Names of sockets are short.
    with tempfile.TemporaryDirectory() as name, slurm_node.queue(Path(name)) as environment:
        out = Path(name) / "out"
        works = [word for text in DO for word in ("--do", text)]
        words = ["--engine", "slurm", "--shards", "3", "--workers", "1", *works]
        command = [program_path(), "batch", str(codes[0]), "-o", str(out), *words]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)
        assert done.returncode == 0 and "Submitted batch job" in done.stdout, done.stderr
        slurm_node.wait_for_jobs(environment, seconds=300)
        results = {path: digest for path, digest in _results(out).items() if not path.endswith((".sbatch", ".log"))}
        assert results == quiet
        assert len(list(out.glob("ledger-*.jsonl"))) == 3
        refused = [row["code"] for row in _rows(out) if row["state"] == "quarantined"]
        assert sorted(refused) == sorted(codes[1].values())


def test_memory_does_not_grow_with_the_items(tmp_path: Path) -> None:
    """The most memory of the process that has all items in hand, after a tenth, a half and all of them."""
    items = 10_000 if FULL else 400
    archive(tmp_path / "in", items, size=16, slices=2)
    out = tmp_path / "out"
    command = [program_path(), "batch", str(tmp_path / "in"), "-o", str(out), "-q", "--do", "info -o i.json"]
    process = subprocess.Popen(command)
    seen: dict[int, int] = {}
    while process.poll() is None:
        time.sleep(0.02)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            done = (out / "ledger-0.jsonl").read_bytes().count(b"\n")
        except OSError:
            continue
        if peak := [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]:
            seen[done] = peak[0]
    assert process.returncode == 0
    marks = [max((n for n in seen if n <= items * part // 10), default=0) for part in (1, 5, 10)]
    print("kilobytes of the driver after items", {mark: seen.get(mark) for mark in marks})
    assert seen[marks[2]] < seen[marks[0]] + 16_384


def test_a_ray_worker_that_is_killed_in_mid_item(
    codes: tuple[Path, dict[str, str]], quiet: dict[str, str], tmp_path: Path
) -> None:
    _engine("ray")
    from pysagitta.batch import ray

    killed = []

    def kill_one(over: int, _: int) -> None:
        # Workers name themselves by what they do; one of those at work goes, with its program.
        names = subprocess.run(["pgrep", "-f", "ray::work"], check=False, capture_output=True, text=True)
        numbers = [int(number) for number in names.stdout.split()]
        mine = [number for number in numbers if _is_below(number, os.getpid())]
        if mine and len(killed) < 2:
            os.kill(mine[0], signal.SIGKILL)
            killed.append(over)

    summary = ray.run(codes[0], do=DO, output=tmp_path / "out", progress=kill_one)
    assert killed and summary.done == GOOD and summary.failed == 0
    assert _results(tmp_path / "out") == quiet


# Ray reads once who may speak to it: a process of its own for machines that let nobody else in.
DRIVER = """
import json, sys, time
import ray
from pysagitta.batch import ray as batch_ray

address, items, do, out, web = json.loads(sys.argv[1])
ray.init(address=address, log_to_driver=False)
for _ in range(600):
    if sum(node["Alive"] for node in ray.nodes()) == 2:
        break
    time.sleep(0.1)
summary = batch_ray.run(items, do=do, output=out, address=address, send_to=web)
print(json.dumps([summary.done, summary.failed, sum(node["Alive"] for node in ray.nodes())]))
"""


def test_machines_that_share_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inputs are places, results are sent to one; each machine has a folder for results of its own."""
    _engine("ray")
    if reason := ray_machines.why_not():
        if REQUIRED and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    monkeypatch.setenv("PATH", f"{archive_node.PROGRAMS}:{os.environ['PATH']}")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    archive(tmp_path / "in", 6)
    do = ["slice --native --all --dicom --deterministic-uids -o slices/"]
    out = tmp_path / "out"
    out.mkdir()
    # Names of sockets are short.
    with tempfile.TemporaryDirectory() as name, archive_node.archive(tmp_path / "in", tmp_path / "store") as web:
        items = [{"input": f"{web}/{path}", "name": f"s{n}"} for n, path in enumerate(archive_node.series(web))]
        assert len(items) == 6
        with ThreadPoolExecutor(1) as pool:
            assert batch.run(items, do=do, output=tmp_path / "here", executor=pool).done == 6
        with ray_machines.machines(Path(name), out) as (address, environment):
            words = json.dumps([address, items, do, str(out), web])
            said = run_python(DRIVER, words, environment=environment)
            worked = [{path.name for path in Path(name, str(n), "out").glob("s*")} for n in range(2)]
        # Results are where they were sent, not in folders.
        assert not list(out.rglob("*.dcm")) and not list(Path(name).rglob("*.dcm"))
    assert json.loads(said.splitlines()[-1]) == [6, 0, 2]
    # Both worked, each on items of its own.
    assert all(worked) and not worked[0] & worked[1]
    sent = {output["path"]: output["sha256"] for row in _rows(out) for output in row["sent"]}
    assert sent == _results(tmp_path / "here") and len(sent) == 36


def test_a_web_archive_and_its_studies_are_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{archive_node.PROGRAMS}:{os.environ['PATH']}")
    archive(tmp_path / "in", 3)
    do = ["info --headers-only -o i.json"]
    with archive_node.archive(tmp_path / "in", tmp_path / "store") as web:
        series = {f"{web}/{path}" for path in archive_node.series(web)}
        study = min(series).split("/series/")[0]
        for n, (root, expected) in enumerate([(web, series), (study, {min(series)}), (study + "/", {min(series)})]):
            done = _batch(root, "-o", tmp_path / str(n), do=do)
            assert done.returncode == 0, done.stderr
            lines = (tmp_path / str(n) / "items-0.jsonl").read_text().splitlines()
            assert {place for line in lines for place in json.loads(line)["inputs"]} == expected
            assert len(_rows(tmp_path / str(n))) == len(expected)


def _is_below(number: int, ancestor: int) -> bool:
    while number > 1:
        if number == ancestor:
            return True
        try:
            number = int(Path(f"/proc/{number}/stat").read_text().rsplit(") ", 1)[1].split()[1])
        except OSError:
            return False
    return False


def test_killed_at_random_moments_it_goes_on_to_the_same_bytes(
    codes: tuple[Path, dict[str, str]], quiet: dict[str, str], tmp_path: Path
) -> None:
    chance = random.Random(19)
    out = tmp_path / "out"
    works = [word for text in DO for word in ("--do", text)]
    for n in range(int(os.environ.get("SAGITTA_BATCH_KILLS", "6"))):
        command = [program_path(), "batch", str(codes[0]), "-o", str(out), "-q", "--resume", *works]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.05, 0.6))
        if n % 3 == 1:
            # A process that works on an item, as the system would where memory is short.
            _kill_a_child(process.pid)
            process.wait(timeout=120)
        else:
            process.kill()
            process.wait()
        for row in _rows(out):
            assert row["state"] in ("done", "failed", "quarantined")
        assert all(quiet[path] == digest for path, digest in _results(out).items())
    assert _batch(codes[0], "-o", out, "-q", "--retry-failed").returncode == 65
    assert _results(out) == quiet
    assert not list(out.glob(".sagitta-*.part"))


def _children(number: int) -> list[str]:
    children = Path(f"/proc/{number}/task/{number}/children")
    return children.read_text().split() if children.exists() else []


def _await_end(number: str) -> None:
    """Waits until a child is nothing but its state: its first thread may be over before those that hold its line."""
    process = Path(f"/proc/{number}")
    while ") Z " not in (process / "stat").read_text() or len(list((process / "task").iterdir())) > 1:
        time.sleep(0.005)


def _kill_a_child(number: int) -> None:
    for child in _children(number)[:1]:
        os.kill(int(child), signal.SIGKILL)


def test_an_item_that_the_system_ends_is_done_again(tmp_path: Path) -> None:
    archive(tmp_path / "in", 1, size=256, slices=40)
    command = [program_path(), "batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-q"]
    process = subprocess.Popen([*command, "--do", "report -o r.html"], stderr=subprocess.DEVNULL)
    stage = tmp_path / "out" / ".sagitta-batch-s.part"
    while process.poll() is None and not list(stage.glob("*")):
        time.sleep(0.005)
    _kill_a_child(process.pid)
    assert process.wait(timeout=120) == 0
    rows = _rows(tmp_path / "out")
    assert [(row["state"], row["code"]) for row in rows] in (
        [("failed", "out-of-memory"), ("done", None)],
        [("done", None)],
    )


def test_a_process_takes_one_item_after_the_other_until_it_is_gone(tmp_path: Path) -> None:
    items: list[dict[str, Any]] = []
    for name, count, size, slices in (("large", 1, 512, 30), ("small", 4, 16, 3)):
        archive(tmp_path / name, count, size=size, slices=slices)
        listed = _batch(tmp_path / name, "-o", tmp_path / "out", "--list-items")
        assert listed.returncode == 0, listed.stderr
        found = map(json.loads, listed.stdout.splitlines())
        # Series of the same number are the same by name.
        items += [item for item in found if item["item"] not in [other["item"] for other in items]]
    command = [program_path(), "batch", "-o", str(tmp_path / "out"), "--serve-items", "--do", "info -o i.json"]
    workers: list[list[str]] = []
    rows: list[dict[str, Any]] = []
    with subprocess.Popen(
        [*command, "--do", "convert -o volume.nii"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin and server.stdout
        for n, item in enumerate(items):
            if n == 2:
                # While it waits, as the system would where memory is short.
                os.kill(int(workers[1][0]), signal.SIGKILL)
                _await_end(workers[1][0])
            server.stdin.write(json.dumps(item).encode() + b"\n")
            server.stdin.flush()
            rows.append(json.loads(server.stdout.readline())["row"])
            workers.append(_children(server.pid))
        server.stdin.close()
    assert [(row["state"], row["attempt"]) for row in rows] == [("done", 1)] * 4
    assert [len(each) for each in workers] == [1] * 4
    assert workers[0] == workers[1] != workers[2] == workers[3]
    # The most memory is that of each item, not of all that the process did: 30 slices of 512x512 are 15 MiB as stored.
    peaks = [row["peakBytes"] >> 20 for row in rows]
    assert peaks[0] > max(peaks[1:]) + 10, peaks


def test_rows_of_a_callers_own(codes: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    items = [{"input": str(codes[0] / "study0" / "good00000"), "name": "one"}]
    heard: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as pool:
        summary = batch.run(
            items, do=["info -o i.json"], output=tmp_path / "out", executor=pool,
            progress=lambda *so_far: heard.append(so_far),
        )  # fmt: skip
        assert summary.done == 1 and heard == [(1, 1)]
        assert "volumes" in json.loads((tmp_path / "out" / "one" / "i.json").read_text())
        with pytest.raises(sagitta.CannotCreate) as caught:
            batch.run(items, do=["info -o i.json"], output=tmp_path / "out", executor=pool)
        assert caught.value.code == "batch-exists"
        with pytest.raises(sagitta.InvalidRequest):
            batch.run(items, do=["mip -o mip.xyz"], output=tmp_path / "new", executor=pool)
        with pytest.raises(sagitta.NotFound):
            batch.run(tmp_path / "nowhere", do=["mip -o mip.png"], output=tmp_path / "new", executor=pool)
        assert batch.run(items, do=["info -o i.json"], output=tmp_path / "out", executor=pool, resume=True).done == 1


def test_the_program_becomes_the_package_for_ray(codes: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    _engine("ray")
    done = _batch(codes[0] / "study0", "-o", tmp_path / "out", "--engine", "ray", "--json", do=["slice -o s.png"])
    assert done.returncode == 65, done.stderr
    summary = json.loads(done.stdout)
    assert summary["done"] == 2 and summary["quarantined"] == 10


def test_an_executor_of_dask_by_its_example(tmp_path: Path) -> None:
    _engine("distributed")
    archive(tmp_path / "in", 3)
    command = [sys.executable, str(ROOT / "Examples" / "Python" / "batch_dask.py"), "in", "out"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "3 of 3" in done.stdout


def test_a_workflow_of_snakemake_by_its_example(tmp_path: Path) -> None:
    _engine("snakemake")
    archive(tmp_path / "archive", 4)
    workflow = ROOT / "Examples" / "Snakemake" / "Snakefile"
    path = f"{Path(program_path()).parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--snakefile", str(workflow), "--cores", "2", "--quiet", "all"],
        check=False, capture_output=True, text=True, cwd=tmp_path, timeout=300, env=os.environ | {"PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "4 items: 4 done" in (tmp_path / "out" / "status.txt").read_text()
