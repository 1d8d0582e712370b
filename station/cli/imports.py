"""`station import`: load the manifest, the sort plan and the hold list, also while the station runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.asking import ask, refuse_rows
from station.cli.progress import progress_bar
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.core.requests import Request


app = typer.Typer(no_args_is_help=True)

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV, or JSON lines (.jsonl); UTF-8.")
]
EmptyOption = Annotated[bool, typer.Option("--empty", help="Take a file without a parcel: it ends the old list.")]

JsonOption = Annotated[bool, typer.Option("--json", help="One object, also when the file is refused.")]


@app.callback()
def options() -> None:
    """Options of every import."""


@app.command()
def plan(file: FileArgument, config: ConfigOption = None, db: DbOption = None, as_json: JsonOption = False) -> None:
    """Replace the sort plan. A file with a bad row is refused whole and the old plan stays: exit code 2."""
    from station import requests
    from station.core.requests import ImportPlan

    _import_list(ImportPlan, file, requests.PLAN, config, db, as_json=as_json)


@app.command()
def holds(
    file: FileArgument,
    config: ConfigOption = None,
    db: DbOption = None,
    empty: EmptyOption = False,
    as_json: JsonOption = False,
) -> None:
    """Replace the hold list. A file with a bad row is refused whole and the old list stays: exit code 2."""
    from station import requests
    from station.core.requests import ImportHolds

    _import_list(lambda name, text: ImportHolds(name, text, empty), file, requests.HOLDS, config, db, as_json=as_json)


@app.command()
def manifest(
    file: FileArgument,
    config: ConfigOption = None,
    db: DbOption = None,
    empty: EmptyOption = False,
    as_json: JsonOption = False,
) -> None:
    """Replace the manifest (pre-advice). A file with a bad row is refused whole and the old one stays: exit code 2."""
    from station.core import printable
    from station.requests import BadRowsError, import_manifest

    database, station_id = record_of(config, db)
    try:
        with progress_bar("manifest") as progress:
            answer = import_manifest(database, station_id, file, progress, empty=empty)
    except BadRowsError as bad:
        if as_json:
            _print_refused(bad.lines)
        refuse_rows(bad.lines, len(bad.lines))
    typer.echo(json.dumps({"ok": True, "text": answer, "rows": []}) if as_json else printable(answer, 500))


def _import_list(
    request: Callable[[str, str], Request],
    file: Path,
    name: str,
    config: Path | None,
    db: Path | None,
    *,
    as_json: bool,
) -> None:
    from station import requests

    try:
        wish = request(*requests.list_text(file))
    except requests.BadRowsError as bad:
        if as_json:
            _print_refused(bad.lines)
        refuse_rows(bad.lines, len(bad.lines))
    ask(wish, config, db, more=lambda database: requests.beside_the_centre(database, name), as_json=as_json)


def _print_refused(lines: Sequence[str]) -> None:
    typer.echo(json.dumps({"ok": False, "text": "nothing was imported, the old data stays", "rows": list(lines)}))
