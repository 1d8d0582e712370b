"""`station bench server` and `hub`: figures of the centre, printed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.bench import Figure


def measure_server(count: int | None, seed: int, db: str | None, *, as_json: bool) -> None:
    """Scans stored a second."""
    from station.bench import server

    scans = count or 40_000
    head = f"server, {scans} scans in batches of {server.BATCH} from {server.SENDERS} senders, seed {seed}"
    _of_server(lambda: server.run(scans, seed, db), head, as_json=as_json)


def measure_live(count: int | None, seed: int, db: str | None, *, as_json: bool) -> None:
    """Processor time a scan of live stations."""
    from station.bench import live

    seconds = count or 20
    head = f"server, {live.STATIONS} live stations of {live.SCANS_PER_S} scans/s, {seconds} s a row, seed {seed}"
    _of_server(lambda: live.run(seconds, seed, db), head, as_json=as_json)


def measure_hub(count: int | None, seed: int, db: str | None, *, as_json: bool) -> None:
    """What becomes of a hub under faults. Exit code 1: a scan is lost or twice, or the hub view wrong."""
    from station.bench import hub

    seconds, size, faults = count or 40, hub.Size(), list[str]()

    def run() -> tuple[list[Figure], str]:
        figures, words = hub.run(seconds, seed, db, size)
        faults.extend(words.splitlines())
        return figures, words

    head = f"hub, {size.stations} stations of {size.rate:g} parcels/s, {seconds} s, seed {seed}"
    _of_server(run, head, as_json=as_json)
    if faults:
        raise typer.Exit(1)


def _of_server(run: Callable[[], tuple[list[Figure], str]], head: str, *, as_json: bool) -> None:
    from station.bench import table
    from station.cli.errors import AWAY, WRONG_USE
    from station.core import printable
    from station.tracking_server import CentreAwayError, CentreError

    try:
        figures, words = run()
    except CentreError as error:
        typer.echo(printable(str(error), 500), err=True)
        raise typer.Exit(AWAY if isinstance(error, CentreAwayError) else WRONG_USE) from None
    if words:
        typer.echo(words, err=True)
    if as_json:
        for row in figures:
            typer.echo(json.dumps(asdict(row)))
        return
    typer.echo(head)
    typer.echo(table(figures))
