"""Keep C libraries from writing to the terminal while they are called."""

from __future__ import annotations

import ctypes
import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_depth = 0
_before: int | None = None


@contextmanager
def c_stderr_silenced() -> Iterator[None]:
    """Let what C code prints to its `stderr` vanish for the while. Threads may overlap.

    File descriptor 2 is not touched: Python, and with it the screen and every log, writes on undisturbed. The C
    library's `stderr` variable alone points elsewhere; outside glibc, where it is a constant, nothing is done.
    """
    variable = _stderr_variable()
    if variable is None:
        yield
        return
    global _depth, _before  # noqa: PLW0603  # the variable that is changed is the process's own
    with _lock:
        if _depth == 0:
            _before, variable.value = variable.value, _null_file()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0:
                variable.value = _before


@cache
def _stderr_variable() -> ctypes.c_void_p | None:
    process = ctypes.CDLL(None)
    if not hasattr(process, "gnu_get_libc_version"):
        return None
    return ctypes.c_void_p.in_dll(process, "stderr")


@cache
def _null_file() -> int | None:
    """Opened once and never closed: C code may still hold it."""
    fopen = ctypes.CDLL(None).fopen
    fopen.restype, fopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_char_p)
    opened: int | None = fopen(b"/dev/null", b"we")
    return opened
