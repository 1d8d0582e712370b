"""The first moment of a process that is a station."""

from __future__ import annotations

import gc
import select
import sys
from contextlib import suppress

import typer

from station import __version__

SWITCH_S = 0.0005
"""How long Python lets one thread compute before another gets its turn."""
GARBAGE = 50_000
"""New objects before Python looks for garbage. A tenth of the start was spent on looks that found none."""


def begin() -> None:
    """Tell a person at a terminal that it starts, before anything large is loaded; a log is told nothing.

    Nothing that takes long may be imported before it.
    """
    # A page of the centre's list is tenths of a second of computing, and each turn of the lane would wait 5 ms.
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(GARBAGE)
    stream = sys.stderr
    # A terminal that is gone or takes nothing holds no start up; whoever needs one says so later.
    with suppress(OSError):
        if stream is not None and stream.isatty() and select.select([], [stream], [], 0)[1]:
            typer.echo(f"station {__version__} starts", err=True)
