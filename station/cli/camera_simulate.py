"""`station camera simulate`: a network camera without hardware."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

LOOK_S = 0.05


def simulate(
    port: Annotated[int, typer.Option(min=0, max=65535, help="TCP port of this machine; 0: a free one.")] = 8554,
    every: Annotated[float, typer.Option(min=0, help="Seconds between two parcels; 0: one lies there for good.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Another one shows other parcels.")] = 0,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
) -> None:
    """Be a network camera (MJPEG over HTTP) with parcels under it until Ctrl-C. The first line is its address, for
    camera.source.
    """
    from hardware.simulated.camera import SimulatedStream

    began = time.monotonic()
    with SimulatedStream(port, seed=seed) as stream:
        typer.echo(stream.url)
        sys.stdout.flush()
        placed = time.monotonic()
        while seconds is None or time.monotonic() - began < seconds:
            time.sleep(LOOK_S)
            if every and time.monotonic() - placed > every:
                placed = time.monotonic()
                stream.remove()
                time.sleep(min(1.5, every / 2))
                typer.echo(stream.place())
                sys.stdout.flush()
