"""`station scale watch`: what a scale says, as it comes."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from station.cli.progress_line import Gauge
from station.cli.run import ConfigOption
from station.cli.scale_options import JsonOption, PortOption, scale_config
from station.cli.scale_readings import reading, reading_text, shown

if TYPE_CHECKING:
    from config import Config
    from hardware.scales import WatchedScale

LOOK_S = 0.1
STRANGE: dict[str, Any] = {
    "kind": "garbled", "value": None, "unit": None, "stable": None, "mode": None, "tare": None, "status": "error",
    "flags": [], "text": None,
}  # fmt: skip
"""Bytes that are no message, in the fields of one."""


class Parity(StrEnum):
    """Of the serial line."""

    NONE = "none"
    EVEN = "even"
    ODD = "odd"


def watch(
    config: ConfigOption = None,
    port: PortOption = None,
    protocol: Annotated[str | None, typer.Option(help="Language of the scale, as in scale.protocol.")] = None,
    baud: Annotated[int | None, typer.Option(min=300, max=921600, help="Bits a second.")] = None,
    bytesize: Annotated[int | None, typer.Option(min=7, max=8, help="Data bits.")] = None,
    parity: Annotated[Parity | None, typer.Option(help="Parity.")] = None,
    unit: Annotated[str | None, typer.Option(help="What the scale shows, when it does not send it: kg.")] = None,
    setting: Annotated[list[str] | None, typer.Option(help="KEY=VALUE of scale.settings: order=reversed.")] = None,
    record: Annotated[Path | None, typer.Option(help="Write what comes to FILE, for --port replay:FILE.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop after this time.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show every change that the scale reports, with the bytes that it sent, and how many were not understood."""
    from config import ScaleProtocol
    from station.assembly import watch_scale

    if protocol is not None and protocol not in get_args(ScaleProtocol):
        known = ", ".join(get_args(ScaleProtocol))
        raise typer.BadParameter(f"{protocol} is not known; use one of {known}", param_hint="--protocol")
    changes = {"protocol": protocol, "baudrate": baud, "bytesize": bytesize, "parity": parity and parity.value}
    asked = _with_settings(scale_config(config, port, **changes), unit, setting or [])
    with ExitStack() as closing:
        capture = None
        if record is not None:
            capture = closing.enter_context(record.open("w", encoding="utf-8"))
        scale = watch_scale(asked, capture)
        closing.callback(scale.close)
        _watch(scale, seconds, as_json=as_json)


def _with_settings(config: Config, unit: str | None, pairs: list[str]) -> Config:
    given: dict[str, str | bool | int] = dict(config.scale.settings)
    if unit is not None:
        given["unit"] = unit
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not key or not equals:
            raise typer.BadParameter(f"{pair} is no KEY=VALUE; write order=reversed", param_hint="--setting")
        words = {"true": True, "false": False}
        given[key] = int(value) if value.isascii() and value.isdigit() else words.get(value, value)
    return config.model_copy(update={"scale": config.scale.model_copy(update={"settings": given})})


def _watch(scale: WatchedScale, seconds: float | None, *, as_json: bool) -> None:
    from hardware.contract import DeviceError, RecordingOverError

    gauge = Gauge()
    until = None if seconds is None else time.monotonic() + seconds
    last: dict[str, Any] | None = None
    try:
        scale.open()
        while until is None or time.monotonic() < until:
            message = scale.read(LOOK_S)
            gauge.show(scale.summary())
            if message is not None and reading(message) != last:
                last = reading(message)
                _show(gauge, scale, {**last, "text": message.text}, message.raw, as_json=as_json)
            elif message is None and (strange := scale.strange()):
                _show(gauge, scale, STRANGE, strange, as_json=as_json)
    except RecordingOverError:
        pass
    finally:
        gauge.clear()
        typer.echo(scale.summary(), err=True)
    if last is None:
        raise DeviceError(
            f"scale port {scale.scale.name}: no message came; find its protocol with station scale detect"
        )


def _show(gauge: Gauge, scale: WatchedScale, said: dict[str, Any], raw: bytes, *, as_json: bool) -> None:
    counted = {
        "frames_per_s": round(scale.tally.rate(time.monotonic()), 1),
        "garbled_bytes": scale.tally.garbled,
        "lost_frames": scale.tally.lost,
    }
    whole = {**said, "text": said["text"] and shown(said["text"]), "raw": shown(raw), **counted}
    gauge.clear()
    typer.echo(json.dumps({**whole, "hex": raw.hex()}) if as_json else reading_text(whole))
    sys.stdout.flush()
