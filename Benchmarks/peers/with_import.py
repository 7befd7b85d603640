"""`with_import.py PACKAGE`: imports it in a forked process, which like this one knows NumPy already."""

import importlib
import os
import sys

import numpy as np
from worker import Request, Work, serve


def import_it(_: Request) -> Work:
    def run() -> None:
        child = os.fork()
        if child == 0:
            importlib.import_module(sys.argv[1])
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            raise ImportError(sys.argv[1])

    return Work(run, lambda _: np.empty(0))


serve({"import": import_it})
