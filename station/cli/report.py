"""`station report`: the figures of a shift or a day."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.asking import ask
from station.cli.record_path import DbOption, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from station.reports import Figures, Odd

app = typer.Typer(no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="One object.")]
OutOption = Annotated[
    Path | None, typer.Option("--xlsx", dir_okay=False, metavar="FILE", help="Write a spreadsheet with charts, too.")
]
PdfOption = Annotated[
    Path | None, typer.Option("--pdf", dir_okay=False, metavar="FILE", help="Write pages with charts, to be signed.")
]
GROUPS = ("operation", "operator", "carrier", "bin")
MOST_ROWS = 50
"""Parcels that `missing` shows; all of them stand in --json."""
SHOWN = 20
"""Rows of a group that are shown; all of them stand in --json."""


@app.callback()
def options() -> None:
    """Options of every report."""


@app.command()
def shift(
    back: Annotated[int, typer.Option("--back", min=0, metavar="N", help="So many shifts before the last one.")] = 0,
    config: ConfigOption = None,
    db: DbOption = None,
    xlsx: OutOption = None,
    pdf: PdfOption = None,
    sign: Annotated[
        str | None, typer.Option("--sign", metavar="NAME", help="Stand for the report of this shift, which is closed.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The shift that was opened last: parcels by how they were read, stops and causes, times, by operator, carrier and
    bin. With --sign the report
    is an entry under this name, once. Exit code 1: no shift was opened.
    """
    from station.core.check_requests import SignShift
    from station.reports import figures_of_shift

    database = record_of(config, db)[0]
    found = figures_of_shift(database, back)
    if found is None:
        typer.echo("there is no such shift; a day has figures too: station report day", err=True)
        raise typer.Exit(1)
    if sign is not None and found.opened_seq is not None:
        ask(SignShift(found.opened_seq, sign), config, db)
        found = figures_of_shift(database, back) or found
    _show(found, database, xlsx, pdf, as_json=as_json)


@app.command()
def day(
    which: Annotated[str | None, typer.Argument(metavar="[DATE]", help="YYYY-MM-DD; none: today.")] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    xlsx: OutOption = None,
    pdf: PdfOption = None,
    as_json: JsonOption = False,
) -> None:
    """A day of this machine's zone, midnight to midnight, with the same figures."""
    from station.reports import figures_of_day

    try:
        wanted = date.fromisoformat(which) if which is not None else datetime.now().astimezone().date()
    except ValueError:
        raise typer.BadParameter("write the day as YYYY-MM-DD", param_hint="DATE") from None
    database = record_of(config, db)[0]
    _show(figures_of_day(database, wanted), database, xlsx, pdf, as_json=as_json)


