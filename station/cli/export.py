"""`station export`: what was recorded, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from station.cli.progress import Progress, progress_bar
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

app = typer.Typer(no_args_is_help=True)


class Form(StrEnum):
    """What is written."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


FormOption = Annotated[
    Form, typer.Option("--format", help="csv, xlsx: for spreadsheets; jsonl: the canonical wire form.")
]
SinceOption = Annotated[
    str | None, typer.Option(help="From this day or moment on: ISO 8601, local unless it names its zone.")
]
UntilOption = Annotated[str | None, typer.Option(help="Before this moment.")]
OutOption = Annotated[Path | None, typer.Option(dir_okay=False, help="File; else standard output.")]
RawOption = Annotated[
    bool, typer.Option("--raw", help='CSV for programs: UTC, no byte order mark, no ="..." or \' around cells.')
]


@app.callback()
def options() -> None:
    """Options of every export."""


def _of_entries(which: str, text: str) -> None:
    """A command that writes entries of one span; `which` is a member of `reports.Which`."""

    @app.command(which.lower(), help=text)
    def write(
        form: FormOption,
        config: ConfigOption = None,
        db: DbOption = None,
        since: SinceOption = None,
        until: UntilOption = None,
        out: OutOption = None,
        raw: RawOption = False,
    ) -> None:
        _export_entries(form, record_of(config, db)[0], since, until, out, raw, which)


def _of_everything(what: str, name: str, text: str) -> None:
    """A command that writes all that there is; it calls `reports.export_NAME`, and `what` is counted."""

    @app.command(name, help=text)
    def write(
        form: FormOption,
        config: ConfigOption = None,
        db: DbOption = None,
        out: OutOption = None,
        raw: RawOption = False,
    ) -> None:
        from station import reports

        database, _ = record_of(config, db)
        _refuse_terminal(form, out)
        export = {
            "refused": reports.export_refused,
            "requests": reports.export_requests,
            "bags": reports.export_bags,
        }[name]
        _write(out, database, lambda text, _: export(database, form.value, text, raw=raw), what)


_of_entries(
    "SCANS",
    "Write out scans by number, oldest first. `taken_back` and `override_bin` say what people did about one later.",
)
_of_entries(
    "ENTRIES",
    "Write out every entry of the record by number: scans, voids, overrides, shifts. JSON lines are as sent.",
)
_of_entries("EXCEPTIONS", "Write out the scans of parcels that stopped, oldest first.")
_of_everything(
    "scans",
    "refused",
    "Write out every scan that the centre refused, with its words, who did what about it, and why; oldest first.",
)
_of_everything(
    "requests",
    "requests",
    "Write out what people asked, the newest 10,000 requests, oldest first: when, who, why, and what came of it.",
)


_of_everything("bags", "bags", "Write out every bag that is kept, by number: state, parcels, weights, seal, despatch.")


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
    from station.assembly import epcis_naming
    from station.reports import export_epcis

    database, _ = record_of(config, db)
    naming = epcis_naming(load(config))
    span = (_moment(since, "--since"), _moment(until, "--until"))
    _write(out, database, lambda text, progress: export_epcis(database, text, naming, *span, progress), "events")


def _export_entries(
    form: Form, database: Path, since: str | None, until: str | None, out: Path | None, raw: bool, which: str
) -> None:
    from station import reports

    since_utc, until_utc = _moment(since, "--since"), _moment(until, "--until")
    _refuse_terminal(form, out)
    _write(
        out,
        database,
        lambda text, progress: reports.export_scans(
            database,
            form.value,
            text,
            since_utc=since_utc,
            until_utc=until_utc,
            raw=raw,
            which=reports.Which[which],
            progress=progress,
        ),
        "entries" if which == "ENTRIES" else "scans",
    )


def _refuse_terminal(form: Form, out: Path | None) -> None:
    if form is Form.XLSX and out is None and sys.stdout.isatty():
        raise typer.BadParameter("an xlsx file does not go to a terminal: name a file", param_hint="--out")


def _write(out: Path | None, database: Path, write: Callable[[TextIO, Progress], int], what: str) -> None:
    from station import reports

    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream of Python's
        with progress_bar(what) as progress:
            write(sys.stdout, progress)
        sys.stdout.flush()
        return
    with progress_bar(what) as progress:
        count = reports.export_to(out, database, lambda text: write(text, progress))
    typer.echo(f"{count} {what}", err=True)


def _moment(text: str | None, option: str) -> str | None:
    from station.reports import moment_of

    if text is None:
        return None
    try:
        utc = moment_of(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is no moment; write 2026-11-22 or 2026-11-22T06:00:00+08:00", param_hint=option
        ) from None
    typer.echo(f"{option} {datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M:%S %z (%Z)}", err=True)
    return utc
