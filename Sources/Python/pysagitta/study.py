"""Looking at inputs, and loading volumes of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Unpack, overload

from . import _calls, _requests
from ._calls import Cancellation, Progress
from ._library import CLOSED, Handle, library
from ._options import Inputs, ReadingOptions, WatchOptions
from .report import Report, VolumeInfo
from .volume import Volume


class StudyVolume(VolumeInfo):
    """A volume of a study, which can be loaded."""

    def __init__(self, study: Study, facts: dict[str, Any]) -> None:
        super().__init__(facts)
        self._study = study

    def load(self, phase: int | None = None, **watch: Unpack[WatchOptions]) -> Volume:
        """Loads it; see `load`."""
        return self._study.load(self.id, phase, **watch)


class Study:
    """What the headers of an input say: a sequence of its volumes.

    `len(study)`, `study[0]` and `for volume in study` give what is known of each before its voxels are read;
    `study.report` has all of it, with the files that are part of no volume.
    """

    def __init__(self, number: int) -> None:
        self._handle = Handle(number)

    @cached_property
    def report(self) -> Report:
        """What is in the input; neither patients' names nor numbers."""
        return Report(_calls.answer(library.study_json, self._handle.number, b"{}", 2))

    def load(self, series: int | str | None = None, phase: int | None = None, **watch: Unpack[WatchOptions]) -> Volume:
        """Loads one of its volumes; see `load`.

        Raises:
            sagitta.AmbiguousInput: There are several volumes, and `series` chooses none.
        """
        text = _requests.text(_requests.chosen(series, phase))
        return Volume(_calls.watched(library.study_load, self._handle.number, text, len(text), **watch))

    @cached_property
    def _volumes(self) -> list[StudyVolume]:
        return [StudyVolume(self, volume.to_dict()) for volume in self.report.volumes]

    def __len__(self) -> int:
        return len(self._volumes)

    @overload
    def __getitem__(self, index: int) -> StudyVolume: ...

    @overload
    def __getitem__(self, index: slice) -> list[StudyVolume]: ...

    def __getitem__(self, index: int | slice) -> StudyVolume | list[StudyVolume]:
        return self._volumes[index]

    def __iter__(self) -> Iterator[StudyVolume]:
        return iter(self._volumes)

    def close(self) -> None:
        """Lets go of the headers."""
        self._handle = CLOSED

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a study is not pickled; scan the input again, or pickle study.report")

    def __repr__(self) -> str:
        return "\n".join([f"<Study of {len(self)} volumes>"] + [f"  {volume!r}" for volume in self])

    def _repr_html_(self) -> str:
        return self.report._repr_html_()


def scan(
    inputs: Inputs,
    *,
    threads: int | None = None,
    progress: bool | Progress | None = None,
    **reading: Unpack[ReadingOptions],
) -> Study:
    """Looks at the headers of files and folders.

    Args:
        inputs: A file or folder, or several: DICOM, DICOMDIR, ZIP, NIfTI, NRRD, MetaImage, NumPy and OME-Zarr files; or
            a place of a network with a study, as `@pacs/STUDY/SERIES`, which takes the program `sagitta-network`.
        threads: The most threads; without it as many as there are processors.
        progress: True for a bar (tqdm), or a callable `(done, total, stage)`; see `WatchOptions`.
        **reading: `values`, `assume_spacing`, `tolerances` and `outside_data`; see `ReadingOptions`.

    Returns:
        The study.

    Raises:
        sagitta.NotFound: An input is not there.
    """
    text = _requests.text(_requests.reading(inputs, reading))
    return Study(_calls.watched(library.scan, text, len(text), progress=progress, threads=threads))


def load(
    inputs: Inputs,
    *,
    series: int | str | None = None,
    phase: int | None = None,
    threads: int | None = None,
    memory: int | None = None,
    progress: bool | Progress | None = None,
    **reading: Unpack[ReadingOptions],
) -> Volume:
    """Loads one volume.

    Ctrl-C stops the work and comes out as KeyboardInterrupt; nothing is left behind.

    Args:
        inputs: A file or folder, or several; as `scan`.
        series: Which volume, if there are several: its number or Series Instance UID (`scan` lists them).
        phase: Which phase of a volume that has several, from 0; the first if left out.
        threads: The most threads; without it as many as there are processors.
        memory: The most bytes that the process may hold; without it 90 % of what there is.
        progress: True for a bar (tqdm), or a callable `(done, total, stage)` that is called in this thread; where
            it returns False or raises, the work is cancelled.
        **reading: `values`, `assume_spacing`, `tolerances` and `outside_data`; see `ReadingOptions`.

    Returns:
        The volume.

    Raises:
        sagitta.NotFound: An input is not there.
        sagitta.AmbiguousInput: There are several volumes; the error lists them.
        sagitta.InvalidInput: No volume can be made of the input.
        sagitta.LimitExceeded: It would take more memory than is allowed.
        sagitta.Cancelled: `progress` returned False.
    """
    request = _requests.reading(inputs, {"series": series, "phase": phase, **reading})
    return _loaded(request, threads=threads, memory=memory, progress=progress)


async def load_async(
    inputs: Inputs,
    *,
    series: int | str | None = None,
    phase: int | None = None,
    threads: int | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
    **reading: Unpack[ReadingOptions],
) -> Volume:
    """As `load`, on a thread, while the event loop goes on; cancelling the task stops the work.

    `progress` is called on that thread.
    """
    import asyncio

    request = _requests.reading(inputs, {"series": series, "phase": phase, **reading})
    with Cancellation() as stop:
        work = asyncio.ensure_future(
            asyncio.to_thread(_loaded, request, threads=threads, memory=memory, progress=progress, cancellation=stop)
        )
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.cancel()
            await asyncio.wait([work])
            work.exception()
            raise


def _loaded(request: dict[str, Any], **how: Any) -> Volume:
    text = _requests.text(request)
    return Volume(_calls.watched(library.load, text, len(text), **how))
