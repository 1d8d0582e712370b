"""A simulated camera: true labels under it, and what happens to them on their way."""

from __future__ import annotations

from hardware.simulated.camera.grounds import GROUNDS, empty_frames, scene_of, with_noise
from hardware.simulated.camera.hard_scenes import STRATA, hard_parcels
from hardware.simulated.camera.labels import PrintedCode
from hardware.simulated.camera.lost_frames import LOST_BARS, lost_frames
from hardware.simulated.camera.mjpeg_server import SimulatedStream
from hardware.simulated.camera.parcels import SimulatedParcel, make_parcels
from hardware.simulated.camera.planted import CAUSES, expected, planted
from hardware.simulated.camera.post_labels import PostLabel, post_label
from hardware.simulated.camera.tunable_camera import TunableCamera

__all__ = [
    "CAUSES",
    "GROUNDS",
    "LOST_BARS",
    "STRATA",
    "PostLabel",
    "PrintedCode",
    "SimulatedParcel",
    "SimulatedStream",
    "TunableCamera",
    "empty_frames",
    "expected",
    "hard_parcels",
    "lost_frames",
    "make_parcels",
    "planted",
    "post_label",
    "scene_of",
    "with_noise",
]
