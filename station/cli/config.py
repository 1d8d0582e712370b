"""`station config`: write, check, show and change the configuration file."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli import config_history
from station.cli.config_versions import keep_version
from station.cli.new_file import ForceOption, write_new
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from config import Config, Problem

app = typer.Typer(no_args_is_help=True)
app.command()(config_history.diff)
app.command()(config_history.history)

FileArgument = Annotated[
    Path | None, typer.Argument(help="The file; else $STATION_CONFIG or /etc/parcel-station/station.toml.")
]
UDEV_RULES = Path("/etc/udev/rules.d/99-parcel-station.rules")
JsonOption = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


@app.command()
def init(path: FileArgument = None, force: ForceOption = False) -> None:
    """Write a file with every key, its default and what it means."""
    from config import DEFAULT_PATH, example, path_in_use

    write_new(path_in_use(path) or DEFAULT_PATH, example(), force=force)


@app.command()
def udev(path: Annotated[Path, typer.Argument(help="The file.")] = UDEV_RULES, force: ForceOption = False) -> None:
    """Write the udev rules that open scales and cameras to the groups dialout and video. Needs root."""
    from hardware.access import RULES

    write_new(path, RULES.read_text(encoding="utf-8"), force=force)
    typer.echo("in force after: sudo udevadm control --reload && sudo udevadm trigger", err=True)


@app.command()
def check(file: FileArgument = None, as_json: JsonOption = False) -> None:
    """Name everything that is wrong with a file. Exit code 2 when something is."""
    from config import ConfigError, load, path_in_use
    from station.core import printable

    used = path_in_use(file)
    problems: tuple[Problem, ...] = ()
    loaded: Config | None = None
    try:
        loaded = load(used)
    except ConfigError as error:
        problems = error.problems
    if as_json:
        listed = [{"file": p.file, "key": p.key, "cure": p.cure} for p in problems]
        typer.echo(json.dumps({"file": str(used) if used else None, "ok": not problems, "problems": listed}))
    for problem in problems:
        typer.echo(printable(str(problem), 500), err=True)
    if problems:
        raise typer.Exit(2)
    if not as_json:
        typer.echo(f"{printable(str(used), 500)}: ok" if used else "no configuration file; the defaults hold")
        _say_what_is_left(loaded)


def _say_what_is_left(loaded: Config | None) -> None:
    """What is allowed and cannot work here."""
    from station.core import printable

    if loaded is not None and loaded.scale.enabled and Path(loaded.scale.port).is_dir():
        port = printable(loaded.scale.port, 500)
        typer.echo(f"still to do: scale.port: {port} is a folder; write a device in it: station scale detect", err=True)


@app.command()
def show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Print the values in effect, the defaults included. Passwords are masked."""
    from config import dump, load, values
    from station.core import printable

    loaded = load(config)
    if as_json:
        typer.echo(json.dumps(_nested(values(loaded))))
        return
    for key, value in dump(loaded):
        typer.echo(f"{key} = {printable(value, 2000)}")


@app.command("set")
def set_(
    key: str,
    value: Annotated[str | None, typer.Argument(help="Left out: what may be written is listed.")] = None,
    config: ConfigOption = None,
    why: config_history.WhyOption = "",
) -> None:
    """Change one KEY (such as scale.baudrate, or scanner.hand.port of the table of that name) to VALUE and keep the
    rest of the file, comments included.
    """
    from config import DEFAULT_PATH, ConfigError, Problem, dump, load, path_in_use, possible, set_value
    from station.core import printable

    if value is None:
        typer.echo("\n".join(possible(key)))
        return
    used = path_in_use(config)
    if used is None:
        raise ConfigError([Problem(str(DEFAULT_PATH), "", "no such file; write one with: station config init")])
    with suppress(ConfigError):  # what is wrong in it now may be what is put right
        keep_version(used, load(used), "before a change")
    config_now, next_steps = set_value(used, key, value)
    keep_version(used, config_now, why)
    told = [(name, now) for name, now in dump(config_now) if key == name or key.startswith(f"{name}.")]
    for name, now in told or [(key, value)]:  # a table that is named by its number
        typer.echo(f"{name} = {printable(now, 2000)}")
    for problem in next_steps:
        typer.echo(f"still to do: {printable(str(problem), 500)}", err=True)


@app.command()
def schema() -> None:
    """Print the JSON schema of the file, for editors."""
    from config import Config

    typer.echo(json.dumps(Config.model_json_schema(), indent=2))


def _nested(flat: list[tuple[str, object]]) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {}
    for dotted, value in flat:
        table, _, key = dotted.partition(".")
        tables.setdefault(table, {})[key] = value
    return tables
