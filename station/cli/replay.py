"""`station replay`: what was recorded of the lane, run again as it was or by other settings."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from station.replay import Recording, Replayed

LIST = "list"
SHOWN = 40
"""Frames that are printed; --json has all."""


def replay(
    recording: Annotated[
        str, typer.Argument(metavar="DIR|list", help="A recording's folder, its name, or list: all that are kept.")
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Another setting of reader, weigh or lane; may stand again."),
    ] = None,
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; of list one a line.")] = False,
) -> None:
    """Run reader, lane and weigh cycle over a recording, and print what changes. Nothing is booked.

    Exit code 1: as it was it does not give the same, or with --set no more is read; 2: it is damaged or none.
    """
    if recording == LIST:
        _list(config, as_json=as_json)
        return
    from station.core import printable
    from station.replay import BadRecordingError, compared, load, rerun, with_settings

    pairs = [_pair(each) for each in settings or ()]
    try:
        kept = load(_folder(recording, config))
        by = with_settings(kept, pairs) if pairs else kept.config
        told = compared(rerun(kept, by), _start(kept))
    except BadRecordingError as bad:
        typer.echo(printable(str(bad), 500), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(_head(kept) | {"set": dict(pairs), "gain": told.gain} | asdict(told)))
    else:
        for line in _lines(kept, told, pairs):
            typer.echo(printable(line, 300))
    raise typer.Exit(0 if (told.gain > 0 if pairs else told.identical) else 1)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise typer.BadParameter("write KEY=VALUE, such as reader.effort=thorough", param_hint="--set")
    return key.strip(), value.strip()


def _folder(recording: str, config: Path | None) -> Path:
    """The folder itself, or the one of this name among those that are kept."""
    path = Path(recording)
    if path.exists() or path.name != recording:
        return path
    import config as configuration
    from station.assembly import recordings_folder

    try:
        return recordings_folder(configuration.load(configuration.path_in_use(config))) / recording
    except configuration.ConfigError:
        return path


def _list(config: Path | None, *, as_json: bool) -> None:
    import config as configuration
    from station.assembly import recordings_folder
    from station.core import printable
    from station.replay import BadRecordingError, load
    from station.runtime.recorder import recordings_in

    folder = recordings_folder(configuration.load(configuration.path_in_use(config)))
    kept = recordings_in(folder)
    for each in kept:
        size = sum(file.stat().st_size for file in each.iterdir())
        try:
            about: dict[str, Any] = _head(load(each)) | {"bytes": size}
        except BadRecordingError as bad:
            about = {"folder": str(each), "bytes": size, "damaged": str(bad)}
        if as_json:
            typer.echo(json.dumps(about))
        else:
            text = about.get("damaged") or f"{about['made_at']}  {about['why']:9} {about['frames']:>5} frames"
            typer.echo(printable(f"{text}  {size / 1e6:7.1f} MB  {each}", 500))
    if not kept:
        typer.echo(printable(f"no recording in {folder}; replay.enabled = true makes them", 500), err=True)


def _head(kept: Recording) -> dict[str, Any]:
    named = ("made_at", "made_by", "why", "masked")
    frames = sum("frame" in line for line in kept.lines)
    return {"folder": str(kept.folder), **{name: kept.head.get(name) for name in named}, "frames": frames}


def _start(kept: Recording) -> float:
    return float(kept.lines[0].get("at", 0.0)) if kept.lines else 0.0


def _lines(kept: Recording, told: Replayed, pairs: list[tuple[str, str]]) -> list[str]:
    head = _head(kept)
    lines = [f"{head['made_at']}  {head['why']}, {told.frames} frames looked at, {told.weights} messages of the scale"]
    lines += [f"  with {key} = {value}" for key, value in pairs]
    for change in told.changes[:SHOWN]:
        before, after = _reading(change["before"]), _reading(change["after"])
        lines.append(f"{change['at']:>8.3f} s  frame {change['frame']}: {before} -> {after}")
    if len(told.changes) > SHOWN:
        lines.append(f"          and {len(told.changes) - SHOWN} more frames; --json has all")
    for parcel in told.parcels:
        before, after = parcel["before"], parcel["after"]
        same = before is not None and after is not None
        text = f"{_parcel(before)}  as before" if same else f"{_parcel(before)} -> {_parcel(after)}"
        lines.append(f"{parcel['at']:>8.3f} s  parcel: {text}")
    lines.append(f"frames with a code: {told.read_before} -> {told.read_after}")
    if told.identical:
        lines.append("identical: every reading, every parcel and the lane at the end are what they were")
    elif not pairs:
        why = "; its pictures were masked" if head["masked"] else ""
        lines.append(f"not identical: by its own settings the recording gives something else{why}")
    return lines


def _reading(reading: dict[str, Any]) -> str:
    return ", ".join(reading["read"]) or f"not read, {reading['cause']}"


def _parcel(parcel: dict[str, Any] | None) -> str:
    if parcel is None:
        return "nothing"
    name = parcel["parcel_id"] or f"{parcel['verdict']} ({parcel['cause']})"
    weight = f", {float(parcel['grams']):g} g" if parcel["grams"] else ""
    end = " ".join(each for each in (parcel.get("code"), parcel.get("bin")) if each)
    return f"{name}{weight}{f', {end}' if end else ''}"
