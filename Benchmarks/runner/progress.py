"""How far a run is, and what remains: from what each piece took when it was last measured."""

import contextlib
import json
import sys
import time
from collections.abc import Iterator

from .places import FIGURES


class Progress:
    def __init__(self, names: list[str], longest: float | None = None):
        """`longest`: seconds that the run may take."""
        self.names, self.start, self.longest = names, time.monotonic(), longest
        self.left_out: list[str] = []
        self.expected = {name: seconds for name in names if (seconds := last_seconds(name)) is not None}

    def has_time_for(self, name: str) -> bool:
        """Whether the piece would end in time, by what it took last; if not, it counts as left out."""
        spent = time.monotonic() - self.start
        has_time = self.longest is None or spent + self.expected.get(name, 0) <= self.longest
        if not has_time:
            self.left_out.append(name)
            print(f"== {name}: left out, {minutes(spent)} spent", file=sys.stderr, flush=True)
        return has_time

    @contextlib.contextmanager
    def piece(self, name: str) -> Iterator[dict]:
        """Says where the run is; what it yields holds afterwards what the piece took."""
        place, start, facts = self.names.index(name), time.monotonic(), {}
        spent = start - self.start
        print(
            f"== {name}: {place + 1} of {len(self.names)}, {minutes(spent)} spent, {self.remaining(place, spent)}",
            file=sys.stderr, flush=True)
        yield facts
        facts["spentSeconds"] = time.monotonic() - start

    def remaining(self, place: int, spent: float) -> str:
        """What was never measured is taken to cost as much as the others."""
        known = list(self.expected.values())
        if not known and not place:
            return "never measured before"
        usual = sum(known) / len(known) if known else spent / place
        return f"about {minutes(sum(self.expected.get(name, usual) for name in self.names[place:]))} left"


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"


def last_seconds(name: str) -> float | None:
    try:
        return json.loads((FIGURES / f"{name}.json").read_text()).get("spentSeconds")
    except (OSError, ValueError):
        return None
