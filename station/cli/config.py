"""`station config`: write, check, show and change the configuration file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from config import Problem

app = typer.Typer(no_args_is_help=True)

FileArgument = Annotated[
    Path | None, typer.Argument(help="The file; else $STATION_CONFIG or /etc/parcel-station/station.toml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


@app.command()
def init(
    path: FileArgument = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a file with every key, its default and what it means."""
    from config import ConfigError, Problem, example
    from config.load import DEFAULT_PATH, path_in_use
    from station.core.printable import printable

    target = path_in_use(path) or DEFAULT_PATH
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w" if force else "x", encoding="utf-8") as file:
            file.write(example())
    except FileExistsError:
        raise ConfigError([Problem(str(target), "", "is there already; --force replaces it")]) from None
    except OSError as error:
        cure = f"cannot be written: {error.strerror}; name another PATH"
        raise ConfigError([Problem(str(target), "", cure)]) from None
    typer.echo(printable(str(target), 500))


@app.command()
def check(file: FileArgument = None, as_json: JsonOption = False) -> None:
    """Name everything that is wrong with a file. Exit code 2 when something is."""
    from config import ConfigError, load, path_in_use
    from station.core.printable import printable

    used = path_in_use(file)
    problems: tuple[Problem, ...] = ()
    try:
        load(used)
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


@app.command()
def show(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Print the values in effect, the defaults included. Passwords are masked."""
    from config import dump, load, values
    from station.core.printable import printable

    loaded = load(config)
    if as_json:
        typer.echo(json.dumps(_nested(values(loaded))))
        return
    for key, value in dump(loaded):
        typer.echo(f"{key} = {printable(value, 2000)}")


@app.command("set")
def set_(key: str, value: str, config: ConfigOption = None) -> None:
    """Change one KEY (such as scale.baudrate) to VALUE and keep the rest of the file, comments included."""
    from config import ConfigError, Problem, dump, load, path_in_use, set_value
    from config.load import DEFAULT_PATH
    from station.core.printable import printable

    used = path_in_use(config)
    if used is None:
        raise ConfigError([Problem(str(DEFAULT_PATH), "", "no such file; write one with: station config init")])
    set_value(used, key, value)
    for name, now in dump(load(used)):
        if key == name or key.startswith(f"{name}."):
            typer.echo(f"{name} = {printable(now, 2000)}")


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
