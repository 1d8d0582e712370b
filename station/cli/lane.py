"""`station shift`, `station operation`, `station void`, `station override`: what a supervisor asks of the lane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.asking import ask
from station.cli.record_path import DbOption, asked_lane, record_of
from station.cli.run import ConfigOption
from station.cli.shift_check import check

if TYPE_CHECKING:
    from station.core import Shift

shift_app = typer.Typer(no_args_is_help=True)
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides it.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="For the record.")]
WhoOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who asks it; else who works here.")]
ScanArgument = Annotated[
    str,
    typer.Argument(metavar="SCAN", help="Number of the scan, as `recent` shows it, or a parcel id: its newest scan."),
]
LONGEST_SEQ = 9
"""Digits; a longer number is one of a parcel."""


@shift_app.callback()
def options() -> None:
    """Options of every look at the shift."""


@shift_app.command("open")
def open_(
    operator: Annotated[str, typer.Argument(metavar="NAME", help="Who works from now on.")],
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Begin a shift: each scan from now on carries this name. Exit code 1 when another one is open."""
    from station.core.requests import OpenShift

    ask(OpenShift(operator), config, db)


@shift_app.command()
def close(by: WhoOption = None, config: ConfigOption = None, db: DbOption = None) -> None:
    """End the shift, and show what it came to: parcels by how they were read, stops by code, open bags, stops that
    nobody settled. Operator and operation of the configuration count again. Exit code 1 when none is open.
    """
    from station.core.authority import shift_closed
    from station.language import ENGLISH, language, shift_lines

    ask(shift_closed(by), config, db, rows=lambda done: shift_lines(done.values, language(ENGLISH)))


@shift_app.command()
def show(
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
) -> None:
    """Who works here, since when, and what a scan means."""
    import json
    from dataclasses import asdict

    from station.core import printable

    now = _shift(config, db)
    if as_json:
        typer.echo(json.dumps(asdict(now)))
        return
    since = f" since {now.opened_at}" if now.opened_at else "; no shift is open"
    typer.echo(f"operator: {printable(now.operator or 'nobody', 100)}{since}")
    typer.echo(f"operation: {printable(now.operation or 'not known', 100)}")


shift_app.command()(check)


def operation(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="arrival, induct, sort, load, dispatch, return or audit; none: show it."),
    ] = None,
    by: WhoOption = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """What a scan means from now on, until the shift is closed. Exit code 1 when it means that already."""
    from station.core import printable
    from station.core.requests import SetOperation

    if name is None:
        typer.echo(printable(_shift(config, db).operation or "not known", 100))
        return
    ask(SetOperation(name, by), config, db)


def void(scan: ScanArgument, by: ByOption, why: WhyOption, config: ConfigOption = None, db: DbOption = None) -> None:
    """Take a scan back, or an override: it counts no more, and the parcel may be scanned again. Nothing is deleted: an
    entry with who and why goes to the centre. Exit code 1 when it is taken back already.
    """
    from station.core.requests import VoidScan

    ask(VoidScan(_seq(scan, config, db), by, why), config, db)


def override(
    scan: ScanArgument,
    bin_: Annotated[str, typer.Option("--bin", metavar="BIN", help="Where the parcel goes.")],
    by: ByOption,
    why: WhyOption,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Let a stopped parcel go, into this bin. The stop stays in the log; an entry with who and why goes to the centre.
    Exit code 1 when it is not stopped, or let go already.
    """
    from station.core.requests import OverrideStop

    ask(OverrideStop(_seq(scan, config, db), bin_, by, why), config, db)


def _seq(scan: str, config: Path | None, db: Path | None) -> int:
    """The number of the scan that is named. BadParameter."""
    from station import requests

    if scan.isascii() and scan.isdigit() and len(scan) <= LONGEST_SEQ:
        return int(scan)
    seq = requests.newest_scan(record_of(config, db)[0], scan)
    if seq is None:
        raise typer.BadParameter(f"there is no scan of {scan!r} in the record; see station recent", param_hint="SCAN")
    return seq


def _shift(config: Path | None, db: Path | None) -> Shift:
    from station import requests

    database, _ = record_of(config, db)
    return requests.shift(database).over(asked_lane(config, db).shift)
