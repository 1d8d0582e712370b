"""`station setup`: from nothing to a station that can start, by screens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.process_start import begin
from station.cli.run import LanguageOption, need_terminal, run, run_screen

if TYPE_CHECKING:
    from config import Config


def setup(
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Configuration file; one that is not there is begun. Else the usual one."),
    ] = None,
    language: LanguageOption = None,
) -> None:
    """Set up a station on screens: devices, centre, sort plan. It asks for nothing before, not even a configuration."""
    begin()
    need_terminal()
    from station.setup import Draft, SetUpBench, draft_path
    from station.ui import SetUpApp

    try:
        draft = Draft(draft_path(config))
    except OSError as error:
        raise typer.BadParameter(
            f"{error.filename}: {error.strerror}; name another file", param_hint="--config"
        ) from None
    _alone(draft.config)
    bench = SetUpBench(draft)
    app = SetUpApp(bench, language or draft.config.screen.language)
    try:
        run_screen(app)
    finally:
        bench.close()
        trouble = draft.keep()
    if trouble:
        typer.echo(trouble, err=True)
    if app.unforeseen is not None:
        raise app.unforeseen
    if app.wants_start:
        run(draft.file, headless=False, events=False, language=language, display=None)
    else:
        typer.echo(f"start it with: station run --config {draft.file}", err=True)


def _alone(config: Config) -> None:
    """BadParameter while a station has the devices."""
    from station.doctor import running_station

    if (running := running_station(config)) is not None:
        raise typer.BadParameter(
            f"the station of this configuration runs as pid {running.pid} and has the devices: set it up on its F3, or "
            "end it first"
        )
