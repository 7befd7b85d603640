"""What can be done about an error, in the words of this package."""

from __future__ import annotations

from collections.abc import Iterable

PHRASES: dict[str, str | None] = {
    "list-input": "`sagitta.scan(…).report` lists every file with its reason",
    "list-volumes": "`sagitta.scan(…)` lists their numbers and UIDs",
    "list-presets": '`sagitta.about()["presets"]` lists all',
    "locate-volume": "`volume.geometry` says where it is",
    "choose-volume": "choose one with series=",
    "choose-phase": "choose one with phase=",
    "assume-spacing": "assume_spacing=(dz, dy, dx) stacks such images by name",
    "state-spacing": "give their spacing (assume_spacing=)",
    "assume-aligned": "assume_aligned=True takes their coordinates as equal",
    "allow-outside": "outside_data=True reads it where it is, if you trust the header",
    "set-tolerance": "set it with tolerances=",
    "raise-memory-limit": "raise memory=",
    "choose-scratch": None,
    "ask-for-less": "ask for less",
    "replace-output": "replace=True replaces it",
    "choose-window": "choose with window=",
    "interpolate-nearest": 'resample with interpolation="nearest"',
    "resample-evenly": "`volume.resample(spacing=…)` makes an even grid",
    "straighten": "`volume.resample(spacing=…)` makes a straight grid",
    "write-as-even": 'uneven_slices="as-even" writes it as if it were even',
    "write-floats": 'give type="float32"',
    "write-whole-numbers": 'give type="int16"',
    "scale-numbers": "scaled=True rounds to a slope and intercept (NIfTI only)",
    "replace-gaps": "padding= takes a whole number",
    "mark-gaps": 'padding="nan" marks them',
    "show-stored-images": "the program `sagitta frames` shows them as pictures",
    "print-preset": None,
    "fetch-again": None,
}
"""A line for every remedy that the engine knows; None where the sentence itself says what to do."""


def phrases(remedies: Iterable[str]) -> list[str]:
    """What remedies are called here."""
    return [phrase for remedy in remedies if (phrase := PHRASES.get(remedy))]
