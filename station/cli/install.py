"""`station install`: the machine runs the station, or the centre, as a service."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from station.cli.new_file import ForceOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.deployment import Deployment

STATE = Path("/var/lib/parcel-station")
SECRETS = {"screen": "token", "headless": "token", "tracking-server": "tokens"}


def install(
    what: Annotated[
        Literal["screen", "headless", "tracking-server"],
        typer.Argument(help="A station with its screen on a terminal of the machine, one without, or the centre."),
    ] = "screen",
    config: Annotated[
        Path, typer.Option("--config", help="Configuration of the station; written with its defaults if not there.")
    ] = Path("/etc/parcel-station/station.toml"),
    user: Annotated[str, typer.Option("--user", help="As whom it runs; made if not there.")] = "parcel-station",
    tty: Annotated[str, typer.Option("--tty", help="Terminal of the screen.")] = "tty1",
    db: Annotated[
        str,
        typer.Option("--db", metavar="PLACE", help="Of the centre: SQLite file or postgresql://USER@HOST/DATABASE."),
    ] = "/var/lib/parcel-station-tracking/tracking.db",
    root: Annotated[Path, typer.Option("--root", help="Write below this folder, as for an image.")] = Path("/"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the files, and write nothing.")] = False,
    force: ForceOption = False,
) -> None:
    """Write the systemd unit, its user and the udev rules, and say what puts them into force. Needs root.

    Exit code 2: a file is there already and differs, or cannot be written. Nothing is written then.
    """
    from station.deployment import Deployment, Service, next_commands, unit_files

    program = Path(sys.prefix) / "bin" / "station"
    wanted = Deployment(Service(what), program, config.absolute(), user, tty, db, _writes(what, config))
    _refuse_names(wanted)
    made = {root / path.relative_to("/"): text for path, text in unit_files(wanted).items()}
    if dry_run:
        for path, text in made.items():
            typer.echo(f"### {path}\n{text}")
    else:
        _write(made, force=force)
        _write_once(root / wanted.config.relative_to("/"), root / "etc/parcel-station" / SECRETS[what], what)
    _say_what_is_left(program)
    typer.echo("in force after: " + " && ".join(f"sudo {each}" for each in next_commands(wanted)), err=True)


def _say_what_is_left(program: Path) -> None:
    """The service sees no home folder: neither the environment nor its Python may lie in one."""
    from station.core import printable

    places = {program, Path(sys.executable).resolve()}
    for place in sorted(each for each in places if each.is_relative_to("/root") or each.is_relative_to("/home")):
        cure = "clone to /opt, make install PYTHON=/usr/bin/python3, run this there"
        typer.echo(printable(f"still to do: the service cannot see {place}: {cure}", 500), err=True)


def _writes(what: str, config: Path) -> tuple[Path, ...]:
    """Folders of the configuration beside systemd's own of the service. ConfigError: it is wrong."""
    from config import load

    if what == "tracking-server" or not config.is_file():
        return ()
    station = load(config).station
    folders = {station.data_dir.absolute(), *({station.backup_dir.absolute()} if station.backup_dir else ())}
    return tuple(sorted(each for each in folders if not each.is_relative_to(STATE)))


def _refuse_names(wanted: Deployment) -> None:
    """BadParameter: what would mean something else in a unit."""
    named = {"--user": wanted.user, "--tty": wanted.tty, "--db": wanted.database, "--config": str(wanted.config)}
    for option, value in named.items():
        if not value or not value.isprintable() or set(value) & set(" %$\\\"';"):
            raise typer.BadParameter("write it without blanks and without % $ \\ quotes ;", param_hint=option)


def _write(made: Mapping[Path, str], *, force: bool) -> None:
    """All, or nothing where one of them is there already and differs. ConfigError."""
    from config import ConfigError, Problem
    from station.core import printable

    others = [path for path, text in made.items() if path.exists() and path.read_text(encoding="utf-8") != text]
    if others and not force:
        raise ConfigError(
            [Problem(str(path), "", "is there already and differs; --force replaces it") for path in others]
        )
    for path, text in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            cure = f"cannot be written: {error.strerror}; run this with sudo, or show the files with --dry-run"
            raise ConfigError([Problem(str(path), "", cure)]) from None
        typer.echo(printable(str(path), 500))


def _write_once(config: Path, secret: Path, what: str) -> None:
    """Configuration and place of the token, where they are not there: what a person has written stays."""
    from config import example
    from station.core import printable

    wanted = {secret: ("", 0o600)} if what == "tracking-server" else {config: (example(), 0o644), secret: ("", 0o600)}
    for path, (text, mode) in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=mode)
            path.write_text(text, encoding="utf-8")
            typer.echo(printable(f"{path}: " + ("fill it in" if text else "put the token of the centre in"), 500))
