"""How every command asks something of the record, and tells what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import typer

from station.cli.record_path import asked_lane, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.core.outcomes import Done, Outcome
    from station.core.requests import AskedLane, Request


def ask(
    request: Request,
    config: Path | None,
    db: Path | None,
    more: Callable[[Path], str] = lambda _: "",
    rows: Callable[[Done], Sequence[str]] = lambda _: (),
    *,
    as_json: bool = False,
) -> None:
    """Ask, and print what came of it; `more` is told the record and adds to what was done; `rows` are printed after it.
    `as_json`: as one object on standard output, whatever came of it; the exit codes are the same.

    Exit code 1: there was nothing to do, or the record cannot be written; 2: it was asked wrongly; 3: the running
    station did not take it.
    """
    from config import path_in_use
    from station.core import printable
    from station.core.outcomes import Done
    from station.language import ENGLISH, language, outcome_text

    database, station_id = record_of(config, db)
    if db is None and not database.exists() and path_in_use(config) is None:
        raise typer.BadParameter(
            "no configuration file, and no record there: name the one of your station", param_hint="--config"
        )
    outcome = outcome_of(request, database, station_id, asked_lane(config, db))
    if as_json:
        _print_object(outcome, more(database) if isinstance(outcome, Done) else "")
    if isinstance(outcome, Done):
        if not as_json:
            typer.echo(printable(outcome_text(outcome, language(ENGLISH)) + more(database), 500))
            for row in rows(outcome):
                typer.echo(printable(row, 2000))
        return
    if isinstance(bad := outcome.values.get("rows"), tuple):
        refuse_rows(bad, int(str(outcome.values["count"])))
    refuse(outcome)


def _print_object(outcome: Outcome, more: str) -> None:
    """What came of it, for a program."""
    from station.core.outcomes import Done
    from station.language import ENGLISH, language, outcome_text

    told = {"ok": isinstance(outcome, Done), "reason": outcome.reason.value}
    typer.echo(
        json.dumps({**told, "text": outcome_text(outcome, language(ENGLISH)) + more, "values": dict(outcome.values)})
    )


def refuse(outcome: Outcome) -> NoReturn:
    """Say why nothing was done; exit code 2 when it was asked wrongly, else 1."""
    from station.core import printable
    from station.core.outcomes import Problem, Reason
    from station.language import ENGLISH, language, outcome_text

    typer.echo(printable(outcome_text(outcome, language(ENGLISH)), 500), err=True)
    wrong_use = isinstance(outcome, Problem) and outcome.reason is not Reason.RECORD_TROUBLE
    raise typer.Exit(2 if wrong_use else 1)


def refuse_rows(rows: Sequence[str], count: int) -> NoReturn:
    """Show what is wrong with a file that has `count` bad rows; exit code 2."""
    from station.core import printable

    for row in rows:
        typer.echo(printable(row, 500), err=True)
    if count > len(rows):
        typer.echo(f"and {count - len(rows)} more", err=True)
    typer.echo("nothing was imported, the old data stays", err=True)
    raise typer.Exit(2)


def outcome_of(request: Request, database: Path, station_id: str | None, lane: AskedLane | None = None) -> Outcome:
    """What came of it. Exit code 3: the running station did not take it."""
    from station import requests
    from station.core import printable
    from station.core.requests import ANY_LANE

    try:
        return requests.ask(database, station_id, request, lane or ANY_LANE)
    except requests.NotTakenError as error:
        typer.echo(printable(str(error), 500), err=True)
        raise typer.Exit(3) from None
