"""A volume as a page of a notebook shows it."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from .errors import Error
from .report import Finding, cell_text

if TYPE_CHECKING:
    from .picture import Picture
    from .volume import Volume

_MOST_BYTES = 70_000
"""Of a picture; in base64 they are a third more."""


def page(volume: Volume) -> str:
    """A table, the three middle planes, and findings; at most 100 kB."""
    parts = [_table(volume), _planes(volume), _findings(volume.findings)]
    return f"<div style='display:flex;gap:1em;align-items:start'>{''.join(parts)}</div>"


def _table(volume: Volume) -> str:
    rows = {
        "modality": volume.modality,
        "description": volume.description,
        "voxels (k, j, i)": volume.shape,
        "spacing, mm": volume.spacing,
        "unit": volume.unit,
        "range": None if volume.range is None else " … ".join(cell_text(end) for end in volume.range),
        "regularity": volume.regularity,
        "megabytes": volume.nbytes / 1e6,
    }
    cells = (
        f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(cell_text(value))}</td></tr>"
        for name, value in rows.items()
        if value is not None
    )
    return f"<table>{''.join(cells)}</table>"


def _planes(volume: Volume) -> str:
    try:
        picture = volume.panels()
    except Error as error:
        return f"<p>{escape(str(error))}</p>"
    kind, content = _small(picture)
    source = f"data:image/{kind};base64,{b64encode(content).decode()}"
    return f"<img style='max-width:60%' alt='three planes' src='{source}'>"


def _small(picture: Picture) -> tuple[str, bytes]:
    for quality in (90, 75, 50, 25, 10, 1):
        content = picture.to_jpeg(quality)
        if len(content) <= _MOST_BYTES:
            break
    return "jpeg", content


def _findings(findings: tuple[Finding, ...]) -> str:
    items = (f"<li><b>{escape(finding.code)}</b> {escape(finding.message)}</li>" for finding in findings[:20])
    return f"<ul>{''.join(items)}</ul>" if findings else ""
