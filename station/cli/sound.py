"""`station sound`: hear what a worker hears."""

from __future__ import annotations

import tempfile
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
    from hardware.sound import MELODIES, seconds_of, spoken
    from station.assembly import open_speaker, tone_sound
    from station.language import spoken_phrase

    loaded = load(config)
    sounds = {name: tone_sound(loaded, name) for name in MELODIES}
    language = loaded.sound.speech
    for outcome in ("good", "stop") if language != "none" else ():
        said = spoken(spoken_phrase(language, outcome, place), language, loaded.sound.volume)
        if said is None:
            typer.echo("nothing is said: no espeak-ng here; sudo apt-get install espeak-ng", err=True)
            break
        sounds[f"said-{outcome}"] = said
    with tempfile.TemporaryDirectory() as folder:
        speaker = open_speaker(loaded)
        if out is None:
            speaker.open()
        kept = out or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        for name, sound in sounds.items():
            file = kept / f"{name}.wav"
            file.write_bytes(sound)
            typer.echo(f"{name}: {seconds_of(sound):.2f} s" + (f", {file}" if out is not None else ""))
            if out is None:
                speaker.play(file, seconds_of(sound))
        speaker.close()
