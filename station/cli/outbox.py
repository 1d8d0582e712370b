"""`station outbox`: what waits for the centre, and what it refused."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from station.cli.asking import ask
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

app = typer.Typer(no_args_is_help=True)


@app.callback()
def options() -> None:
    """Options of every look at the queue."""


@app.command("list")
def list_(
    config: ConfigOption = None,
    db: DbOption = None,
    count: Annotated[int, typer.Option(min=1, help="Most refused scans that are listed.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
) -> None:
    """How many entries wait for the centre and since when; each one that it refused, with its words."""
    from station import requests

    database, _ = record_of(config, db)
    backlog, refused = requests.backlog(database), requests.refused(database, count)
    if as_json:
        typer.echo(json.dumps({**asdict(backlog), "refused": [asdict(scan) for scan in refused]}))
        return
    from station.core import printable

    since = f", the oldest from {backlog.oldest}" if backlog.oldest else ""
    typer.echo(f"waiting: {backlog.pending}{since}")
    typer.echo(f"refused: {backlog.dead}")
    for scan in refused:
        parcel = printable(scan.parcel_id or "no parcel id", 40)
        words = f"{printable(scan.code, 40)} {printable(scan.message)}".strip()
        typer.echo(f"{scan.seq:>8}  {scan.scanned_at}  {parcel}  {words}")
    if len(refused) < backlog.dead:
        typer.echo(f"and {backlog.dead - len(refused)} more: --count", err=True)


@app.command()
def retry(
    seqs: Annotated[list[int] | None, typer.Argument(metavar="[SEQ]...", min=1, help="Numbers; none: all.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who asks it, for the record.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Put refused scans back into the queue. Exit code 1 when none of them was refused."""
    from station.core.requests import ResendRejected

    ask(ResendRejected(tuple(seqs) if seqs else None, by), config, db)


@app.command()
def show(
    seq: Annotated[
        int, typer.Argument(metavar="SEQ", min=1, help="Number of the scan, as `recent` and `outbox list` show it.")
    ],
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object.")] = False,
) -> None:
    """All about one entry: what was recorded, the centre's words, and what a person did. Exit code 1: no such."""
    from station import requests
    from station.core import printable

    database, _ = record_of(config, db)
    told = requests.story(database, seq)
    if told is None:
        typer.echo(f"there is no scan {seq} in {printable(str(database), 300)}", err=True)
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps({"seq": seq, **told}))
        return
    recorded: Any = told["scan"]
    kind = recorded["kind"] if "decision" not in recorded else "scan"
    typer.echo(f"{kind} {seq}: {told['state']}")
    for part, found in {"refused": told["refused"], "resolved": told["resolved"], kind: recorded}.items():
        for key, value in found.items() if isinstance(found, dict) else ():
            if value is not None:
                typer.echo(f"  {part} {key}: {printable(_cell(value), 300)}")


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


@app.command()
def fix(
    seq: Annotated[int, typer.Argument(metavar="SEQ", min=1, help="Number of a refused scan.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="For the record.")],
    parcel_id: Annotated[str | None, typer.Option("--parcel-id", metavar="ID", help="The right parcel id.")] = None,
    bin_: Annotated[str | None, typer.Option("--bin", metavar="BIN", help="The bin into which it went.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Send another scan in the place of a refused one: same time and weight, marked as keyed and as its correction. The
    refused one stays in the record. Exit code 1 when it is not refused and open.
    """
    from station.core.requests import CorrectScan

    ask(CorrectScan(seq, parcel_id, bin_, by, why), config, db)


@app.command()
def discard(
    seqs: Annotated[list[int], typer.Argument(metavar="SEQ...", min=1, help="Numbers of refused scans.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides it.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="For the record.")],
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Accept that the centre does not get refused scans. Nothing is deleted: they stay in the record and its exports,
    with who and why. Exit code 1 when none of them is refused and open.
    """
    from station.core.requests import AcceptRejection

    ask(AcceptRejection(tuple(seqs), by, why), config, db)
