"""`station camera tune`: which settings of the camera read best, over live pictures."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from hardware.camera import Controls
    from hardware.contract import Camera, Reader
    from station.setup import Measured, Try

SETTLE, WAIT_S = 4, 1.0
"""Pictures after a change that are not looked at, and the longest wait for one."""


def tune(
    config: ConfigOption = None,
    frames: Annotated[int, typer.Option(min=3, max=1000, help="Pictures that are looked at with each value.")] = 12,
    write: Annotated[bool, typer.Option("--write", help="Write the best into the configuration.")] = False,
    simulated: Annotated[bool, typer.Option("--simulated", help="A simulated camera with these controls.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a label under the camera: focus, exposure and gain are tried, and the settings that read best are printed.
    Of a camera without controls the reader's effort is tried. Afterwards the controls are as they were, unless
    `--write`. Exit code 1: nothing was read with any.
    """
    from config import load
    from station.assembly import camera_controls, open_camera
    from station.setup import tune as tries_of

    loaded = load(config)
    camera, controls = _simulated() if simulated else (open_camera(loaded), camera_controls(loaded))
    camera.open()
    try:
        if controls is None or not controls.ranges():
            chosen = _effort(camera, loaded, frames, as_json=as_json)
        else:
            before = {name: controls.get(name) for name in controls.ranges()}
            reader, tries = _reader(loaded), []
            try:
                for each in tries_of(controls, lambda count: _measured(camera, reader, count), frames):
                    tries.append(each)
                    _tell(each, as_json=as_json)
            finally:
                for name, value in before.items():
                    controls.set(name, value)
            chosen = _best(tries)
    finally:
        camera.close()
    if not chosen:
        typer.echo(
            "nothing was read with any setting: put a label under the camera; more light, move it closer", err=True
        )
        raise typer.Exit(1)
    _propose(chosen, config, loaded, write=write)


def _simulated() -> tuple[Camera, Controls]:
    from hardware.simulated.camera import TunableCamera, make_parcels

    camera = TunableCamera()
    camera.place(next(make_parcels(0)))
    return camera, camera


def _reader(config: Config, effort: str | None = None) -> Reader:
    from station.assembly import open_reader

    section = config.reader if effort is None else config.reader.model_copy(update={"effort": effort})
    return open_reader(config.model_copy(update={"reader": section}), steady=False)


def _measured(camera: Camera, reader: Reader, frames: int) -> Measured:
    from station.assembly import picture_figures
    from station.setup import Measured

    number, read, spent, figures = 0, 0, 0.0, None
    first = camera.newest(0, WAIT_S)
    number = first.number if first is not None else 0
    for place in range(SETTLE + frames):
        frame = camera.newest(number, WAIT_S)
        if frame is None:
            return Measured(max(1, place - SETTLE), read, spent, figures)
        number = frame.number
        if place < SETTLE:
            continue
        began = time.perf_counter()
        read += bool(reader.read(frame.pixels).symbols)
        spent += (time.perf_counter() - began) * 1000
        figures = picture_figures(frame.pixels) if place == SETTLE else figures
    return Measured(frames, read, spent / frames, figures)


def _effort(camera: Camera, config: Config, frames: int, *, as_json: bool) -> dict[str, str]:
    """The effort that reads more; of equals the quick one."""
    found = {}
    for effort in ("quick", "thorough"):
        found[effort] = seen = _measured(camera, _reader(config, effort), frames)
        _print("reader.effort", effort, seen, as_json=as_json)
    top = max(found, key=lambda each: (found[each].read, each == "quick"))
    return {"reader.effort": top} if found[top].read else {}


def _best(tries: list[Try]) -> dict[str, str]:
    from station.setup import best_try

    names = dict.fromkeys(each.name for each in tries)
    tops = [best_try([each for each in tries if each.name == name]) for name in names]
    return {f"camera.{top.name}": str(top.value) for top in tops} if tops and tops[-1].measured.read else {}


def _tell(each: Try, *, as_json: bool) -> None:
    _print(f"camera.{each.name}", each.value, each.measured, as_json=as_json)


def _print(key: str, value: object, seen: Measured, *, as_json: bool) -> None:
    figures = seen.figures
    told: dict[str, Any] = {"key": key, "value": value, "looked": seen.looked, "read": seen.read, "ms": round(seen.ms)}
    told |= {"sharpness": round(figures.sharpness), "brightest": round(figures.brightest)} if figures else {}
    if as_json:
        typer.echo(json.dumps(told))
        return
    about = f"  sharpness {told['sharpness']:3}  brightest {told['brightest']:3}" if figures else ""
    typer.echo(f"{key:16} {value!s:>8}  read {seen.read:3} of {seen.looked}  {seen.ms:4.0f} ms{about}")


def _propose(chosen: dict[str, str], file: Path | None, config: Config, *, write: bool) -> None:
    from config import path_in_use, set_value
    from station.cli.config_versions import keep_version

    used = path_in_use(file)
    if not write or used is None:
        named = f" --config {file}" if file is not None else ""
        typer.echo("\n".join(f"station config set {key} {value}{named}" for key, value in chosen.items()), err=True)
        return
    keep_version(file, config, "before a change")
    for key, value in chosen.items():
        config, _ = set_value(used, key, value)
    keep_version(file, config, "station camera tune")
    typer.echo(f"written into {used}: {', '.join(f'{key} = {value}' for key, value in chosen.items())}", err=True)
