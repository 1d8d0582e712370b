"""`station light`: see what a worker sees."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from station.cli.run import ConfigOption

app = typer.Typer(no_args_is_help=True)
LOOK_S = 0.05


@app.callback()
def group() -> None:
    """The stack light."""


@app.command("test")
def trial(
    seconds: Annotated[float, typer.Option(min=0.1, help="For which each lamp is lit.")] = 1.0,
    config: ConfigOption = None,
) -> None:
    """Light red, yellow and green, one after the other, as configured. Exit code 3: the board is away."""
    from config import load
    from hardware.lights import LAMPS
    from station.assembly import open_light

    loaded = load(config)
    if not loaded.light.port:
        raise typer.BadParameter("light.port names no board: see docs/technician/light.md", param_hint="--config")
    light = open_light(loaded)
    light.open()
    try:
        for lamp in LAMPS:
            typer.echo(lamp)
            light.show(lamp)
            light.look(seconds)
        light.show(None)
    finally:
        light.close()


@app.command()
def simulate(
    link: Annotated[Path, typer.Option(help="Name of the serial device that it is.")],
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
) -> None:
    """Be a relay board until Ctrl-C; each change of the relays is told."""
    from hardware.simulated.light import SimulatedRelayBoard

    began, told = time.monotonic(), None
    with SimulatedRelayBoard(link) as board:
        while seconds is None or time.monotonic() < began + seconds:
            if (on := board.on) != told:
                told = on
                typer.echo("on: " + (" ".join(map(str, sorted(on))) or "none"))
                sys.stdout.flush()
            time.sleep(LOOK_S)
