"""`station badge`: what a worker logs in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.label_queue import to_queue
from station.cli.new_file import ForceOption
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from station.requests import Issued, Revoked

app = typer.Typer(no_args_is_help=True)
NUMBER_DIGITS, STAFF_DIGITS = 8, 6
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Who holds it, as each scan will name them.")]
RoleOption = Annotated[str, typer.Option(metavar="ROLE", help="worker, supervisor or technician.")]


@app.callback()
def options() -> None:
    """Options of every look at badges."""


@app.command("print")
def print_(
    name: NameArgument,
    out: Annotated[Path, typer.Argument(metavar="FILE", help="One A4 page: .pdf, or a picture of 200 dpi (.png).")],
    role: RoleOption = "worker",
    config: ConfigOption = None,
    force: ForceOption = False,
) -> None:
    """Print a badge, as Code 128 and as QR. Its number stands on it: keep it, to revoke a lost badge.

    Each printed badge has a number of its own. Exit code 2: wrong name or role; the key or the file cannot be written.
    """
    import secrets

    from config import ConfigError, Problem, load
    from hardware.images import code_cards, save_cards
    from station.assembly import key_path
    from station.core import Badge, badge_text, printable
    from station.requests import HubKeyError, Issued, hub_key_made, note_issued

    name = _holder(name, role)
    if out.exists() and not force:
        raise ConfigError([Problem(str(out), "", "is there already; --force replaces it")])
    badge = Badge(name, role, f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}")
    try:
        path = key_path(load(config))
        text = badge_text(badge, hub_key_made(path))
        note_issued(path, Issued(badge, _now()))
        save_cards(code_cards([(f"{name if name.isascii() else role} {badge.number}", text)], columns=1), out)
    except (HubKeyError, ValueError) as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(out), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    typer.echo(printable(f"{out}: badge {badge.number} of {name}, {role}", 500))


@app.command()
def pin(
    name: NameArgument,
    role: RoleOption = "worker",
    number: Annotated[
        str | None, typer.Option(metavar="DIGITS", help="Staff number, 4 to 8 digits. Without it one is made.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Ask for a PIN of 6 to 12 digits, twice, and print the staff number that goes with it: for who has no badge.

    Another PIN is another staff number: revoke the old one. Exit code 2: wrong name, role, number or PIN; a file cannot
    be written.
    """
    from config import ConfigError, Problem, load
    from station.assembly import key_path
    from station.core import Badge, is_easy, is_pin, is_staff_number, printable
    from station.requests import HubKeyError, Issued, hub_key_made, issued, note_issued, pin_hash, revoked

    name = _holder(name, role)
    if number is not None and not is_staff_number(number):
        raise typer.BadParameter("4 to 8 digits", param_hint="--number")
    path = key_path(load(config))
    try:
        key = hub_key_made(path)
        used = {each.badge.number for each in issued(path)} | set(revoked(path))
        if number in used:
            raise typer.BadParameter(f"{number} was given out before: take another one", param_hint="--number")
        said = typer.prompt("PIN", hide_input=True, confirmation_prompt=True, err=True)
        if not is_pin(said) or is_easy(said):
            raise typer.BadParameter("6 to 12 digits, no row such as 123456 or 000000", param_hint="PIN")
        badge = Badge(name, role, number or _unused(used))
        note_issued(path, Issued(badge, _now(), pin_hash(badge, said, key)))
    except HubKeyError as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    typer.echo(printable(f"staff number {badge.number} of {name}, {role}", 500))


@app.command("list")
def list_(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """Every badge and staff number that was given out or revoked: number, kind, role, when, holder, who revoked it.

    What an older version printed is not in the list before it is revoked.
    """
    import json

    from config import ConfigError, Problem, load
    from station.assembly import key_path
    from station.core import printable
    from station.requests import HubKeyError, issued, revoked

    path = key_path(load(config))
    try:
        given, lost = issued(path), revoked(path)
    except HubKeyError as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    rows = [_row(each, lost.get(each.badge.number)) for each in given]
    listed = {row["number"] for row in rows}
    rows += [{"number": number, **_revoked(gone)} for number, gone in lost.items() if number not in listed]
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else printable(_line(row), 500))


