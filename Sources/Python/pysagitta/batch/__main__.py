"""What the program becomes for `--engine ray`: the words of `sagitta batch` behind the engine's name."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys

from ..errors import Error
from . import ray

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def _bytes(text: str) -> int:
    found = re.fullmatch(r"([\d.]+)([KMGT]?)(?:i?B)?", text, re.IGNORECASE)
    if not found:
        raise argparse.ArgumentTypeError(f"{text} is no amount of memory")
    return int(float(found[1]) * _UNITS[found[2].upper()])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("sagitta batch", allow_abbrev=False)
    parser.add_argument("engine", choices=["ray"])
    parser.add_argument("roots", nargs="*")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--do", action="append", required=True)
    parser.add_argument("--engine", dest="name")
    parser.add_argument("--manifest")
    parser.add_argument("--send-to")
    parser.add_argument("--item-timeout", type=float)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--max-memory", type=_bytes)
    parser.add_argument("--retries", type=int, default=2)
    for name in ("--resume", "--retry-failed", "--json"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("-q", "--quiet", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    return parser


def main() -> int:
    """Runs the batch; the status that the program ends with."""
    words = _parser().parse_args()
    try:
        summary = ray.run(
            words.manifest or words.roots,
            do=words.do,
            output=words.output,
            address=os.environ.get("RAY_ADDRESS"),
            resume=words.resume,
            retry_failed=words.retry_failed,
            item_timeout=words.item_timeout,
            threads=words.threads,
            memory=words.max_memory,
            retries=words.retries,
            send_to=words.send_to,
        )
    except Error as error:
        print(f"sagitta: {error}", file=sys.stderr)
        return {"wrong-request": 64, "no-input": 66, "not-installed": 69, "cannot-create": 73}.get(error.kind, 65)
    undone = summary.failed + summary.quarantined
    if words.json:
        print(json.dumps(summary.__dict__, indent=2))
    elif not words.quiet:
        print(f"sagitta: {summary.items} items: {summary.done} done, {undone} not", file=sys.stderr)
    return 65 if undone else 0


if __name__ == "__main__":
    sys.exit(main())
