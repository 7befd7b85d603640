"""Batches on a Ray cluster: a task for each series, with its memory and cores stated."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Unpack

from .._optional import needed
from .._paths import Path
from ._driver import Items, Options, Settings, Summary, drive
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
    **options: Unpack[Options],
) -> Summary:
    """Does the same work on every item, as `pysagitta.batch.run`.

    Args:
        items: Folders to look for series in; a manifest (.csv, .jsonl); or mappings with `input` and `name`.
        do: Verbs of the program and their options, without an input; `-o` names a file in the item's folder.
        output: The folder for results, the same on all machines.
        address: The cluster; by default one that is in use already, or one of this machine.
        max_retries: How often Ray starts an item again whose worker was lost.
        **options: How it is run; an item takes as many cores as threads.

    Returns:
        What the batch came to.

    Raises:
        Error: If the batch cannot begin; `NotInstalled` without Ray.
    """
    settings = Settings.of(do, output, options)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray = needed("ray")
    if not ray.is_initialized():
        local: dict[str, Any] = {} if address else {"object_store_memory": _STORE, "include_dashboard": False}
        ray.init(address=address, log_to_driver=False, **local)
    largest = max((node["Resources"].get("memory", 0) for node in ray.nodes() if node["Alive"]), default=0)
    task = ray.remote(work)

    def submit(words: tuple[str, ...], item: Row) -> Future[Row]:
        # More than any machine has would wait for ever; the work itself refuses what it has no memory for.
        memory = int(min(item["memory"], largest))
        needs = task.options(num_cpus=settings.threads, memory=memory, max_retries=max_retries)
        future: Future[Row] = needs.remote(words, item).future()
        return future

    return drive(items, settings, submit)