@app.command()
def revoke(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The 8 digits on the badge, or a staff number.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who revokes it, for the list.")] = "",
    config: ConfigOption = None,
) -> None:
    """Make a lost badge or a PIN worthless at this station, and at each that has the same key file.

    Exit code 1: it was before. The shift that it opened goes on: close it with `station shift close`.
    """
    from config import ConfigError, Problem, load
    from station import requests
    from station.assembly import key_path
    from station.core import is_staff_number

    if not is_staff_number(number):
        raise typer.BadParameter("4 to 8 digits, as `badge list` shows them", param_hint="NUMBER")
    if not by.isprintable():
        raise typer.BadParameter("a name", param_hint="--by")
    try:
        revoked = requests.revoke(key_path(load(config)), number, _now(), by.strip())
    except requests.HubKeyError as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    typer.echo(f"badge {number} is revoked" if revoked else f"badge {number} was revoked before")
    if not revoked:
        raise typer.Exit(1)


def _now() -> str:
    from datetime import UTC, datetime

    from station.core import utc_text

    return utc_text(datetime.now(UTC))


def _holder(name: str, role: str) -> str:
    from station.core import LONGEST_NAME, ROLES

    name = name.strip()
    if not name or not name.isprintable() or len(name.encode()) > LONGEST_NAME:
        raise typer.BadParameter(f"1 to {LONGEST_NAME} letters (bytes of UTF-8)", param_hint="NAME")
    if role not in ROLES:
        raise typer.BadParameter(f"one of {', '.join(ROLES)}", param_hint="--role")
    return name


def _unused(used: set[str]) -> str:
    import secrets

    while True:
        number = f"{secrets.randbelow(10**STAFF_DIGITS):0{STAFF_DIGITS}}"
        if number not in used:
            return number


def _row(given: Issued, gone: Revoked | None) -> dict[str, object]:
    badge = given.badge
    what = {"kind": "pin" if given.pin else "badge", "role": badge.role, "at": given.at, "name": badge.operator}
    return {"number": badge.number, **what, **_revoked(gone)}


def _revoked(gone: Revoked | None) -> dict[str, object]:
    return {"revoked": False} if gone is None else {"revoked": True, "revoked_at": gone.at, "revoked_by": gone.by}


def _line(row: dict[str, object]) -> str:
    said = {name: str(value) for name, value in row.items()}
    about = [f"{said['number']:<8}", f"{said.get('kind', ''):<5}", f"{said.get('role', ''):<10}"]
    about += [said.get("at", ""), said.get("name", "")]
    if row["revoked"]:
        about.append(f"REVOKED {said['revoked_at']}" + (f" by {said['revoked_by']}" if row["revoked_by"] else ""))
    return "  ".join(about).rstrip()


@app.command("label")
def label(name: NameArgument, role: RoleOption = "worker", config: ConfigOption = None) -> None:
    """Print a badge on the label printer of this station, to be stuck on a card; its number stands on it.

    Exit code 2: wrong name or role, no printer for badges, the key cannot be written.
    """
    import secrets

    from config import ConfigError, Problem, load
    from station.assembly import key_path
    from station.core import Badge
    from station.reports import badge_label
    from station.requests import HubKeyError, Issued, hub_key_made, note_issued

    badge = Badge(_holder(name, role), role, f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}")
    try:
        path = key_path(load(config))
        key = hub_key_made(path)
        told = to_queue(config, "badge", badge.operator, badge_label(badge, key))
        note_issued(path, Issued(badge, _now()))
    except (HubKeyError, ValueError) as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    typer.echo(told)
