"""`station plan replay`: yesterday's parcels on another sort plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from station.reports import Replayed

SHOWN = 20


def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The other plan.")],
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="2026-11-22, or 2026-11-22T06:00:00+08:00; all when left out.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="The same, not included.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Where recorded parcels would go by another plan: each bin before and after, what goes elsewhere, what stops.
    Nothing is booked. Exit code 1: a parcel goes elsewhere.
    """
    from station.core import printable
    from station.reports import replay_plan
    from station.requests import BadRowsError, read_plan

    try:
        plan = read_plan(file)
    except BadRowsError as bad:
        typer.echo("\n".join(printable(line, 500) for line in bad.lines), err=True)
        raise typer.Exit(2) from None
    told = replay_plan(record_of(config, db)[0], plan, _utc(since, "--since"), _utc(until, "--until"))
    if as_json:
        typer.echo(json.dumps(_as_object(told)))
    else:
        for line in _lines(told):
            typer.echo(printable(line, 200))
    raise typer.Exit(1 if told.moved else 0)


def _utc(text: str | None, option: str) -> str | None:
    from station.reports import moment_of

    try:
        return None if text is None else moment_of(text)
    except (ValueError, OverflowError):
        raise typer.BadParameter("write 2026-11-22 or 2026-11-22T06:00:00+08:00", param_hint=option) from None


def _as_object(told: Replayed) -> dict[str, Any]:
    return {
        "parcels": told.parcels,
        "moved": sum(told.moved.values()),
        "stops_before": told.bins[""].before if "" in told.bins else 0,
        "stops_after": told.bins[""].after if "" in told.bins else 0,
        "bins": {
            name: {
                "before": load.before,
                "after": load.after,
                "grams_before": str(load.grams_before),
                "grams_after": str(load.grams_after),
            }
            for name, load in sorted(told.bins.items())
            if name
        },
        "moves": [
            {"before": before or None, "after": after or None, "count": count}
            for (before, after), count in told.moved.most_common()
        ],
        "parcels_moved": [
            {"parcel_id": parcel, "before": before or None, "after": after or None}
            for parcel, before, after in told.named
        ],
    }


def _lines(told: Replayed) -> list[str]:
    lines = [
        f"{told.parcels} parcels, {sum(told.moved.values())} of them go elsewhere",
        f"{'bin':24}{'before':>8}{'after':>8}{'kg before':>12}{'kg after':>12}",
    ]
    for name, load in sorted(told.bins.items()):
        kilograms = f"{float(load.grams_before) / 1000:>12.1f}{float(load.grams_after) / 1000:>12.1f}"
        lines.append(f"{(name or 'stops: no rule')[:23]:24}{load.before:>8}{load.after:>8}{kilograms}")
    moves = told.moved.most_common()
    lines += [
        f"{count:>8} from {before or 'no rule'} to {after or 'no rule'}" for (before, after), count in moves[:SHOWN]
    ]
    return lines + ([f"and {len(moves) - SHOWN} more ways; --json has all"] if len(moves) > SHOWN else [])
