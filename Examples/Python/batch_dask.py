"""The same work on every series of a folder, on a cluster of Dask.

python batch_dask.py scans/ out/
"""

from __future__ import annotations

import sys

from distributed import Client, LocalCluster
from pysagitta import batch


def main(archive: str, output: str) -> None:
    # In place of the local cluster: Client("scheduler:8786"), or one of dask-jobqueue.
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        summary = batch.run(
            archive,
            do=["convert -o volume.nii.gz", "mip -o mip.png"],
            output=output,
            # A worker that is lost costs its item another attempt.
            executor=client.get_executor(retries=2),
        )
    print(f"{summary.done} of {summary.items} series are done")
    for failure in summary.failures:
        print(f"  {failure['item']}: {failure['code']}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
