"""`station sound`: hear what a worker hears."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.cli.run import ConfigOption

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Tones and spoken bins."""


@app.command("test")
def trial(
    place: Annotated[str, typer.Option("--bin", metavar="BIN", help="The bin that is said.")] = "A01",
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Write the sounds into this folder and play none.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Play each tone and say a bin, as configured. Exit code 3: there is no player, or no device to play on."""
    from config import load
    from station.assembly import sound_seconds
    from station.setup import play_trial, trial_sounds

    loaded = load(config)
    sounds, said = trial_sounds(loaded, place)
    if not said:
        typer.echo("nothing is said: no espeak-ng here; sudo apt-get install espeak-ng", err=True)
    if out is None:
        play_trial(loaded, sounds, lambda name, seconds: typer.echo(f"{name}: {seconds:.2f} s"))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, sound in sounds.items():
        file = out / f"{name}.wav"
        file.write_bytes(sound)
        typer.echo(f"{name}: {sound_seconds(sound):.2f} s, {file}")
