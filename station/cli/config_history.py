"""`station config diff` and `history`: what differs, what was in force before, and the way back."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.cli.config_versions import keep_version
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from config import Config, Difference

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for the history.")]


def diff(
    before: Annotated[
        str | None, typer.Argument(metavar="[BEFORE]", help="A file, or the number of a version; else the defaults.")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[AFTER]", help="A file, or the number of a version; else what is in force.")
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which values in effect differ, each with both. Exit code 2: a file or a version is not there or is wrong."""
    from config import Config, differences, load

    in_force = load(config)
    old = _read(before, in_force) if before is not None else Config()
    new = _read(after, in_force) if after is not None else in_force
    _tell(differences(old, new), as_json=as_json)


def history(
    config: ConfigOption = None,
    back: Annotated[
        int | None, typer.Option("--back", metavar="NUMBER", help="Put this version back into force.")
    ] = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """List every version that was in force, the newest first: number, time (UTC), who, why, what changed."""
    from config import load

    in_force = load(config)
    if back is not None:
        _put_back(in_force, config, back, why)
    else:
        _list(in_force, as_json=as_json)


def _read(named: str, in_force: Config) -> Config:
    from config import load, parsed_version, version_of

    if named.isascii() and named.isdigit() and len(named) < 10:
        return parsed_version(version_of(in_force.station.data_dir, int(named)))
    return load(Path(named))


def _tell(found: tuple[Difference, ...], *, as_json: bool, indent: str = "") -> None:
    from station.core import printable

    for each in found:
        if as_json:
            typer.echo(json.dumps(asdict(each)))
        else:
            before, after = (each.before or "(none)"), (each.after or "(none)")
            typer.echo(f"{indent}{each.key}: {printable(before, 500)} -> {printable(after, 500)}")


def _list(in_force: Config, *, as_json: bool) -> None:
    from config import Config, ConfigError, differences, history, parsed_version
    from station.core import printable

    lines, before = [], Config()
    for version in history(in_force.station.data_dir):
        changed: tuple[Difference, ...] = ()
        try:
            now = parsed_version(version)
            changed, before, wrong = differences(before, now), now, ""
        except ConfigError as error:
            wrong = str(error.problems[0])
        lines.append((version, changed, wrong))
    for version, changed, wrong in reversed(lines):
        if as_json:
            told = {"number": version.number, "at": version.at, "who": version.who, "why": version.why}
            typer.echo(json.dumps({**told, "changed": [asdict(each) for each in changed], "wrong": wrong or None}))
            continue
        head = f"{version.number}  {version.at}  {version.who}" + (f": {version.why}" if version.why else "")
        typer.echo(printable(head, 500))
        _tell(changed, as_json=False, indent="    ")
        if wrong:
            typer.echo(f"    not taken by this version: {printable(wrong, 500)}")


def _put_back(in_force: Config, file: Path | None, number: int, why: str) -> None:
    from config import DEFAULT_PATH, ConfigError, Problem, differences, path_in_use, version_of, write_text

    used = path_in_use(file)
    if used is None:
        raise ConfigError([Problem(str(DEFAULT_PATH), "", "no such file; write one with: station config init")])
    version = version_of(in_force.station.data_dir, number)
    keep_version(used, in_force, "before it was put back")
    now = write_text(used, version.text)
    keep_version(used, now, why or f"back to version {number}")
    _tell(differences(in_force, now), as_json=False)
