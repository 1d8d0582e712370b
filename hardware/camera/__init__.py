"""Cameras: UVC devices, network streams, videos, folders of pictures. Always the newest frame, never an old one."""

from __future__ import annotations

from hardware.camera.address import is_live
from hardware.camera.camera import GrabbedCamera
from hardware.camera.defects import Asked, CameraJudge, edge_blur
from hardware.camera.exposure import exposure
from hardware.camera.find import FoundCamera, find_cameras
from hardware.camera.measures import brightness, focus
from hardware.camera.opening import open_camera

__all__ = [
    "Asked",
    "CameraJudge",
    "FoundCamera",
    "GrabbedCamera",
    "brightness",
    "edge_blur",
    "exposure",
    "find_cameras",
    "focus",
    "is_live",
    "open_camera",
]
