"""Cameras: UVC devices, network streams, videos, folders of pictures. Always the newest frame, never an old one."""

from __future__ import annotations

from hardware.camera.address import device_path, is_live
from hardware.camera.camera import GrabbedCamera
from hardware.camera.controls import Controls, DeviceControls, Range, lock
from hardware.camera.defects import Asked, CameraJudge, edge_blur
from hardware.camera.exposure import exposure
from hardware.camera.find import FoundCamera, find_cameras
from hardware.camera.measures import brightness, focus
from hardware.camera.opening import open_camera

__all__ = [
    "Asked",
    "CameraJudge",
    "Controls",
    "DeviceControls",
    "FoundCamera",
    "GrabbedCamera",
    "Range",
    "brightness",
    "device_path",
    "edge_blur",
    "exposure",
    "find_cameras",
    "focus",
    "is_live",
    "lock",
    "open_camera",
]
