"""Items in the process that works on them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from typing import Any

from ._program import program

Row = dict[str, Any]


class Server:
    """The program, waiting for items; each is worked on apart from the program itself."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(
            [*program(), "batch", *words, "--serve-items"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def answer(self, item: Row) -> Row:
        """What came of an item: its row, and whether the same may succeed at another time.

        Raises:
            ConnectionError: If the program is gone.
        """
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(item).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self.close()
            raise ConnectionError("the program that works on items is gone")
        answer: Row = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the program, and what it is at."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()


class _Servers(threading.local):
    """A program for each thread: an item at a time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, tuple[str, ...]], Server] = {}

    def answer(self, words: tuple[str, ...], item: Row) -> Row:
        # A process that was forked has none of its parent's.
        key = (os.getpid(), words)
        server = self._kept.get(key)
        if server is None:
            self._kept = {}
            server = self._kept[key] = Server(words)
        try:
            return server.answer(item)
        except ConnectionError:
            del self._kept[key]
            raise


_servers = _Servers()


def work(words: tuple[str, ...], item: Row) -> Row:
    """Works on an item; what came of it.

    Args:
        words: What is done, and where results go, as the program has it.
        item: The item.

    Raises:
        ConnectionError: If the program is gone.
    """
    return _servers.answer(words, item)
