"""The command `sagitta`, which the wheel brings along in its library."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from pysagitta._library import library_path


def main() -> None:
    """Becomes the program: its words are those of this process, and so is its end."""
    # As in any program: a reader that goes away ends it.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # What a shell has its background jobs ignore stays ignored.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A queue's nodes start this program, not the Python that it runs in.
    os.environ.setdefault("SAGITTA_PROGRAM", os.path.abspath(sys.argv[0]))
    library = ctypes.CDLL(library_path())
    words = [os.fsencode(word) for word in sys.argv[1:]]
    array = (ctypes.c_char_p * (len(words) + 1))(*words, None)
    library.sagitta_program.restype = ctypes.c_int
    status = library.sagitta_program(ctypes.c_int(len(words)), array)
    # Nothing of Python's own end may come between.
    os._exit(status)
