"""Running calls: directly, or on a thread that can be watched and stopped."""

from __future__ import annotations

import ctypes
import json
import threading
from collections.abc import Callable
from ctypes import byref, c_uint64
from typing import Any

from . import errors
from ._library import PROGRESS, Call, library, taken_bytes
from ._optional import needed

Progress = Callable[[int, int, str], bool | None]
"""Hears `(done, total, stage)` in the thread that made the call; False cancels, and so does an exception."""

_Steps = dict[str, tuple[int, int]]


def direct(function: Any, *arguments: Any) -> int:
    """Makes a short call whose last two arguments are a result and an error; returns the result."""
    result, error = c_uint64(), c_uint64()
    if function(*arguments, byref(result), byref(error)):
        raise errors.taken(error.value)
    return result.value


def answer(function: Any, *arguments: Any) -> Any:
    """As `direct`, of calls that answer JSON."""
    return taken_json(direct(function, *arguments))


def taken_json(number: int) -> Any:
    """The JSON of an object, which is released."""
    return json.loads(taken_bytes(number))


def watched(
    function: Any,
    *arguments: Any,
    progress: bool | Progress | None = None,
    threads: int | None = None,
    memory: int | None = None,
    cancellation: Cancellation | None = None,
) -> int:
    """Makes a long call whose first argument says how; returns the result.

    Ctrl-C, an exception of `progress` and its False cancel the call; they come out once it has ended.
    """
    call = Call(size=ctypes.sizeof(Call), workers=threads or 0, memory_bytes=memory or 0)
    if cancellation is not None:
        call.cancellation = cancellation.number
        return _heard(call, cancellation, progress, function, arguments)
    with Cancellation() as stop:
        call.cancellation = stop.number
        return _heard(call, stop, progress, function, arguments)


def _heard(
    call: Call, stop: Cancellation, progress: bool | Progress | None, function: Any, arguments: tuple[Any, ...]
) -> int:
    listener = _listener(progress)
    if listener is not None:
        with listener as hear:
            return _Running(call, stop, hear).result(function, arguments)
    if threading.current_thread() is threading.main_thread():
        return _Running(call, stop).result(function, arguments)
    # Signals come to the main thread only: here nothing is to be waited for.
    return direct(function, byref(call), *arguments)


class Cancellation:
    """Something that stops a call, from any thread."""

    def __init__(self) -> None:
        number = c_uint64()
        library.cancellation_make(byref(number))
        self.number = number.value

    def __enter__(self) -> Cancellation:
        return self

    def __exit__(self, *_: object) -> None:
        library.release(self.number)

    def cancel(self) -> None:
        library.cancel(self.number)


class _Running:
    """A call on a thread of its own, while this one waits so that signals reach it."""

    def __init__(self, call: Call, stop: Cancellation, hear: Progress | None = None) -> None:
        self._call = call
        self._stop = stop
        self._hear = hear
        self._steps: _Steps = {}
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._has_ended = False
        self._answer: int | BaseException = 0
        if hear:
            call.progress = PROGRESS(self._note)

    def result(self, function: Any, arguments: tuple[Any, ...]) -> int:
        worker = threading.Thread(target=self._work, args=(function, arguments), name="sagitta", daemon=True)
        try:
            worker.start()
            self._wait()
        except BaseException:
            self._stop.cancel()
            self._let_end(worker)
            raise
        worker.join()
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer

    def _work(self, function: Any, arguments: tuple[Any, ...]) -> None:
        try:
            self._answer = direct(function, byref(self._call), *arguments)
        except BaseException as error:
            self._answer = error
        self._has_ended = True
        self._news.set()

    def _wait(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            has_ended = self._has_ended
            self._tell()
            if has_ended:
                return

    def _note(self, _context: int, stage: bytes, done: int, total: int) -> int:
        with self._lock:
            self._steps[stage.decode()] = (done, total)
        self._news.set()
        return 0

    def _tell(self) -> None:
        with self._lock:
            steps, self._steps = self._steps, {}
        for stage, (done, total) in steps.items():
            if self._hear and self._hear(done, total, stage) is False:
                self._stop.cancel()

    def _let_end(self, worker: threading.Thread) -> None:
        # The library still uses what it was given: whatever else comes in has to wait for it.
        while worker.is_alive():
            try:
                worker.join()
            except KeyboardInterrupt:
                continue
        if isinstance(self._answer, int) and self._answer:
            library.release(self._answer)


class _Given:
    """A callable of the caller."""

    def __init__(self, hear: Progress) -> None:
        self._hear = hear

    def __enter__(self) -> Progress:
        return self._hear

    def __exit__(self, *_: object) -> None:
        pass


class _Bar:
    """A progress bar of tqdm."""

    def __enter__(self) -> Progress:
        self._bar = needed("tqdm.auto", "tqdm").tqdm(total=0, leave=False)
        return self._show

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def _show(self, done: int, total: int, stage: str) -> None:
        if self._bar.desc != stage + ": ":
            self._bar.reset(total)
            self._bar.set_description(stage, refresh=False)
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def _listener(progress: bool | Progress | None) -> _Given | _Bar | None:
    if not progress:
        return None
    return _Bar() if progress is True else _Given(progress)
