"""`station bench NAME`: figures, printed."""

from __future__ import annotations

import json
import sys
import textwrap
from contextlib import ExitStack
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from station.cli.bench_centre import measure_hub, measure_live, measure_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from station.bench import Answer, Failures, Figure, Row, Shown

    Strata: TypeAlias = Iterator[tuple[str, Iterable[Shown]]]


class Bench(StrEnum):
    """What can be measured."""

    DECODE = "decode"
    LINE = "line"
    CAUSES = "causes"
    HUB = "hub"
    IDLE = "idle"
    MANIFEST = "manifest"
    RECALL = "recall"
    SCALE = "scale"
    SCREEN = "screen"
    START = "start"
    STORE = "store"
    SERVER = "server"
    SYNC = "sync"
    TEXT = "text"


def bench(
    name: Annotated[
        Bench,
        typer.Argument(
            help="decode: single frames beside zxing-cpp and pyzbar. causes: what is said of frames that nobody can "
            "read. idle: processor time of a station where nothing is. line: the lot. manifest: import and look-up. "
            "scale: from the last byte to the message. store: the record. sync: a backlog to the centre. server: scans "
            "stored a second by SQLite, and by PostgreSQL with --db. start: until a terminal shows the first word and "
            "the worker's screen, on the clock and of the processors, beside importing each large library alone. "
            "screen: from a key to its echo, at rest and while reader, disk and centre are at their worst. text: the "
            "printed number of labels whose bars are lost in ten ways, drawn by another hand than those of decode. "
            "hub: 50 stations of 5 parcels a second and one centre, both killed now and then, and a network split and "
            "healed; exit code 1 when a scan is lost or twice, or the hub view is wrong. "
            "recall: from the recall of a parcel that was sorted to its station, bin and bag at the centre."
        ),
    ],
    count: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Frames a stratum, 10 by default; of the line parcels, 100; of the manifest, 1,000,000; "
            "messages of the scale, 250; commits of the store, 2,000; scans of sync, 10,000; into the server, 40,000, "
            "with --live seconds a row, 20; "
            "starts, 5; keys, 130; seconds at rest on each ground, 10; seconds of the hub, 40; recalls, 10; "
            "frames of each cause, labels of each loss, 10.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same parcels.")] = 1,
    stratum: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="decode: only this one; may be repeated.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="decode: pictures, what they say in NAME.txt or NAME.bin.")
    ] = None,
    passing: Annotated[bool, typer.Option("--passing", help="decode: five frames of each passing parcel.")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="DIR", help="decode: keep the frames that failed, failures.jsonl anew.")
    ] = None,
    rows: Annotated[
        int, typer.Option(min=0, help="store: ask a record of so many scans too; 10,000,000 need 5 GB in $TMPDIR.")
    ] = 0,
    db: Annotated[
        str | None, typer.Option(metavar="URL", help="server, hub: PostgreSQL in this empty database: postgresql://...")
    ] = None,
    live: Annotated[
        bool,
        typer.Option(
            "--live",
            help="server: 100 stations of 0.3 scans a second each; processor time a scan of server and database, with "
            "1, 5, 50 and 500 entries a request, and as live stations gather.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Measure this machine."""
    if rows and name is not Bench.STORE:
        raise typer.BadParameter("--rows goes with store alone")
    if live and name is not Bench.SERVER:
        raise typer.BadParameter("--live goes with server alone")
    if name in {Bench.SERVER, Bench.HUB}:
        of_centre = measure_hub if name is Bench.HUB else measure_live if live else measure_server
        of_centre(count, seed, db, as_json=as_json)
        return
    if db is not None:
        raise typer.BadParameter("--db goes with server and hub alone")
    if name is not Bench.DECODE:
        if stratum or folder or passing or save:
            raise typer.BadParameter("--stratum, --folder, --passing and --save go with decode alone")
        _timed(name, count, seed, rows, as_json=as_json)
    elif folder is not None and (stratum or passing or count):
        raise typer.BadParameter("--folder takes every picture as it is: leave --count, --stratum and --passing out")
    else:
        _decode(count or 10, seed, stratum or [], folder, passing=passing, save=save, as_json=as_json)


_COUNTED = {
    Bench.CAUSES: "frames of each",
    Bench.IDLE: "seconds",
    Bench.RECALL: "recalls",
    Bench.SCALE: "messages",
    Bench.SCREEN: "keys",
    Bench.START: "starts",
    Bench.STORE: "commits",
    Bench.SYNC: "scans",
    Bench.TEXT: "labels of each",
}
"""What there are so many of; else parcels."""


def _runs(rows: int) -> dict[Bench, tuple[Callable[[int, int], list[Figure]], int]]:
    """What measures, and how many it takes where nobody says."""
    from station.bench import (
        causes,
        idle,
        manifest,
        recall,
        scale,
        scan_line,
        screen,
        start,
        store,
        sync,
    )
    from station.bench import text as printed

    return {
        Bench.CAUSES: (causes.run, 10),
        Bench.IDLE: (idle.run, 10),
        Bench.LINE: (scan_line.run, 100),
        Bench.MANIFEST: (manifest.run, 1_000_000),
        Bench.RECALL: (recall.run, 10),
        Bench.SCALE: (scale.run, 250),
        Bench.SCREEN: (screen.run, 130),
        Bench.START: (start.run, 5),
        Bench.STORE: (partial(store.run, rows=rows), 2000),
        Bench.SYNC: (sync.run, 10_000),
        Bench.TEXT: (printed.run, 10),
    }


def _timed(name: Bench, count: int | None, seed: int, rows: int, *, as_json: bool) -> None:
    from station.bench import StartError, table
    from station.core import printable

    run, usual = _runs(rows)[name]
    count = count or usual
    try:
        figures = run(count, seed)
    except StartError as error:
        typer.echo(printable(str(error), 500), err=True)
        raise typer.Exit(1) from None
    if as_json:
        for row in figures:
            typer.echo(json.dumps(asdict(row)))
        return
    what = _COUNTED.get(name, "parcels")
    typer.echo(f"{name.value}, {count} {what}, seed {seed}")
    typer.echo(table(figures))


def _decode(
    count: int, seed: int, named: list[str], folder: Path | None, *, passing: bool, save: Path | None, as_json: bool
) -> None:
    from hardware.contract import DeviceError
    from station.bench import Failures, Readers, run
    from station.cli.errors import WRONG_USE, error_text
    from station.language import ENGLISH, language, trouble_texts

    try:
        with ExitStack() as stack:
            if folder is not None:
                head, total, strata = _of_folder(folder)
            else:
                head, total, strata = _of_strata(count, seed, named, passing=passing)
            failures = stack.enter_context(Failures(save, seed)) if save is not None else None
            readers = Readers()
            if readers.warning is not None:
                typer.echo(trouble_texts(readers.warning, language(ENGLISH)).technician, err=True)
            progress = stack.enter_context(_Progress(total, failures))
            rows = run(readers, strata, progress.add)
            _print_json(rows, seed) if as_json else _print_table(head, rows)
    except DeviceError as error:
        typer.echo(error_text(error), err=True)
        raise typer.Exit(WRONG_USE) from None


def _of_strata(count: int, seed: int, named: list[str], *, passing: bool) -> tuple[str, int, Strata]:
    """The first line, how many parcels there are in all, and the parcels."""
    from station.bench import DRAWN, drawn

    known = DRAWN
    if wrong := [name for name in named if name not in known]:
        raise typer.BadParameter(f"no stratum {', '.join(wrong)}: use {', '.join(known)}")
    strata = tuple(name for name in known if name in named) or known
    what = f"passing{'s' * (count > 1)} of five frames" if passing else f"frame{'s' * (count > 1)}"
    head = f"decode, {count} {what} a stratum, seed {seed}, strata {', '.join(strata)}"
    shown = ((name, drawn(name, count, seed, passing=passing)) for name in strata)
    return head, count * len(strata), shown


def _of_folder(folder: Path) -> tuple[str, int, Strata]:
    """The same of a folder. DeviceError when it holds no pictures."""
    from station.bench import FOLDER, of_files, pictures_of
    from station.core import printable

    paths = pictures_of(folder)
    shown = of_files(paths, tell=lambda said: typer.echo(printable(said, 500), err=True))
    return f"decode, {len(paths)} pictures, folder {printable(str(folder))}", len(paths), iter([(FOLDER, shown)])


class _Progress:
    """How far the run is, on a terminal alone; passes what happens on to those who keep failures."""

    def __init__(self, total: int, failures: Failures | None) -> None:
        self._done, self._total, self._failures = 0, total, failures

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._show("")

    def add(self, stratum: str, shown: Shown, answers: Sequence[Answer]) -> None:
        """One more."""
        if self._failures is not None:
            self._failures.add(stratum, shown, answers)
        self._done += 1
        self._show(f"{self._done} of {self._total}, {stratum}")

    def _show(self, words: str) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\x1b[K{words}\r", err=True, nl=False)


def _print_json(rows: Iterable[Row], seed: int) -> None:
    for row in rows:
        typer.echo(json.dumps(asdict(row) | {"seed": seed}))


def _print_table(head: str, rows: Iterable[Row]) -> None:
    """A line for each stratum and a column for each reader, once of what was read and once of the times."""
    typer.echo(head)
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.stratum, []).append(row)
    for title, cell in (("read % / misreads", _reads), ("ms mean / p99", _times)):
        names = [textwrap.wrap(row.reader, 11, break_on_hyphens=False) for row in next(iter(lines.values()))]
        typer.echo()
        typer.echo(_columns(title, "", [words[0] for words in names]))
        typer.echo(_columns("", "frames", [" ".join(words[1:]) for words in names]))
        for stratum, cells in lines.items():
            typer.echo(_columns(stratum, str(cells[0].frames), [cell(row) for row in cells]))


def _columns(first: str, second: str, cells: list[str]) -> str:
    start = f"{first:14}{second:>6}" if second else f"{first:20}"
    return start + "".join(f" {cell:>11}" for cell in cells)


def _reads(row: Row) -> str:
    rate = "-" if row.read_rate is None else f"{row.read_rate:.1f}"
    return f"{rate} / {row.misreads}"


def _times(row: Row) -> str:
    return " / ".join(f"{ms:.1f}" if ms < 99.95 else f"{ms:.0f}" for ms in (row.mean_ms, row.p99_ms))
