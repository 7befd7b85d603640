"""Where things lie."""

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
PACKAGE = BENCHMARKS.parent
CACHE = BENCHMARKS / ".cache"
"""Inputs, which are made once, and the figures of every round. Safe to delete."""
SCRATCH = CACHE / "scratch"
"""What contestants write."""
FIGURES = CACHE / "figures"
"""One file a workload: what it last gave."""
