"""The same work on every series of an archive, spread by whatever runs functions elsewhere.

    from concurrent.futures import ProcessPoolExecutor
    import pysagitta as sagitta

    with ProcessPoolExecutor() as pool:
        summary = sagitta.batch.run("archive/", do=["convert -o volume.nii.gz"], output="out/", executor=pool)

Any `concurrent.futures` executor will do: Dask's `client.get_executor()`, submitit's, that of mpi4py. What comes
back to the caller are rows of the ledger, never voxels; outputs are written where the item is worked on, so
`output` has to be the same folder everywhere. `pysagitta.batch.ray.run` does the same on a Ray cluster.
"""

from __future__ import annotations

from ._driver import Options as Options
from ._driver import Summary as Summary
from ._driver import run as run

__all__ = ["Options", "Summary", "run"]
