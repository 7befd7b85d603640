"""What goes wrong, as exceptions of one tree.

Every error is a `sagitta.Error` with a stable `.code`; most are also what Python programmers expect in the
place: `FileNotFoundError`, `ValueError`, `MemoryError`, `OSError`.
"""

from __future__ import annotations

import json
from typing import Any

from ._library import taken_bytes
from ._names import keyword, keywords_in
from ._paths import from_answer
from ._remedies import phrases
from .findings import Finding
from .report import VolumeInfo


class Error(Exception):
    """Something that the engine refuses or fails at.

    Attributes:
        code: A stable word in kebab-case; texts may change, codes do not.
        kind: Whose fault it is: `wrong-request`, `bad-input`, `no-input`, `not-installed`, `cannot-create`,
            `io-failed`, `over-limit` or `cancelled`.
        path: The file or folder it is about, or None.
        field: The keyword it is about, or None.
        byte_offset: The byte of the file, or None.
        frame: The frame of the file, from 0, or None.
        remedies: What can be done, as stable words, the most promising first.
        findings: What else is known of the input.
    """

    def __init__(self, message: str, facts: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self._facts = facts or {}

    @property
    def code(self) -> str:
        return str(self._facts.get("code", "error"))

    @property
    def kind(self) -> str:
        return str(self._facts.get("kind", ""))

    @property
    def path(self) -> str | None:
        path = self._facts.get("path")
        return None if path is None else from_answer(path)

    @property
    def field(self) -> str | None:
        field = self._facts.get("field")
        return None if field is None else keyword(field)

    @property
    def byte_offset(self) -> int | None:
        return self._facts.get("byteOffset")

    @property
    def frame(self) -> int | None:
        return self._facts.get("frame")

    @property
    def remedies(self) -> tuple[str, ...]:
        return tuple(self._facts.get("remedies", ()))

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(Finding(finding) for finding in self._facts.get("findings", ()))

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self._facts)


class InvalidRequest(Error, ValueError):
    """The call makes no sense, whatever the input."""


class AmbiguousInput(InvalidRequest):
    """The input has several volumes, and none was chosen.

    Attributes:
        volumes: The volumes; `series=` takes the `id` or `series_uid` of one.
    """

    @property
    def volumes(self) -> tuple[VolumeInfo, ...]:
        return tuple(VolumeInfo(volume) for volume in self._facts.get("volumes", ()))


class InvalidInput(Error, ValueError):
    """The input is damaged, unsupported or refused, or holds nothing of what was asked for."""


class NotFound(Error, FileNotFoundError):
    """The input is not there, or cannot be read."""


class NotInstalled(Error, RuntimeError):
    """Something is needed that is not installed."""


class CannotCreate(Error, OSError):
    """An output cannot be made."""


class IOFailed(Error, OSError):
    """Reading or writing failed midway."""


class LimitExceeded(Error, MemoryError):
    """The work would exceed a limit; nothing was made."""


class Cancelled(Error):
    """The work was asked to stop."""


_BY_KIND: dict[str, type[Error]] = {
    "wrong-request": InvalidRequest,
    "bad-input": InvalidInput,
    "no-input": NotFound,
    "not-installed": NotInstalled,
    "cannot-create": CannotCreate,
    "io-failed": IOFailed,
    "over-limit": LimitExceeded,
    "cancelled": Cancelled,
}

_BY_CODE: dict[str, type[Error]] = {"ambiguous-input": AmbiguousInput, "ambiguous-phase": InvalidRequest}


def taken(number: int) -> Error:
    """The exception of an error object, which is released."""
    return made(json.loads(taken_bytes(number)))


def made(facts: dict[str, Any]) -> Error:
    """The exception of an error's JSON."""
    kind = _BY_CODE.get(facts["code"]) or _BY_KIND.get(facts["kind"], Error)
    sentence, field = from_answer(facts.get("sentence") or facts["message"]), facts.get("field")
    if field and ("." in field or sentence.startswith(f"{field} ")):
        sentence = sentence.replace(field, keyword(field), -1 if "." in field else 1)
    sentence = keywords_in(sentence)
    words = phrases(facts.get("remedies", ()))
    return kind("; ".join([sentence, " or ".join(words)]) if words else sentence, facts)


def refused(code: str, sentence: str, *, field: str | None = None, remedies: tuple[str, ...] = ()) -> Error:
    """An error of Python's own making, in the form of the engine's."""
    kind = "bad-input" if field is None else "wrong-request"
    return made({"code": code, "kind": kind, "sentence": sentence, "field": field, "remedies": list(remedies)})
