"""Instruction counts of the micro-benchmarks, against recorded ones. Benchmarks/guard calls this."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from . import machine
from .places import BENCHMARKS, CACHE

RECORD = BENCHMARKS / "instructions.json"
ALLOWED = 1.25
"""Libraries, allocators and dates add a few percent; what matters shows in tens."""
TOTAL = re.compile(r"Collected : (\d+)")


def counted(program: Path, case: str, repeats: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program, "--cache", CACHE, case,
            "--repeats", str(repeats)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    found = TOTAL.search(ended.stderr)
    if ended.returncode != 0 or not found:
        last = (ended.stderr.strip() or ended.stdout.strip() or "no message").splitlines()[-1]
        raise SystemExit(f"Benchmarks/guard: {case}: {last}")
    return int(found[1])


def instructions(program: Path, case: str) -> int:
    """Of one run: preparing cancels out between one run and two."""
    return counted(program, case, 2) - counted(program, case, 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="Benchmarks/guard")
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    known = subprocess.run([given.program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    if unknown := set(given.cases) - set(known):
        raise SystemExit(f"Benchmarks/guard: no case {', '.join(sorted(unknown))}; there are: {' '.join(known)}")
    # valgrind cannot read the debug information of new compilers, and does not need it.
    stripped = CACHE / "micro"
    subprocess.run(["strip", "--strip-debug", "-o", stripped, given.program], check=True)
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {"swift": "", "cases": {}}
    swift = machine.facts()["swift"]
    if recorded["swift"] not in ("", swift) and not given.record:
        print(f"recorded with {recorded['swift']}, this is {swift}", file=sys.stderr)

    worse = []
    for case in given.cases or known:
        count, before = instructions(stripped, case), recorded["cases"].get(case)
        ratio = f"{count / before:6.3f} of what was recorded" if before else "not recorded"
        print(f"{case:24} {count:14,} instructions  {ratio}", flush=True)
        if given.record:
            recorded["cases"][case] = count
        elif before and count > before * ALLOWED:
            worse.append(case)
    if given.record:
        RECORD.write_text(json.dumps({"swift": swift, "cases": recorded["cases"]}, indent=1) + "\n")
    if worse:
        raise SystemExit(f"Benchmarks/guard: over a quarter more instructions than recorded: {', '.join(worse)}")


main()
