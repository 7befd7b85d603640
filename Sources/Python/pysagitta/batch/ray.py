"""Batches on a Ray cluster: a task for each series, with its memory and cores stated."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from .._optional import needed
from .._paths import Path, for_request
from ._driver import Items, Settings, Summary, drive
from ._items import Row, work

# Rows are all that comes back: Ray's store of objects may be as small as it can be.
_STORE = 80 << 20


def run(
    items: Items,
    *,
    do: Sequence[str],
    output: Path,
    address: str | None = None,
    max_retries: int = 2,
    resume: bool = False,
    retry_failed: bool = False,
    item_timeout: float | None = None,
    threads: int = 1,
    memory: int | None = None,
    retries: int = 2,
    progress: Callable[[int, int], object] | None = None,
    send_to: str | None = None,
) -> Summary:
    """Does the same work on every item, as `pysagitta.batch.run`.

    Args:
        items: Folders to look for series in; a manifest (.csv, .jsonl); or mappings with `input` and `name`.
        do: Verbs of the program and their options, without an input; `-o` names a file in the item's folder.
        output: The folder for results, the same on all machines.
        address: The cluster; by default one that is in use already, or one of this machine.
        max_retries: How often Ray starts an item again whose worker was lost.
        resume: Whether to go on with a batch: what is done, or cannot be, stays.
        retry_failed: The same, and what could not be done is tried again.
        item_timeout: The most seconds for an item.
        threads: Threads, and cores, of each item.
        memory: The most bytes of memory of each item.
        retries: How often what failed for a passing reason is tried again.
        progress: Hears how many items are over, and how many there are to do.
        send_to: A place that results which are DICOM are sent to, rather than kept; if that is all there are,
            `output` may be another folder on every machine.

    Returns:
        What the batch came to.

    Raises:
        Error: If the batch cannot begin; `NotInstalled` without Ray.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = needed("ray")
    if not ray.is_initialized():
        local: dict[str, Any] = {} if address else {"object_store_memory": _STORE, "include_dashboard": False}
        ray.init(address=address, log_to_driver=False, **local)
    largest = max((node["Resources"].get("memory", 0) for node in ray.nodes() if node["Alive"]), default=0)
    task = ray.remote(work)

    def submit(words: tuple[str, ...], item: Row) -> Future[Row]:
        # More than any machine has would wait for ever; the work itself refuses what it has no memory for.
        options = task.options(num_cpus=threads, memory=int(min(item["memory"], largest)), max_retries=max_retries)
        future: Future[Row] = options.remote(words, item).future()
        return future

    folder = for_request(os.path.abspath(os.fspath(output)))
    settings = Settings(
        folder, tuple(do), resume, retry_failed, item_timeout, threads, memory, retries, progress, send_to
    )
    return drive(items, settings, submit)
