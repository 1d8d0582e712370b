"""`station export`: what was recorded, for other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station.cli.run import ConfigOption
from station.cli.where import DbOption, record_of

app = typer.Typer(no_args_is_help=True)


class Form(StrEnum):
    """What is written."""

    CSV = "csv"
    JSONL = "jsonl"


@app.callback()
def options() -> None:
    """Options of every export."""


@app.command()
def scans(
    form: Annotated[Form, typer.Option("--format", help="jsonl: the canonical wire form; csv: for spreadsheets.")],
    config: ConfigOption = None,
    db: DbOption = None,
    since: Annotated[str | None, typer.Option(help="From this moment on: ISO 8601, UTC unless it says.")] = None,
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="File; else standard output.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="CSV without the ' before cells that look like formulas.")] = False,
) -> None:
    """Write out scans by number, oldest first."""
    from station import desk

    database, _ = record_of(config, db)
    since_utc = _moment(since) if since else None
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream of Python's
        desk.export_scans(database, form.value, sys.stdout, since_utc=since_utc, raw=raw)
        sys.stdout.flush()
        return
    count = desk.export_to(database, form.value, out, since_utc=since_utc, raw=raw)
    typer.echo(f"{count} scans", err=True)


def _moment(text: str) -> str:
    from station.desk import moment_of

    try:
        return moment_of(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is no moment; write 2026-11-22 or 2026-11-22T06:00:00Z", param_hint="--since"
        ) from None
