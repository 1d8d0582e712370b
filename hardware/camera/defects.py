"""Whether what a camera sends can be read: light, sharpness, pace, size. Pure: frames in, defects out.

Each figure is absolute, so that a lens that never was sharp is found out too.
"""

from __future__ import annotations

import zlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Defect, notice
from hardware.images import as_grey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hardware.contract import Frame
    from hardware.images import Pixels

DARK, EVEN = 30, 10
"""Grey levels: the brightest of a dark picture, and the span of one in which nothing can be told apart."""
CLIPPED, MOST_CLIPPED = 250, 0.5
"""Grey level that counts as burnt out, and the share of such pixels that is too much."""
SOFT_PX, BLIND_PX = 2.8, 4.0
"""Sigma of the blur: bars of 2 px run into each other long before, and beyond the second nothing is read."""
SLOW_FPS = 8.0
LOOKS, EVERY_S = 10, 1.0
"""Looks that are judged together, and seconds between two of a camera in use: one costs a few milliseconds."""
FEWEST, GAP = 3, 3
"""Frames from which a repetition is judged, and how many may lie between two: over a longer time a living camera that
shows the same again is no proof, and the one that grabs its frames sees each.
"""
_REACH = 16
"""Pixels to either side within which an edge has to reach its height."""
_EDGE = 50
"""Grey levels of an edge that tells the sharpness."""
_UNCOMPRESSED = ("YUYV", "YUY2", "UYVY", "NV12", "BGR3", "RGB3")
_HD = 1280 * 720


