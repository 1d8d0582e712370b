"""`station camera`: find cameras, look at what one gives."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from station.cli.camera_simulate import simulate
from station.cli.camera_tune import tune
from station.cli.run import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Config
    from hardware.contract import Camera, Frame

app = typer.Typer(no_args_is_help=True)
app.command()(simulate)
app.command()(tune)

SourceOption = Annotated[
    str | None, typer.Option("--source", help="A camera.source (device, URL, file, folder) in place of the file's.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One object a line.")]

SETTLED = 8
"""Frames until a camera has found its exposure."""
FRAME_WAIT_S = 0.5


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """Print the cameras of this machine, each with the path to configure. Exit code 1 when there is none."""
    from hardware.camera import find_cameras
    from station.core import printable

    found = find_cameras()
    for camera in found:
        if as_json:
            listed = {"path": camera.path, "node": camera.node, "name": camera.name, "words": camera.reason}
            typer.echo(json.dumps(listed))
        else:
            reason = f"  ({camera.reason})" if camera.reason else ""
            typer.echo(printable(f"{camera.path}  {camera.node}  {camera.name}{reason}", 500))
    if not found:
        typer.echo("no camera found. Plug one in; a network camera is named by its rtsp:// address", err=True)
        raise typer.Exit(1)


@app.command()
def snapshot(
    file: Annotated[Path, typer.Argument(help="Where to write it: .png, .jpg, .webp, .bmp or .tif.")],
    config: ConfigOption = None,
    source: SourceOption = None,
) -> None:
    """Write one picture of the camera to FILE. Exit code 3 when the camera is away."""
    from hardware.contract import DeviceError
    from hardware.images import save_picture
    from station.core import printable

    with _opened(config, source) as camera:
        frame = _settled(camera)
        if frame is None:
            raise DeviceError(f"{camera.name}: gave no picture. Try again, or look with: station camera watch")
    try:
        save_picture(frame.pixels, file)
    except ValueError as error:
        raise typer.BadParameter(printable(str(error), 500)) from None
    typer.echo(printable(str(file), 500))


@app.command()
def watch(
    config: ConfigOption = None,
    source: SourceOption = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="How long; else until Ctrl-C or the end.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print a line a second: rate, size, dropped frames, focus (larger is sharper), brightness (0 to 255), the share
    that is burnt out, pixels of the narrowest bar in view; and what to do about them, when it changes.
    """
    with _opened(config, source) as camera:
        until = None if seconds is None else time.monotonic() + seconds
        with suppress(KeyboardInterrupt):
            advised: list[str] = []
            for measured in _each_second(camera, until):
                _print(measured, as_json=as_json)
                if not as_json and measured["advice"] != advised:
                    advised = measured["advice"]
                    typer.echo("\n".join(f"  {each}" for each in advised), err=True)


def _each_second(camera: Camera, until: float | None) -> Iterator[dict[str, Any]]:
    """Measures a second apart; of a source that is through before the first second, one."""
    due = time.monotonic() + 1
    frame: Frame | None = None
    told = False
    while not _ended(camera) and (until is None or time.monotonic() < until):
        frame = camera.newest(frame.number if frame else 0, FRAME_WAIT_S) or frame
        if frame is not None and time.monotonic() >= due:
            due += 1
            told = True
            yield _measured(camera, frame)
    if frame is not None and not told:
        yield _measured(camera, frame)


def _settled(camera: Camera) -> Frame | None:
    """The first frame after the exposure has settled, or the last one of a shorter source."""
    newest: Frame | None = None
    while newest is None or newest.number < SETTLED:
        frame = camera.newest(newest.number if newest else 0, FRAME_WAIT_S)
        if frame is None:
            break
        newest = frame
    return newest


def _measured(camera: Camera, frame: Frame) -> dict[str, Any]:
    from hardware.camera import brightness, focus
    from hardware.picture_contract import advise
    from station.assembly import picture_figures
    from station.language import ENGLISH, FIGURES, advice_text, language

    state, seen, english = camera.state(), picture_figures(frame.pixels), language(ENGLISH)
    advice = advise(seen, state.fps) if seen is not None else ()
    return {
        "fps": round(state.fps, 1),
        "width": state.width,
        "height": state.height,
        "dropped": state.dropped,
        "focus": round(focus(frame.pixels), 1),
        "brightness": round(brightness(frame.pixels), 1),
        "fourcc": state.fourcc,
        "clipped": None if seen is None else round(seen.clipped, 3),
        "module_px": None if seen is None or seen.module_px is None else round(seen.module_px, 1),
        "advice": [
            f"{english.text(FIGURES[each.figure])}: {advice_text(each.about, english)}"
            for each in advice
            if not each.good
        ],
    }


def _print(measured: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(measured))
        return
    typer.echo(
        f"{measured['fps']:5.1f} fps  {measured['width']}x{measured['height']} {measured['fourcc']}  "
        f"dropped {measured['dropped']}  focus {measured['focus']:.0f}  brightness {measured['brightness']:.0f}"
        + (f"  burnt out {measured['clipped']:.0%}" if measured["clipped"] is not None else "")
        + (f"  narrowest bar {measured['module_px']} px" if measured["module_px"] is not None else "")
    )


def _ended(camera: Camera) -> bool:
    """A file or folder is through; a device never is."""
    return bool(getattr(camera, "ended", False))


@contextmanager
def _opened(path: Path | None, source: str | None) -> Iterator[Camera]:
    from station.assembly import open_camera

    camera = open_camera(_config(path, source))
    try:
        camera.open()
        yield camera
    finally:
        camera.close()


def _config(path: Path | None, source: str | None) -> Config:
    """The file's, or with a source alone the defaults, so that a broken file does not keep anybody from looking."""
    from config import Config, load

    if source is None:
        return load(path)
    config = Config() if path is None else load(path)
    return config.model_copy(update={"camera": config.camera.model_copy(update={"source": source})})
