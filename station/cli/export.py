"""`station export`: what was recorded, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from station.cli.run import ConfigOption
from station.cli.where import DbOption, record_of

app = typer.Typer(no_args_is_help=True)


class Form(StrEnum):
    """What is written."""

    CSV = "csv"
    JSONL = "jsonl"


FormOption = Annotated[Form, typer.Option("--format", help="jsonl: the canonical wire form; csv: for spreadsheets.")]
SinceOption = Annotated[str | None, typer.Option(help="From this moment on: ISO 8601, UTC unless it says.")]
UntilOption = Annotated[str | None, typer.Option(help="Before this moment.")]
OutOption = Annotated[Path | None, typer.Option(dir_okay=False, help="File; else standard output.")]
RawOption = Annotated[bool, typer.Option("--raw", help="CSV without the ' before cells that look like formulas.")]


@app.callback()
def options() -> None:
    """Options of every export."""


@app.command()
def scans(
    form: FormOption,
    config: ConfigOption = None,
    db: DbOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    out: OutOption = None,
    raw: RawOption = False,
) -> None:
    """Write out scans by number, oldest first."""
    _export_scans(form, record_of(config, db)[0], since, until, out, raw, exceptions=False)


@app.command()
def exceptions(
    form: FormOption,
    config: ConfigOption = None,
    db: DbOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    out: OutOption = None,
    raw: RawOption = False,
) -> None:
    """Write out the scans of parcels that stopped, oldest first."""
    _export_scans(form, record_of(config, db)[0], since, until, out, raw, exceptions=True)


@app.command()
def refused(
    form: FormOption,
    config: ConfigOption = None,
    db: DbOption = None,
    out: OutOption = None,
    raw: RawOption = False,
) -> None:
    """Write out every scan that the centre refused, with its words, who did what about it, and why; oldest first."""
    from station import exports

    database, _ = record_of(config, db)
    _write(out, database, lambda text: exports.export_refused(database, form.value, text, raw=raw), "scans")


@app.command()
def epcis(
    config: ConfigOption = None,
    db: DbOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    out: OutOption = None,
) -> None:
    """Write out scans as an EPCIS 2.0 document; [epcis] of the configuration says the URIs."""
    from config import load
    from station.exports import export_epcis
    from station.line import epcis_naming

    database, _ = record_of(config, db)
    naming = epcis_naming(load(config))
    span = (_moment(since, "--since"), _moment(until, "--until"))
    _write(out, database, lambda text: export_epcis(database, text, naming, *span), "events")


def _export_scans(
    form: Form, database: Path, since: str | None, until: str | None, out: Path | None, raw: bool, *, exceptions: bool
) -> None:
    from station import exports

    since_utc, until_utc = _moment(since, "--since"), _moment(until, "--until")
    _write(
        out,
        database,
        lambda text: exports.export_scans(
            database, form.value, text, since_utc=since_utc, until_utc=until_utc, raw=raw, exceptions=exceptions
        ),
        "scans",
    )


def _write(out: Path | None, database: Path, write: Callable[[TextIO], int], what: str) -> None:
    from station import exports

    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream of Python's
        write(sys.stdout)
        sys.stdout.flush()
        return
    typer.echo(f"{exports.export_to(out, database, write)} {what}", err=True)


def _moment(text: str | None, option: str) -> str | None:
    from station.exports import moment_of

    if text is None:
        return None
    try:
        return moment_of(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is no moment; write 2026-11-22 or 2026-11-22T06:00:00Z", param_hint=option
        ) from None
