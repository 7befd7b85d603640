"""Spreads the items of a batch, and keeps its ledger."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, Unpack

from .._paths import Path as AnyPath
from .._paths import for_request
from ._items import Row, work
from ._ledger import Ledger
from ._program import output_of

Items = AnyPath | Iterable[AnyPath] | Iterable[Mapping[str, str]]
Submit = Callable[[tuple[str, ...], Row], "Future[Row]"]


@dataclass(frozen=True)
class Summary:
    """What a batch came to.

    Attributes:
        items: All items.
        done: Those that are done.
        failed: Those that failed for a reason that may lie outside of the input.
        quarantined: Those whose input is refused.
        pending: Those that are still to be done.
        failures: Those that could not be done: `item`, `state`, `code` and `message` of each.
    """

    items: int
    done: int
    failed: int
    quarantined: int
    pending: int
    failures: tuple[dict[str, str], ...]


class Options(TypedDict, total=False):
    """How a batch is run, whatever spreads it; what is not given is as `Settings` has it.

    Attributes:
        resume: Whether to go on with a batch: what is done, or cannot be, stays.
        retry_failed: The same, and what could not be done is tried again.
        item_timeout: The most seconds for an item.
        threads: Threads of each item.
        memory: The most bytes of memory of each item.
        retries: How often what failed for a passing reason, or with its worker, is tried again.
        progress: Hears how many items are over, and how many there are to do.
        send_to: A place that results which are DICOM are sent to, rather than kept; if that is all there are,
            the folder for results may be another one on every machine.
    """

    resume: bool
    retry_failed: bool
    item_timeout: float | None
    threads: int
    memory: int | None
    retries: int
    progress: Callable[[int, int], object] | None
    send_to: str | None


@dataclass(frozen=True)
class Settings:
    """What a batch does, and how."""

    output: str
    do: tuple[str, ...]
    resume: bool = False
    retry_failed: bool = False
    item_timeout: float | None = None
    threads: int = 1
    memory: int | None = None
    retries: int = 2
    progress: Callable[[int, int], object] | None = None
    send_to: str | None = None

    @classmethod
    def of(cls, do: Sequence[str], output: AnyPath, options: Options) -> Settings:
        """What a caller asks for."""
        return cls(for_request(os.path.abspath(os.fspath(output))), tuple(do), **options)

    @property
    def words(self) -> tuple[str, ...]:
        """What workers are told."""
        words = ["-o", self.output, "--quiet", "--threads", str(self.threads)]
        words += [word for text in self.do for word in ("--do", text)]
        if self.item_timeout is not None:
            words += ["--item-timeout", str(self.item_timeout)]
        if self.memory is not None:
            words += ["--max-memory", str(self.memory)]
        if self.send_to is not None:
            words += ["--send-to", self.send_to]
        return tuple(words)


def run(
    items: Items,
    *,
    do: Sequence[str],
    output: AnyPath,
    executor: Executor | None = None,
    **options: Unpack[Options],
) -> Summary:
    """Does the same work on every item; one that fails stops no other.

    Args:
        items: Folders to look for series in; a manifest (.csv, .jsonl); or mappings with `input` and `name`.
        do: Verbs of the program and their options, without an input; `-o` names a file in the item's folder.
        output: The folder for results, the same for all workers.
        executor: What runs functions; a pool of processes by default.
        **options: How it is run.

    Returns:
        What the batch came to.

    Raises:
        Error: If the batch cannot begin: work or items that make no sense, a folder that is taken.
    """
    settings = Settings.of(do, output, options)
    if executor is not None:
        return drive(items, settings, lambda words, item: executor.submit(work, words, item))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        return drive(items, settings, lambda words, item: pool.submit(work, words, item))


def drive(items: Items, settings: Settings, submit: Submit) -> Summary:
    """Spreads the items by what starts the work on one."""
    with _sources(items) as sources:
        left = _left(sources, settings)
    ledger = Ledger(settings.output, is_continued=settings.resume or settings.retry_failed)
    try:
        _spread(left, settings, submit, ledger)
    finally:
        ledger.close()
    facts = json.loads(output_of(["batch", "status", settings.output, "--json", "--write-page"]))
    return Summary(
        **{name: facts[name] for name in ("items", "done", "failed", "quarantined", "pending")},
        failures=tuple(facts["failures"]),
    )


class _sources:
    """The words that say where items are; rows of a caller's own are written to a file meanwhile."""

    def __init__(self, items: Items) -> None:
        self._file: tempfile._TemporaryFileWrapper[str] | None = None
        if isinstance(items, (str, os.PathLike)):
            path = for_request(items)
            self._words = ["--manifest", path] if Path(path).suffix in (".csv", ".jsonl") else [path]
            return
        listed = list(items)
        if not any(isinstance(item, Mapping) for item in listed):
            self._words = [for_request(item) for item in listed]  # type: ignore[arg-type]
            return
        self._file = tempfile.NamedTemporaryFile("w", suffix=".jsonl")  # noqa: SIM115
        for item in listed:
            self._file.write(json.dumps(dict(item)) + "\n")  # type: ignore[arg-type]
        self._file.flush()
        self._words = ["--manifest", self._file.name]

    def __enter__(self) -> list[str]:
        return self._words

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def _left(sources: list[str], settings: Settings) -> list[Row]:
    words = ["batch", *sources, *settings.words, "--list-items"]
    if settings.resume:
        words.append("--resume")
    if settings.retry_failed:
        words.append("--retry-failed")
    return [json.loads(line) for line in output_of(words).splitlines() if line]


# Items that are handed out at a time: enough for any machine, and no burden for whoever keeps them.
_WINDOW = 1000


def _spread(left: list[Row], settings: Settings, submit: Submit, ledger: Ledger) -> None:
    waiting: Iterator[Row] = iter(left)
    at_work: dict[Future[Row], Row] = {}
    over = 0

    def hand_out(item: Row | None) -> None:
        if item is not None:
            at_work[submit(settings.words, item)] = item

    for _ in range(_WINDOW):
        hand_out(next(waiting, None))
    try:
        while at_work:
            finished, _ = wait(at_work, return_when=FIRST_COMPLETED)
            for future in finished:
                item = at_work.pop(future)
                row, is_passing = _row(future, item)
                ledger.append(row)
                attempt = item.get("attempt", 1)
                if row["state"] != "done" and is_passing and attempt <= settings.retries:
                    time.sleep(min(1, 0.1 * 4 ** (attempt - 1)))
                    hand_out(item | {"attempt": attempt + 1})
                    continue
                over += 1
                if settings.progress:
                    settings.progress(over, len(left))
                hand_out(next(waiting, None))
    finally:
        for future in at_work:
            future.cancel()


def _row(future: Future[Row], item: Row) -> tuple[Row, bool]:
    """A row, and whether the same may succeed at another time."""
    try:
        answer = future.result()
    except BrokenProcessPool:
        # Such a pool takes no more work.
        raise
    except Exception as error:
        return _lost(item, error), True
    return answer["row"], bool(answer["isPassing"])


def _lost(item: Row, error: Exception) -> Row:
    message = f"the worker was lost: {type(error).__name__}"
    return {
        "item": item["item"],
        "key": "",
        "state": "failed",
        "code": "worker-lost",
        "message": message,
        "attempt": item.get("attempt", 1),
        "seconds": 0,
        "peakBytes": 0,
        "outputs": [],
        "findings": [],
        "time": round(time.time(), 3),
    }
