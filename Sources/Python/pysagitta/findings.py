"""What a reader of an input should know."""

from __future__ import annotations

from typing import Any

from ._paths import from_answer


class Finding:
    """Something that a reader of a volume should know.

    Attributes:
        code: A stable word: `missing-slices`, `gantry-tilt`, …
        severity: `note` or `warning`.
        message: One sentence, with the numbers.
        advice: What can be done.
        values: The numbers by name.
        files: The files it is about.
    """

    __slots__ = ("advice", "code", "files", "message", "severity", "values")

    def __init__(self, facts: dict[str, Any]) -> None:
        self.code = str(facts["code"])
        self.severity = str(facts["severity"])
        self.message = str(facts["message"])
        self.advice = str(facts.get("advice", ""))
        self.values: dict[str, list[float]] = dict(facts.get("values", {}))
        self.files = tuple(from_answer(file) for file in facts.get("files", ()))

    def __repr__(self) -> str:
        return f"<{self.severity} {self.code}: {self.message}>"
