"""Kinds of devices, and whether one works."""

from __future__ import annotations

from enum import StrEnum


class DeviceKind(StrEnum):
    CAMERA = "camera"
    SCALE = "scale"
    SCANNER = "scanner"
    PRINTER = "printer"
    SPEAKER = "speaker"
    LIGHT = "light"
    DISPLAY = "display"


class Health(StrEnum):
    """`OFF` is switched off in the configuration; `STARTING` has not answered yet."""

    OFF = "off"
    STARTING = "starting"
    UP = "up"
    DOWN = "down"
