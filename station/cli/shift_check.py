"""`station shift check`: the checks of the shift, asked at the lane and followed here."""

from __future__ import annotations

import select
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.asking import outcome_of, refuse
from station.cli.record_path import DbOption, asked_lane, record_of
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import Checking

LOOK_S = 0.3
WhoOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who checks.")]


def check(
    by: WhoOption,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="CHECK", help="zero, test_weight, ...; may be repeated.")
    ] = None,
    config: ConfigOption = None,
    db: DbOption = None,
) -> None:
    """Have the checks asked at the lane of the running station, and show what each comes to. What needs a word is
    answered there, or here: y and Enter, n and Enter. Exit code 1 when one fails, 3 when no station runs.
    """
    from config import load
    from station.cli.errors import AWAY
    from station.core import printable
    from station.core.check_requests import RunChecks
    from station.core.outcomes import Done
    from station.runtime import ask as ask_status

    folder = load(config).station.data_dir
    if ask_status(folder) is None:
        typer.echo(
            printable(f"no station runs in {folder}: start it with station run; it asks the checks", 500), err=True
        )
        raise typer.Exit(AWAY)
    database, station_id = record_of(config, db)
    outcome = outcome_of(RunChecks(by, tuple(only or ())), database, station_id, asked_lane(config, db))
    if not isinstance(outcome, Done):
        refuse(outcome)
    failed = _follow(folder, database, by)
    raise typer.Exit(1 if failed else 0)


def _follow(folder: Path, database: Path, by: str) -> int:
    """Show each result and each question until nothing waits; how many failed."""
    from station.cli.errors import AWAY
    from station.runtime import ask as ask_status

    shown, asked, quiet = 0, "", 0
    while quiet * LOOK_S < 2.5:
        results = _results(database)
        for result in results[shown:]:
            _show(result)
        shown = max(shown, len(results))
        answer = ask_status(folder)
        if answer is None:
            typer.echo("the station has ended: it asks on when it starts", err=True)
            raise typer.Exit(AWAY)
        asked = _ask(answer.get("checking"), asked, database, by)
        quiet = quiet + 1 if answer.get("checking") is None else 0
        time.sleep(LOOK_S)
    return sum(not each.get("passed") for each in _results(database))


def _results(database: Path) -> list[dict[str, Any]]:
    """Since the checks were asked, the oldest first."""
    from station import requests
    from station.core import ASKED, Check

    found: list[dict[str, Any]] = []
    for each in requests.checks(database):
        if each.what == ASKED:
            break
        if each.what in set(Check):
            found.insert(0, dict(each.details))
    return found


def _show(result: dict[str, Any]) -> None:
    from station.core import printable
    from station.core.outcomes import Done, Reason
    from station.language import ENGLISH, language, outcome_text

    reason = Reason.CHECK_PASSED if result.get("passed") else Reason.CHECK_FAILED
    values = {"check": str(result["is"]), "value": str(result["value"]), "limit": str(result["limit"])}
    typer.echo(printable(outcome_text(Done(reason, values), language(ENGLISH)), 500))


def _ask(told: dict[str, Any] | None, asked: str, database: Path, by: str) -> str:
    """Show a new question; an answer that is typed here is handed over. What is asked now."""
    from station.core import Checking, printable
    from station.language import ENGLISH, check_order, language

    if told is None:
        return ""
    now = Checking(**told)
    name = f"{now.check} {now.take_off}"
    if name != asked:
        keys = "" if now.take_off else "  [y/n]" if now.check == "sound" else "  [n: it does not work]"
        typer.echo(printable(check_order(now, language(ENGLISH)) + keys, 500), err=True)
    word = _typed()
    if word[:1] in {"y", "n"} and not now.take_off and (word[0] == "n" or now.check == "sound"):
        _answer(now, database, by, passed=word[0] == "y")
    return name


def _typed() -> str:
    """A line of the terminal, if there is one."""
    ready = sys.stdin.isatty() and select.select([sys.stdin], [], [], 0)[0]
    return sys.stdin.readline().strip().lower() if ready else ""


def _answer(now: Checking, database: Path, by: str, *, passed: bool) -> None:
    from station.core.check_requests import check_made

    outcome_of(check_made(now.check, now.value or "-", now.limit or "-", by, passed=passed), database, None)