@dataclass(frozen=True, slots=True)
class Asked:
    """What the camera was asked for. `live`: a device or a stream, not a file or a folder of pictures."""

    width: int
    height: int
    live: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What is measured of one frame."""

    at: float
    number: int
    width: int
    height: int
    darkest: float
    """Grey level that one pixel in a hundred does not reach."""
    brightest: float
    """Grey level that one pixel in a hundred exceeds."""
    clipped: float
    """Share of burnt-out pixels."""
    blur: float | None
    """Sigma at the sharpest edges, pixels; None: no edge is in view."""
    fingerprint: int


class CameraJudge:
    """The last looks at one camera. One thread shows it frames, any may ask."""

    def __init__(self, asked: Asked, every_s: float = EVERY_S) -> None:
        """`every_s`: frames that come sooner after the last look are not measured."""
        self.live = asked.live
        self._asked, self._every_s = asked, every_s
        self._looks: deque[Look] = deque(maxlen=LOOKS)

    def see(self, frame: Frame) -> None:
        """Measure the frame, if it is time."""
        if self._looks and frame.at - self._looks[-1].at < self._every_s:
            return
        if (look := measured(frame)) is not None:
            self._looks.append(look)

    def forget(self) -> None:
        """The camera was lost; what it sent before says nothing any more."""
        self._looks.clear()

    def looks(self) -> tuple[Look, ...]:
        """Those that are judged now, oldest first."""
        return tuple(self._looks)

    def defects(self, fourcc: str = "") -> tuple[Defect, ...]:
        """What is wrong in all of them; `fourcc` is how the camera codes its pictures."""
        return judge(self.looks(), self._asked, fourcc)


def measured(frame: Frame) -> Look | None:
    """The figures of one frame; None when it is no picture."""
    grey = as_grey(frame.pixels)
    if grey is None or not grey.size:
        return None
    few = grey[::4, ::4]
    darkest, brightest = (float(level) for level in np.percentile(few, (1, 99)))
    height, width = grey.shape
    clipped = float(np.mean(few >= CLIPPED))
    return Look(
        frame.at, frame.number, width, height, darkest, brightest, clipped, edge_blur(grey), zlib.crc32(grey.tobytes())
    )


def edge_blur(grey: Pixels) -> float | None:
    """Sigma of the blur at the sharpest edges, pixels; None: nothing in view has an edge.

    An edge of height A under a blur of sigma has the slope A / (sigma sqrt(2 pi)); both are taken at the same place, so
    that it does not matter how many edges there are.
    """
    both = [_blur_across(rows) for rows in (grey[:: max(1, len(grey) // 200)], _columns(grey))]
    return min((blur for blur in both if blur is not None), default=None)


def judge(looks: Sequence[Look], asked: Asked, fourcc: str = "") -> tuple[Defect, ...]:
    """What is wrong in all of these looks, oldest first; nothing when there is none."""
    if not looks:
        return ()
    light = _light(looks) if asked.live or len(looks) >= FEWEST else None  # pages of a folder may be blank
    found = [light] if light is not None else []
    if light is None:
        found += _focus(looks)
    if asked.live:
        found += [*_pace(looks), *_size(looks[-1], asked, fourcc)]
    return tuple(found)


def rate(looks: Sequence[Look]) -> float | None:
    """Frames a second, the ones in between included; None: too few to tell."""
    if len(looks) < 2 or looks[-1].at <= looks[0].at:
        return None
    return (looks[-1].number - looks[0].number) / (looks[-1].at - looks[0].at)


def _light(looks: Sequence[Look]) -> Defect | None:
    brightest, darkest = max(look.brightest for look in looks), min(look.darkest for look in looks)
    if brightest < DARK:
        return Defect("black", grave=True, about=notice("camera_black", brightest=round(brightest)))
    if all(look.clipped > MOST_CLIPPED for look in looks):
        share = min(look.clipped for look in looks)
        return Defect("white", grave=True, about=notice("camera_white", share=f"{share:.2f}"))
    if brightest - darkest < EVEN:
        about = notice("camera_even", brightest=round(brightest), darkest=round(darkest))
        return Defect("even", grave=False, about=about)
    return None


def _focus(looks: Sequence[Look]) -> Iterator[Defect]:
    sharpest = min((look.blur for look in looks if look.blur is not None), default=None)
    if sharpest is not None and sharpest > SOFT_PX:
        about = notice("camera_blurred", blur_px=f"{sharpest:.1f}")
        yield Defect("blurred", grave=sharpest > BLIND_PX, about=about)


def _pace(looks: Sequence[Look]) -> Iterator[Defect]:
    close = looks[-1].number - looks[0].number <= GAP * len(looks)
    if close and len(looks) >= FEWEST and len({look.fingerprint for look in looks}) == 1:
        yield Defect("frozen", grave=True, about=notice("camera_frozen", pictures=len(looks)))
    fps = rate(looks)
    if fps is not None and fps < SLOW_FPS:
        about = notice("camera_slow", fps=f"{fps:.1f}", needed_fps=f"{SLOW_FPS:.0f}")
        yield Defect("slow", grave=False, about=about)


def _size(look: Look, asked: Asked, fourcc: str) -> Iterator[Defect]:
    size, wanted = sorted((look.width, look.height)), sorted((asked.width, asked.height))
    if size[0] < wanted[0] or size[1] < wanted[1]:
        sizes = {"size": f"{look.width}x{look.height}", "configured": f"{asked.width}x{asked.height}"}
        yield Defect("small", grave=False, about=notice("camera_small", **sizes))
    if fourcc in _UNCOMPRESSED and look.width * look.height >= _HD:
        about = notice("camera_format", pixel_format=fourcc, size=f"{look.width}x{look.height}")
        yield Defect("format", grave=False, about=about)


def _columns(grey: Pixels) -> Pixels:
    """Some columns as rows."""
    return np.ascontiguousarray(grey[:, :: max(1, grey.shape[1] // 200)].T)


def _blur_across(rows: Pixels) -> float | None:
    """As `edge_blur`, of edges along each row alone."""
    if rows.shape[1] < 4 * _REACH:
        return None
    calm = cv2.blur(rows, (2, 1)).astype(np.int16)
    height = np.abs(calm[:, 2 * _REACH :] - calm[:, : -2 * _REACH])
    strong = height >= max(_EDGE, 0.7 * float(height.max(initial=0)))
    if not strong.any():
        return None
    slope = np.abs(calm[:, 2:] - calm[:, :-2]).astype(np.float32) / 2
    steepest = cv2.dilate(slope, np.ones((1, 2 * _REACH - 1), np.uint8))
    here = np.asarray(steepest)[:, _REACH - 1 : _REACH - 1 + height.shape[1]]
    steep = float(np.percentile(here[strong] / height[strong], 90))
    return 1 / (max(steep, 1e-3) * float(np.sqrt(2 * np.pi)))
