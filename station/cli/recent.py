"""`station recent`: the newest scans with their numbers, for whoever takes one back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

SENT = {"queued": "waiting", "sent": "sent", "refused": "REFUSED"}


def recent(
    config: ConfigOption = None,
    db: DbOption = None,
    count: Annotated[int, typer.Option(min=1, help="Most scans that are listed.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """The newest scans, newest first: number, time (UTC), parcel id, code and bin, and whether the centre has it."""
    from station import requests
    from station.core import printable

    for scan in requests.recent(record_of(config, db)[0], count):
        if as_json:
            typer.echo(json.dumps(asdict(scan), default=str))
            continue
        goes = " ".join(part for part in (scan.code, scan.bin) if part)
        parcel = printable(scan.parcel_id or "not read", 40)
        typer.echo(f"{scan.seq:>8}  {scan.scanned_at}  {parcel:26}  {printable(goes, 40):16}  {SENT[scan.sent]}")
