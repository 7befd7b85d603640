"""The workloads, which the tables of README.md define."""

import fnmatch
import re
from dataclasses import dataclass, field

from .places import BENCHMARKS


@dataclass(frozen=True)
class Workload:
    name: str
    group: str
    """The heading above its table."""
    work: str
    parameters: dict[str, str]
    contestants: list[str]
    single: list[str]
    """Those that do this work with one thread whatever is asked for: measured once."""
    limit: str
    is_short: bool
    """Whether the short version includes it."""
    text: str = field(repr=False)


MARKS = "*†"
"""Behind a contestant's name: does this work with one thread only; takes part in the full version only."""
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")


def all_workloads(is_full: bool) -> list[Workload]:
    workloads, group = [], ""
    for line in (BENCHMARKS / "README.md").read_text().splitlines():
        if line.startswith("### "):
            group = line.removeprefix("### ").strip()
        if found := ROW.match(line):
            workloads.append(parsed(group, *found.groups(), is_full))
    return workloads


def parsed(group: str, name: str, words: str, contestants: str, limit: str, text: str, is_full: bool) -> Workload:
    """`work key=value … [full:key=value] [full-only]`"""
    work, *tokens = words.split()
    parameters = dict(token.split("=", 1) for token in tokens if "=" in token and not token.startswith("full:"))
    if is_full:
        parameters |= dict(token.removeprefix("full:").split("=", 1) for token in tokens if token.startswith("full:"))
    marked = [contestant.strip() for contestant in contestants.split(",")]
    marked = [contestant for contestant in marked if is_full or "†" not in contestant]
    single = [contestant.rstrip(MARKS) for contestant in marked if "*" in contestant]
    names = [contestant.rstrip(MARKS) for contestant in marked]
    return Workload(name, group, work, parameters, names, single, limit.strip(), "full-only" not in tokens, text.strip())


def chosen(patterns: list[str], is_full: bool) -> list[Workload]:
    """The workloads that bear one of the names, match a pattern (`mip-*`), or stand in the group of that name."""
    workloads = all_workloads(is_full)
    if not patterns:
        return [w for w in workloads if is_full or w.is_short]
    for pattern in patterns:
        if not any(matches(w, pattern) for w in workloads):
            known = ", ".join(w.name for w in workloads)
            raise SystemExit(f"Benchmarks/run: no workload '{pattern}'; there are: {known}")
    return [w for w in workloads if any(matches(w, pattern) for pattern in patterns)]


def matches(workload: Workload, pattern: str) -> bool:
    return fnmatch.fnmatch(workload.name, pattern) or workload.group.lower() == pattern.lower()
