"""The headlines of other machines, kept beside RESULTS.md: a ratio that holds on one make of processor only is shown as such."""

import json
import re

from . import machine, tables
from .places import BENCHMARKS

MACHINES = BENCHMARKS / "results" / "machines"


def keep(facts: dict, headlines: dict) -> None:
    """Those of this machine, for the reports of others."""
    MACHINES.mkdir(parents=True, exist_ok=True)
    content = {"date": facts["date"], "machine": facts["machine"], "headlines": headlines}
    (MACHINES / f"{slug(facts['machine'])}.json").write_text(json.dumps(content, indent=1) + "\n")


def slug(facts: dict) -> str:
    return re.sub(r"[^a-z0-9]+", "-", machine.title(facts).lower()).strip("-")


def others(facts: dict) -> list[dict]:
    own = slug(facts["machine"])
    return [json.loads(file.read_text()) for file in sorted(MACHINES.glob("*.json")) if file.stem != own]


def section(facts: dict, headlines: dict) -> str:
    """This machine beside those whose figures are there: how many times Sagitta's time the fastest peer takes."""
    found = others(facts)
    if not found:
        return ""
    columns = [(machine.title(facts["machine"]), headlines)]
    columns += [(f"{machine.title(other['machine'])}, {other['date']}", other["headlines"]) for other in found]
    counts = sorted({n for _, rows in columns for row in rows.values() for n in row}, key=int)
    heads = "".join(f" {title}, {tables.threads(int(n))} |" for title, _ in columns for n in counts)
    lines = [f"| workload |{heads}", "|---|" + "--:|" * len(columns) * len(counts)]
    for name in headlines:
        cells = "".join(f" {ratio(rows, name, n)} |" for _, rows in columns for n in counts)
        lines.append(f"| {name} |{cells}")
    return "## Machines side by side\n\nTimes Sagitta's time that the fastest peer takes.\n\n" + "\n".join(lines) + "\n"


def ratio(headlines: dict, name: str, threads: str) -> str:
    found = headlines.get(name, {}).get(threads)
    return f"{found['ratio']:.2f}× {found['peer']}" if found else "–"
