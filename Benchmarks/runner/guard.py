"""Instruction counts of the micro-benchmarks, against recorded ones. Benchmarks/guard calls this."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import machine
from .places import BENCHMARKS

RECORD = BENCHMARKS / "instructions.json"
ALLOWED = 1.25
"""Libraries, allocators and dates add a few percent; what matters shows in tens."""
TOTAL = re.compile(r"Collected : (\d+)")


def counted(program: Path, case: str, repeats: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program, case, "--repeats", str(repeats)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    found = TOTAL.search(ended.stderr)
    if ended.returncode != 0 or not found:
        last = (ended.stderr.strip() or ended.stdout.strip() or "no message").splitlines()[-1]
        raise SystemExit(f"Benchmarks/guard: {case}: {last}")
    return int(found[1])


def instructions(program: Path, case: str) -> int:
    """Of one run: preparing cancels out between one run and two."""
    return counted(program, case, 2) - counted(program, case, 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/guard")
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def chosen(given: argparse.Namespace) -> list[str]:
    known = subprocess.run([given.program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    if unknown := set(given.cases) - set(known):
        raise SystemExit(f"Benchmarks/guard: no case {', '.join(sorted(unknown))}; there are: {' '.join(known)}")
    return given.cases or known


def counts(program: Path, cases: list[str]) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        # valgrind cannot read the debug information of new compilers, and does not need it.
        stripped = Path(folder) / "micro"
        subprocess.run(["strip", "--strip-debug", "-o", stripped, program], check=True)
        return dict(zip(cases, pool.map(lambda case: instructions(stripped, case), cases)))


def told(case: str, count: int, before: int | None) -> str:
    ratio = f"{count / before:6.3f} of what was recorded" if before else "not recorded"
    return f"{case:24} {count:14,} instructions  {ratio}"


def recorded() -> dict:
    return json.loads(RECORD.read_text()) if RECORD.exists() else {"swift": "", "cases": {}}


def main() -> None:
    given = arguments()
    found, record, swift = counts(given.program, chosen(given)), recorded(), machine.facts()["swift"]
    for case, count in found.items():
        print(told(case, count, record["cases"].get(case)))
    if given.record:
        kept = {} if not given.cases else record["cases"]
        RECORD.write_text(json.dumps({"swift": swift, "cases": kept | found}, indent=1) + "\n")
        return
    if record["swift"] not in ("", swift):
        print(f"recorded with {record['swift']}, this is {swift}", file=sys.stderr)
    unknown = [case for case in found if case not in record["cases"]]
    worse = [case for case, count in found.items() if count > ALLOWED * record["cases"].get(case, count)]
    if unknown:
        raise SystemExit(f"Benchmarks/guard: not recorded yet: {', '.join(unknown)}")
    if worse:
        raise SystemExit(f"Benchmarks/guard: over a quarter more instructions than recorded: {', '.join(worse)}")


main()
