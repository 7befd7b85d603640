"""File names: any bytes, in JSON that knows only Unicode."""

from __future__ import annotations

import os

_OUT = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}
_IN = {to: of for of, to in _OUT.items()}

Path = str | os.PathLike[str]


def for_request(path: Path) -> str:
    """A path as requests have it."""
    return os.fsdecode(path).translate(_OUT)


def from_answer(path: str) -> str:
    """A path of an answer, as Python has it."""
    return path.translate(_IN)
