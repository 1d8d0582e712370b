"""Which record a command works on: that of a configuration, or a database named outright."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DbOption = Annotated[
    Path | None, typer.Option("--db", dir_okay=False, help="Database of a station, instead of a configuration.")
]


def record_of(config: Path | None, db: Path | None) -> tuple[Path, str | None]:
    """The database and the station that it must belong to (None: whichever it is). ConfigError, BadParameter."""
    if db is not None:
        if config is not None:
            raise typer.BadParameter("name a database or a configuration, not both", param_hint="--db")
        return db, None
    from config import load
    from station.build import store_path
    from station.cli.run import say_defaults

    say_defaults(config)

    loaded = load(config)
    return store_path(loaded), loaded.station.id
