"""The ledger of a batch, written by the process that spreads the items."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from ..errors import made


class Ledger:
    """Appends rows, each in one piece; whoever has it open is alone at it."""

    def __init__(self, folder: str, *, is_continued: bool) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        self._file = os.open(f"{folder}/ledger-0.jsonl", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        self._synchronized = time.monotonic()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise _refused("batch-running", f"{folder} is being written by another batch", folder) from None
        size = os.fstat(self._file).st_size
        if size and not is_continued:
            os.close(self._file)
            raise _refused("batch-exists", f"{folder} holds the results of a batch; resume=True goes on", folder)
        # A line that was not written to its end gets one.
        if size and os.pread(self._file, 1, size - 1) != b"\n":
            os.write(self._file, b"\n")

    def append(self, row: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n")
        if time.monotonic() - self._synchronized > 1:
            os.fdatasync(self._file)
            self._synchronized = time.monotonic()

    def close(self) -> None:
        os.fdatasync(self._file)
        os.close(self._file)


def _refused(code: str, message: str, path: str) -> Exception:
    return made({"code": code, "kind": "cannot-create", "message": message, "path": path})
