"""`station import`: load the manifest, the sort plan and the hold list, also while the station runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.progress import progress_bar
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Callable


app = typer.Typer(no_args_is_help=True)

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV, or JSON lines (.jsonl); UTF-8.")
]
EmptyOption = Annotated[bool, typer.Option("--empty", help="Take a file without a parcel: it ends the old list.")]


@app.callback()
def options() -> None:
    """Options of every import."""


@app.command()
def plan(file: FileArgument, config: ConfigOption = None, db: DbOption = None) -> None:
    """Replace the sort plan. A file with a bad row is refused whole and the old plan stays: exit code 2."""
    from station.requests import import_plan

    _import(import_plan, file, config, db)


@app.command()
def holds(file: FileArgument, config: ConfigOption = None, db: DbOption = None, empty: EmptyOption = False) -> None:
    """Replace the hold list. A file with a bad row is refused whole and the old list stays: exit code 2."""
    from station.requests import import_holds

    _import(partial(import_holds, empty=empty), file, config, db)


@app.command()
def manifest(file: FileArgument, config: ConfigOption = None, db: DbOption = None, empty: EmptyOption = False) -> None:
    """Replace the manifest (pre-advice). A file with a bad row is refused whole and the old one stays: exit code 2."""
    from station.requests import import_manifest

    def load(database: Path, station_id: str | None, file: Path) -> str:
        with progress_bar("manifest") as progress:
            return import_manifest(database, station_id, file, progress, empty=empty)

    _import(load, file, config, db)


def _import(load: Callable[[Path, str | None, Path], str], file: Path, config: Path | None, db: Path | None) -> None:
    from station.core import printable
    from station.requests import BadRowsError, NotTakenError

    database, station_id = record_of(config, db)
    try:
        words = load(database, station_id, file)
    except BadRowsError as bad:
        for line in bad.lines:
            typer.echo(printable(line, 500), err=True)
        typer.echo("nothing was imported, the old data stays", err=True)
        raise typer.Exit(2) from None
    except NotTakenError as error:
        typer.echo(printable(str(error), 500), err=True)
        raise typer.Exit(3) from None
    typer.echo(printable(words, 500))
