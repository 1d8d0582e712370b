"""`station parcel`: the whole history of one parcel at this station."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

_WHAT = {"void": "taken back", "override": "stop lifted"}
_LABEL = {"asked": "new label asked for", "read": "new label read, linked"}


def parcel(
    number: Annotated[str, typer.Argument(metavar="PARCEL", help="Its number, as printed or typed.")],
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
) -> None:
    """Every entry of a parcel, oldest first, what the centre said of each, its bag, its line of the manifest. Times
    are of this machine. Exit code 1: the station never saw it.
    """
    from station.core import printable
    from station.reports import parcel_history

    told = parcel_history(record_of(config, db)[0], number)
    if as_json:
        typer.echo(json.dumps(told))
    else:
        typer.echo(printable(f"parcel {told['parcel_id']}", 200))
        for other in told["numbers"][1:]:
            typer.echo(printable(f"  also {other}", 200))
        for entry in told["entries"]:
            typer.echo(printable(f"  {_entry(entry)}", 300))
        if told["bag"] is not None:
            typer.echo(printable(f"  lies in bag {told['bag']}", 200))
        for key, value in (told["announced"] or {}).items():
            typer.echo(printable(f"  manifest {key}: {value if isinstance(value, str) else json.dumps(value)}", 300))
    if not told["entries"]:
        typer.echo("the station never saw this parcel", err=True)
        raise typer.Exit(1)


def _label(details: dict[str, Any]) -> str:
    return f"{_LABEL.get(details.get('is', ''), '')}: {details.get('old')} -> {details.get('new')}"


def _entry(entry: dict[str, Any]) -> str:
    """One line: number, when, what, where to, weight, how read, who, and what became of it at the centre."""
    details = entry.get("details") or {}
    parts = [
        f"{entry['seq']:>8}  {datetime.fromisoformat(entry['scanned_at']).astimezone():%Y-%m-%d %H:%M:%S}",
        _label(details) if entry["kind"] == "relabel" else _WHAT.get(entry["kind"], entry.get("operation", "")),
        " ".join(part for part in (entry.get("code"), entry.get("bin")) if part),
        f"{weight['grams']} g" if (weight := entry.get("weight")) else "",
        "keyed" if entry.get("keyed") else "",
        f"bag {details['bag']}" if "bag" in details else f"out of bag {details['from']}" if "from" in details else "",
        f"by {entry['operator']}" if entry.get("operator") else "",
        f"({details['why']})" if details.get("why") else "",
        f"[{entry['state']}]",
    ]
    refused = f"  refused by the centre: {entry['refused']['message']}" if entry["refused"] else ""
    return "  ".join(part for part in parts if part) + refused
