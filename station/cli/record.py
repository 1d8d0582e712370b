"""`station verify`, `station backup`, `station restore`: whether the record is whole, and its copies."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.requests import Anchor

JsonOption = Annotated[bool, typer.Option("--json", help="One object.")]


def verify(
    config: ConfigOption = None,
    db: DbOption = None,
    centre: Annotated[bool, typer.Option("--centre", help="Ask the centre too what it holds.")] = False,
    seen: Annotated[
        bool, typer.Option("--seen", help="Show what happened to the record, and end the alarms of it.")
    ] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="With --seen: who has seen it.")] = None,
    recount: Annotated[
        bool, typer.Option("--recount", help="First count the figures by quarter hour anew. The station must not run.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Recompute the chain over every entry; find edits, gaps and a lost end. Exit code 1 when something is wrong, 3
    when the centre was asked and is away.
    """
    from station import requests
    from station.cli.progress_line import Gauge
    from station.core import printable

    if centre and db is not None:
        raise typer.BadParameter("--centre needs a configuration, not a database", param_hint="--centre")
    database, _ = record_of(config, db)
    if seen:
        _end_alarms(database, by)
    if recount:
        requests.count_anew(database)
    gauge = Gauge()
    try:
        told = requests.verified(
            database, _anchors(config) if centre else None, lambda scans: gauge.show(f"{scans} entries")
        )
    finally:
        gauge.clear()
    if as_json:
        typer.echo(json.dumps(asdict(told)))
    else:
        findings = "1 finding" if told.count == 1 else f"{told.count or 'no'} findings"
        typer.echo(f"{_counted(told.scans, 'entry')} in {_counted(len(told.epochs), 'epoch')}: {findings}")
        for finding in told.findings:
            where = "record" if finding.seq is None else f"entry {finding.seq}"
            typer.echo(f"{where}: {printable(finding.words, 500)}")
        if told.count > len(told.findings):
            typer.echo(f"and {told.count - len(told.findings)} more", err=True)
    if told.count:
        raise typer.Exit(1)


def _counted(count: int, what: str) -> str:
    many = what.removesuffix("y") + "ies" if what.endswith("y") else what + "s"
    return f"{count} {what if count == 1 else many}"


def _end_alarms(database: Path, by: str | None) -> None:
    from station import requests
    from station.cli.asking import outcome_of
    from station.core import printable
    from station.core.outcomes import Problem
    from station.core.requests import AcknowledgeAlarms
    from station.language import ENGLISH, language, outcome_text

    alarms = requests.alarms(database)
    for text in alarms or ("no alarm waits",):
        typer.echo(f"seen: {printable(text, 500)}", err=True)
    if alarms and isinstance(outcome := outcome_of(AcknowledgeAlarms(alarms, by), database, None), Problem):
        raise typer.BadParameter(printable(outcome_text(outcome, language(ENGLISH)), 500))


def backup(
    target: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="File or folder; none: beside the database, dated.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a backup and check it; also while a station runs. The manifest is not part of it: it is imported again."""
    from station import requests

    database, _ = record_of(config, db)
    made = requests.back_up(database, target, force=force)
    if as_json:
        typer.echo(json.dumps({"path": str(made.path), "station_id": made.station_id, "scans": made.scans}))
    else:
        typer.echo(f"{made.path}: {_counted(made.scans, 'entry')} of {made.station_id}, checked")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A backup.")],
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a backup in the place of the record. The file that is there is set aside, never deleted; what it has beyond
    the backup comes along. The station must not run.
    """
    from station import requests

    database, station_id = record_of(config, db)
    done = requests.restore(source, database, station_id)
    newer = done.carried.scans if done.carried is not None else None
    if as_json:
        aside = str(done.aside) if done.aside is not None else None
        typer.echo(json.dumps({"scans": done.backup.scans, "carried": newer, "set_aside": aside, "epoch": done.epoch}))
        return
    typer.echo(f"in force again, in a new epoch: {_counted(done.backup.scans, 'entry')} of the backup")
    if done.aside is not None:
        came = "nothing of it could be used" if newer is None else f"{_counted(newer, 'newer entry')} of it came along"
        typer.echo(f"the file that was there is {done.aside}; {came}")


def _anchors(config: Path | None) -> Callable[[str], Anchor | None]:
    from config import load
    from station.assembly import anchors

    return anchors(load(config))