@app.command()
def missing(
    bag: Annotated[str | None, typer.Option("--bag", metavar="S9", help="Only what was announced in this bag.")] = None,
    despatch: Annotated[
        str | None, typer.Option("--despatch", metavar="S8", help="Only what was announced with this despatch.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the manifest announces and this station never saw; also what was stopped, damaged or lost, and what came
    unannounced since the manifest. Exit code 1: something is not as announced.
    """
    from station.core import printable
    from station.reports import expected

    found = expected(record_of(config, db)[0], bag, despatch, _progress)
    if found is None:
        typer.echo("there is no manifest: station import manifest FILE", err=True)
        raise typer.Exit(2)
    rows = [_odd(each) for each in found.odd]
    if as_json:
        head = {"source": found.source, "since": found.since, "announced": found.announced}
        typer.echo(json.dumps({**head, "states": dict(found.states), "parcels": rows}))
    else:
        states = ", ".join(f"{count} {state}" for state, count in sorted(found.states.items())) or "none seen"
        typer.echo(printable(f"{found.source}: {found.announced} announced: {states}", 300))
        for row in rows[:MOST_ROWS]:
            what = " ".join(filter(None, (row["state"], row.get("code"))))
            place = " ".join(filter(None, (row.get("bag_id"), row.get("dest_country"))))
            typer.echo(printable(f"  {what:14} {row['parcel_id']:26} {place}".rstrip(), 200))
        if len(rows) > MOST_ROWS:
            typer.echo(f"  and {len(rows) - MOST_ROWS} more: --json has all of them")
    raise typer.Exit(1 if rows else 0)


def _odd(odd: Odd) -> dict[str, str]:
    line = odd.announced
    about = () if line is None else ("bag_id", "despatch_id", "carrier", "dest_country", "expected_at")
    told = {"state": odd.state, "parcel_id": odd.parcel_id, "code": odd.code or ""}
    told |= {name: str(getattr(line, name) or "") for name in about}
    return {name: value for name, value in told.items() if value}


@app.command("senders")
def senders_(
    days: Annotated[int, typer.Option("--days", min=1, max=366, metavar="N", help="Today and the days before it.")] = 7,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """How well labels are read, by carrier, service and origin of their numbers: those who cost most looks first, each
    with its first-time read rate and the main cause of no-reads. A parcel keyed in later tells whose label it was.
    """
    from station.core import printable, utc_text
    from station.reports import senders

    now = datetime.now().astimezone()
    since = datetime.combine(now.date() - timedelta(days=days - 1), time()).astimezone()
    rows = senders(record_of(config, db)[0], utc_text(since.astimezone(UTC)), "9")
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row))
        return
    typer.echo(f"{'sender':40}{'presented':>10}{'first-time':>12}{'95 %':>16}  main cause")
    for row in rows:
        name = " ".join(filter(None, (row["carrier"], row["country"], row["service"]))) or "no number known"
        between = f"{row['low']:.1%} to {row['high']:.1%}"
        cause = f"{row['main_cause'].replace('_', ' ')} ({row['main_cause_count']})" if row["main_cause"] else ""
        few = "?" if row["few"] else ""
        rate = f"{row['first_time_rate']:.1%}{few}"
        typer.echo(printable(f"{name[:39]:40}{row['presented']:>10}{rate:>12}{between:>18}  {cause}".rstrip(), 200))


@app.command()
def odd(
    days: Annotated[int, typer.Option("--days", min=1, max=366, metavar="N", help="Today and the days before it.")] = 1,
    config: ConfigOption = None,
    db: DbOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Runs of scans that honest work seldom makes, with the numbers of their scans: many parcels over one weight, the
    same weight again and again, numbers keyed too fast, one parcel that goes round. Exit code 1: there are some.
    """
    from station.core import printable, utc_text
    from station.language import ENGLISH, figure_views, language
    from station.reports import odd_runs

    day = datetime.now().astimezone().date() - timedelta(days=days - 1)
    rows = odd_runs(record_of(config, db)[0], utc_text(datetime.combine(day, time()).astimezone(UTC)))
    for row in rows:
        if as_json:
            typer.echo(json.dumps(row.told))
            continue
        typer.echo(printable(f"{_moment(row.told['since'])}  {figure_views.odd_text(row.run, language(ENGLISH))}", 200))
        typer.echo(f"    scans {', '.join(str(each['seq']) for each in row.told['scans'])}")
    if not rows and not as_json:
        typer.echo("nothing to be looked at")
    raise typer.Exit(1 if rows else 0)


def _progress(done: int, count: int) -> None:
    if done and sys.stderr.isatty():
        typer.echo(f"\x1b[K{done} of {count}\r", err=True, nl=False)


def _show(figures: Figures, database: Path, xlsx: Path | None, pdf: Path | None, *, as_json: bool) -> None:
    from station.core import printable
    from station.reports import export_to, figures_json, figures_pdf, write_figures_xlsx

    told = figures_json(figures)
    if xlsx is not None:
        export_to(xlsx, database, lambda out: write_figures_xlsx(out.buffer, told))
    if pdf is not None:
        export_to(pdf, database, lambda out: out.buffer.write(figures_pdf(told)))
    if as_json:
        typer.echo(json.dumps(told))
        return
    for line in _lines(told):
        typer.echo(printable(line, 200))


def _lines(told: dict[str, Any]) -> list[str]:
    until = _moment(told["until"]) if told["until"] else "now"
    who = f", {told['operator']}" if told["operator"] else ""
    shares = ", ".join(f"{each['code']} {each['count']} ({each['share']:.0%})" for each in told["codes"])
    causes = ", ".join(f"{each['cause'].replace('_', ' ')} {each['count']}" for each in told["causes"])
    lines = [
        f"{told['station_id']}{who}: {_moment(told['since'])} to {until}",
        f"presented        {told['presented']:>8}",
        f"first-time read  {told['first_time']:>8}  {_rate(told['first_time_rate'])}",
        f"after retries    {told['after_retries']:>8}",
        f"keyed            {told['keyed']:>8}",
        f"not read         {told['not_read']:>8}",
        f"read             {told['first_time'] + told['after_retries']:>8}  {_rate(told['read_rate'])}",
        f"accepted         {told['accepted']:>8}",
        f"stops            {told['stopped']:>8}  {shares}",
        *([f"not read because {'':>8}  {causes}"] if causes else []),
        f"stops lifted     {told['overrides']:>8}",
        f"taken back       {told['taken_back']:>8}",
        f"lifted           {float(told['lifted_g']) / 1000:>8.1f} kg  {told['lifted_kg_per_hour']:.0f} kg/h",
        f"scale settles    {_times(told['settle_ms'])}",
        f"verdict          {_times(told['verdict_ms'])}",
    ]
    if (signed := told["signed"]) is not None:
        lines.append(f"signed by {signed['who']}, {_moment(signed['at'])}, entry {signed['seq']}")
    if told["redated"]:
        lines.append(f"{told['redated']} entries stand at the time that was found out once the clock was right")
    for group in GROUPS:
        lines += _group(group, told.get(f"by_{group}", {}))
    return lines


def _group(group: str, rows: dict[str, Any]) -> list[str]:
    """The largest first."""
    ordered = sorted(rows.items(), key=lambda row: (-row[1]["presented"] - row[1]["accepted"], row[0]))
    if group == "operator":  # people are not ranked
        ordered = sorted(rows.items())
    if not ordered or (len(ordered) == 1 and not ordered[0][0]):
        return []
    lines = ["", f"{group:24}{'presented':>10}{'first-time':>12}{'keyed':>7}{'accepted':>10}{'stops':>7}{'kg':>9}"]
    for name, row in ordered[:SHOWN]:
        rate = row["first_time_rate"]
        share = "-" if rate is None else f"{rate['rate']:.1%}{'?' if rate['few'] else ''}"
        lines.append(
            f"{(name or '-')[:23]:24}{row['presented']:>10}{share:>12}{row['keyed']:>7}{row['accepted']:>10}"
            f"{row['stopped']:>7}{float(row['accepted_g']) / 1000:>9.1f}"
        )
    return lines + ([f"and {len(ordered) - SHOWN} more"] if len(ordered) > SHOWN else [])


def _rate(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return ""
    few = ", of few parcels" if rate["few"] else ""
    return f"{rate['rate']:.1%} ({rate['low']:.1%} to {rate['high']:.1%}{few})"


def _times(told: dict[str, Any]) -> str:
    return f"p50 {told['p50']:.0f} ms, p95 {told['p95']:.0f} ms" if told["count"] else "-"


def _moment(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"
