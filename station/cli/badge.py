"""`station badge`: what a worker logs in with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.cli.new_file import ForceOption
from station.cli.run import ConfigOption

app = typer.Typer(no_args_is_help=True)
NUMBER_DIGITS = 8


@app.callback()
def options() -> None:
    """Options of every look at badges."""


@app.command("print")
def print_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who holds it, as each scan will name them.")],
    out: Annotated[Path, typer.Argument(metavar="FILE", help="One A4 page: .pdf, or a picture of 200 dpi (.png).")],
    role: Annotated[str, typer.Option(metavar="ROLE", help="worker, supervisor or technician.")] = "worker",
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
    from station.core import LONGEST_NAME, ROLES, Badge, badge_text, printable
    from station.requests import HubKeyError, hub_key_made

    name = name.strip()
    if not name or not name.isprintable() or len(name.encode()) > LONGEST_NAME:
        raise typer.BadParameter(f"1 to {LONGEST_NAME} letters (bytes of UTF-8)", param_hint="NAME")
    if role not in ROLES:
        raise typer.BadParameter(f"one of {', '.join(ROLES)}", param_hint="--role")
    if out.exists() and not force:
        raise ConfigError([Problem(str(out), "", "is there already; --force replaces it")])
    badge = Badge(name, role, f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}")
    try:
        text = badge_text(badge, hub_key_made(key_path(load(config))))
        save_cards(code_cards([(f"{name if name.isascii() else role} {badge.number}", text)], columns=1), out)
    except (HubKeyError, ValueError) as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    except OSError as error:
        raise ConfigError([Problem(str(out), "", f"cannot be written: {error.strerror}; name another FILE")]) from None
    typer.echo(printable(f"{out}: badge {badge.number} of {name}, {role}", 500))


@app.command()
def revoke(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The 8 digits on the badge.")],
    config: ConfigOption = None,
) -> None:
    """Make a lost badge worthless at this station, and at each that has the same key file. Exit code 1: it was before.

    The shift that it opened goes on: close it with `station shift close`.
    """
    from config import ConfigError, Problem, load
    from station import requests
    from station.assembly import key_path

    if len(number) != NUMBER_DIGITS or not number.isascii() or not number.isdigit():
        raise typer.BadParameter(f"{NUMBER_DIGITS} digits, as they stand on the badge", param_hint="NUMBER")
    try:
        revoked = requests.revoke(key_path(load(config)), number)
    except requests.HubKeyError as error:
        raise ConfigError([Problem("badge", "", str(error))]) from None
    typer.echo(f"badge {number} is revoked" if revoked else f"badge {number} was revoked before")
    if not revoked:
        raise typer.Exit(1)
