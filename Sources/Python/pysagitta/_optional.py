"""Packages that only some calls need."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(name: str, package: str | None = None) -> Any:
    """A module that need not be there.

    Raises:
        ImportError: It is not, with what to install.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f"this needs {name}: pip install {package or name}", name=name) from error
