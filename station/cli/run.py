"""`station run`: the real thing, with the screen or without."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.bounded_output import STANDARD_OUTPUT, LineWriter
from station.cli.displaying import displaying, with_display
from station.cli.measuring import MetricsOption, measuring, with_metrics
from station.cli.notifying import notifying
from station.cli.outputs import due_here, phrase_here
from station.cli.process_start import begin
from station.cli.service_manager import lane_goes_on, watched_by_manager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config import Config
    from hardware.contract import Notice
    from station.core import Event
    from station.service import Station
    from station.ui.terminal import TerminalApp

LOOK_S = 0.1
MOST_RESULTS = 10_000
"""Lines for standard output that may wait for its reader: half an hour of scans."""
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Configuration file; else $STATION_CONFIG or /etc/parcel-station/station.toml."),
]


LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="LANGUAGE", help="Of the screens: en or zh_CN.")
]


def run(
    config: ConfigOption = None,
    headless: Annotated[bool, typer.Option(help="Without the screen, until SIGTERM or Ctrl-C.")] = False,
    events: Annotated[bool, typer.Option(help="Print a JSON line after each commit (with --headless).")] = False,
    language: LanguageOption = None,
    display: Annotated[
        str | None, typer.Option("--display", metavar="HOST:PORT", help="Show the verdicts in browsers, as [display].")
    ] = None,
    metrics: MetricsOption = None,
) -> None:
    """Run the station of the configuration file."""
    begin()
    from config import load
    from station.cli.config_versions import keep_version
    from station.setup import ConfigurationDesk

    loaded = with_metrics(with_display(speaking(load(config), language), display), metrics)
    if not headless:
        need_terminal()
    say_defaults(config)
    station = started(loaded, headless=headless)
    keep_version(config, loaded)
    station.configuration = ConfigurationDesk(config)
    ended = told_to_stop() if headless else None
    if not headless:
        station.wait_for_screen()
    station.printers.due, station.sounds.words = partial(due_here, loaded), partial(phrase_here, loaded)
    with (
        notifying(loaded, station),  # before its life: what is wrong with the file is told at once
        telling(station, headless=headless, events=events),
        station,
        displaying(loaded, station),
        measuring(loaded, station),
        watched_by_manager(partial(lane_goes_on, station)),
    ):
        if ended is not None:
            wait(station, ended.is_set)
        else:
            show(station)
        failure = station.failure
    if failure:
        if not headless:  # the journal has said it
            typer.echo(f"the station failed: {failure}", err=True)
        raise typer.Exit(1)


def speaking(config: Config, name: str | None) -> Config:
    """The configuration with this language of the screens; None: its own. BadParameter names those that there are."""
    from station.language import LANGUAGES

    if name is None:
        return config
    if name not in LANGUAGES:
        raise typer.BadParameter(f"screens speak {', '.join(LANGUAGES)}", param_hint="--language")
    return config.model_copy(update={"screen": config.screen.model_copy(update={"language": name})})


def started(config: Config, *, headless: bool) -> Station:
    """The station; while its record cannot be opened, a screen that says why, or without a screen the end."""
    from station.assembly import build_station
    from station.requests import StoreError

    def start() -> Station | str:
        try:
            return build_station(config)
        except (StoreError, OSError) as error:
            return str(error)

    made = build_station(config) if headless else start()
    if not isinstance(made, str):
        return made
    from station.ui import StartApp

    app: StartApp[Station] = StartApp(start, made, config.screen.language)
    run_screen(app)
    if app.error is not None:
        raise app.error
    if app.made is None:
        raise typer.Exit(1)
    return app.made


def show(station: Station, guide: Callable[[], Notice | None] | None = None) -> None:
    """Run the screen until it is quit, or a signal ends it and the terminal is put back in order.

    Exit 1 when the screen died: its terminal is gone, takes nothing, or no key works any more.
    """
    from station.ui import StationApp

    app = StationApp(station, guide=guide)
    run_screen(app)
    if app.unforeseen is not None:
        raise app.unforeseen


def run_screen(app: TerminalApp) -> None:
    """Run it; ScreenLostError when its terminal is gone or takes nothing, or when no key works any more."""
    signal.signal(signal.SIGTERM, lambda *_: app.exit())
    signal.signal(signal.SIGHUP, lambda *_: app.terminal_gone("the terminal was closed"))
    app.run()
    if app.input_error is not None:
        raise ScreenLostError(f"it took no keys any more: {app.input_error}")
    if app.lost is not None:
        raise ScreenLostError(app.lost)


class ScreenLostError(Exception):
    """Nobody can see the screen or answer it any more; the text says why."""


@contextmanager
def telling(station: Station, *, headless: bool, events: bool) -> Iterator[LineWriter]:
    """Have said what happens; around the station's own life, so that neither its first word nor its last is missed.

    Yields the way to standard output, which never holds the station up.
    """
    from station.cli.journal import JournalWriter

    results = LineWriter(STANDARD_OUTPUT, MOST_RESULTS, dropped_line)
    with ExitStack() as life:
        tell: Callable[[str], None] = partial(typer.echo, err=True)
        if headless:
            station.runs_headless()
            tell = life.enter_context(JournalWriter(station)).tell
        with results:
            if events:
                station.subscribe(partial(print_committed, results))
            yield results
        if results.gone.is_set():
            tell("standard output: nobody reads it any more; what came later is missing there, not in the record")
        elif results.dropped:
            tell(f"standard output: {results.dropped} lines are missing, as it was read too slowly or not at all")


def told_to_stop() -> threading.Event:
    """From now on SIGTERM and Ctrl-C set this instead of ending the process."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended


def wait(station: Station, is_over: Callable[[], bool]) -> None:
    """Until it is over, or the station fails."""
    while not is_over() and station.failure is None:
        time.sleep(LOOK_S)


def need_terminal() -> None:
    """The screen is read from standard input and drawn on standard error. BadParameter names what is no terminal."""
    names = {"standard input": sys.stdin, "standard error": sys.stderr}
    away = [name for name, stream in names.items() if stream is None or not stream.isatty()]
    if len(away) == len(names):
        raise typer.BadParameter("there is no terminal for the screen; use --headless (with make: ARGS=--headless)")
    if away:
        does = "is read from" if away == ["standard input"] else "is drawn on"
        raise typer.BadParameter(
            f"{away[0]} is no terminal, and the screen {does} it: do not redirect it, or use --headless"
        )


def say_defaults(config: Path | None) -> None:
    """Without a configuration the defaults hold: said, since they name another record."""
    from config import Config, path_in_use

    if path_in_use(config) is None:
        typer.echo(f"no configuration file: the defaults hold, the record is in {Config().station.data_dir}", err=True)


def print_committed(results: LineWriter, event: Event) -> None:
    """The `--events` line, once the commit has returned; written by another thread."""
    from station.core import ScanCommitted

    if isinstance(event, ScanCommitted):
        scan = event.scan
        line = {
            "event": "committed",
            "scan_id": scan.scan_id,
            "seq": scan.seq,
            "parcel_id": scan.parcel_id,
            "bin": scan.bin,
        }
        results.put(json.dumps(line))


def dropped_line(count: int) -> str:
    """What stands in standard output where so many lines did not fit."""
    return json.dumps({"event": "dropped", "count": count})
