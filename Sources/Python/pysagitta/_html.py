"""Volumes and reports as the pages of a notebook show them."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

from .errors import Error
from .findings import Finding
from .report import Report, Skipped, row

if TYPE_CHECKING:
    from .picture import Picture
    from .volume import Volume

_MOST_BYTES = 70_000
"""Of a picture; in base64 they are a third more."""


def volume_page(volume: Volume) -> str:
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
        "range": None if volume.range is None else " … ".join(_cell(end) for end in volume.range),
        "regularity": volume.regularity,
        "megabytes": volume.nbytes / 1e6,
    }
    cells = (
        f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(_cell(value))}</td></tr>"
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


_MOST_SKIPPED = 20


def report_page(report: Report) -> str:
    """A table of the volumes, and one of the first files that are part of none."""
    tables = [
        _rows([row(volume) for volume in report.volumes]),
        _rows([_skipped_row(file) for file in report.skipped[:_MOST_SKIPPED]]),
    ]
    more = len(report.skipped) - _MOST_SKIPPED
    return "".join(tables) + (f"<p>and {more} more files</p>" if more > 0 else "")


def _skipped_row(file: Skipped) -> dict[str, Any]:
    return {"skipped": file.path, "code": file.code, "reason": file.message}


def _rows(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in rows[0])
    return f"<table><tr>{head}</tr>{''.join(_line(cells) for cells in rows)}</table>"


def _line(cells: dict[str, Any]) -> str:
    return "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in cells.values()) + "</tr>"


def _cell(value: Any) -> str:
    """A value in a table for people."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, (tuple, list)):
        return (" × " if value and not isinstance(value[0], str) else ", ").join(_cell(part) for part in value)
    return str(value)
