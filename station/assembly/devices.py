"""From configuration to camera and scale."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TextIO, TypeVar

import config as configuration
from config import wrong_settings
from station.assembly.rules import weigh_rules
from station.core.weighing import ScaleExpected, ScaleJudge

if TYPE_CHECKING:
    from collections.abc import Callable

    from config import Config
    from hardware.camera import CameraJudge, DeviceControls
    from hardware.contract import Camera, Scale
    from hardware.scales import WatchedScale

S = TypeVar("S")


def open_camera(config: Config) -> Camera:
    """The configured camera, not opened yet."""
    from hardware.camera import open_camera as of_source

    c = config.camera
    return of_source(
        c.source,
        c.width,
        c.height,
        c.fps,
        c.stall_s,
        c.loop,
        name=configuration.masked(c.source),
        locked=locked_controls(config),
    )


def locked_controls(config: Config) -> dict[str, int]:
    """The camera's controls that are configured, and their values."""
    wanted = {"exposure": config.camera.exposure, "focus": config.camera.focus, "gain": config.camera.gain}
    return {name: value for name, value in wanted.items() if value >= 0}


def camera_controls(config: Config) -> DeviceControls | None:
    """Those of the configured camera; None: it is no device of this machine."""
    from hardware.camera import DeviceControls, device_path

    source = config.camera.source
    return DeviceControls(source) if device_path(source) is not None else None


def camera_judge(config: Config, every_s: float = 1.0) -> CameraJudge:
    """What tells whether the configured camera's pictures can be read; `every_s`: between two that it measures."""
    from hardware.camera import Asked, CameraJudge, is_live

    c = config.camera
    return CameraJudge(Asked(c.width, c.height, live=is_live(c.source)), every_s)


def scale_judge(config: Config, every_s: float = 0.5) -> ScaleJudge:
    """What tells whether the configured scale can be weighed with, judged every so many seconds."""
    unit = config.scale.settings.get("unit")
    return ScaleJudge(ScaleExpected(weigh_rules(config, 0.0), None if unit is None else str(unit)), every_s)


def open_scale(config: Config, heard: Callable[[bytes, float], None] = lambda _data, _at: None) -> Scale:
    """The configured scale, not opened yet; `heard` gets its bytes. ConfigError: its protocol knows no such setting."""
    from hardware.scales import SerialScale

    scale = _configured(config, partial(SerialScale, heard=heard))
    if config.weigh.alibi and not scale.stores:
        words = f"the language {config.scale.protocol} reaches no alibi memory; set it to false"
        raise configuration.ConfigError([configuration.Problem("configuration", "weigh.alibi", words)])
    return scale


def scale_opener(config: Config) -> Callable[[], Scale]:
    """`open_scale` for later, which then raises nothing. ConfigError as there."""
    if config.weigh.alibi:
        open_scale(config)  # its driver alone knows
    _check_settings(config)
    return partial(open_scale, config)


def watch_scale(config: Config, record: TextIO | None) -> WatchedScale:
    """As `open_scale`, with every byte counted and written to `record`."""
    from hardware.scales import WatchedScale

    return _configured(config, partial(WatchedScale, record=record))


def _check_settings(config: Config) -> None:
    wrong = wrong_settings(config.scale.protocol, config.scale.settings)
    if problems := [configuration.Problem("configuration", f"scale.settings.{key}", cure) for key, cure in wrong]:
        raise configuration.ConfigError(problems)


def _configured(config: Config, scale: Callable[..., S]) -> S:
    _check_settings(config)
    try:
        return scale(config.scale.port, **config.scale.model_dump(exclude={"enabled", "port"}))
    except ValueError as error:
        raise configuration.ConfigError(
            [configuration.Problem("configuration", "scale.settings", str(error))]
        ) from None


def what_scale_sends(config: Config, data: bytes) -> str:
    """What bytes that were not understood may be, and how to find out; empty: there are none."""
    from hardware.scales.detection import what_it_looks_like

    return what_it_looks_like(config.scale.port, config.scale.protocol, data)
