"""Which record a command works on: that of a configuration, or a database named outright."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from station.core.requests import AskedLane

DbOption = Annotated[
    Path | None, typer.Option("--db", dir_okay=False, help="Database of a station, instead of a configuration.")
]


def asked_lane(config: Path | None, db: Path | None) -> AskedLane:
    """The lane of a configuration; of a database alone, any lane. ConfigError."""
    from station.core.requests import ANY_LANE

    if db is not None:
        return ANY_LANE
    from config import load
    from station.assembly import lane_of

    return lane_of(load(config))


def record_of(config: Path | None, db: Path | None) -> tuple[Path, str | None]:
    """The database and the station that it must belong to (None: whichever it is). ConfigError, BadParameter."""
    if db is not None:
        if config is not None:
            raise typer.BadParameter("name a database or a configuration, not both", param_hint="--db")
        return db, None
    from config import load
    from station.assembly import store_path
    from station.cli.run import say_defaults

    say_defaults(config)

    loaded = load(config)
    return store_path(loaded), loaded.station.id
