"""Why a picture gave nothing: a code, with the figure that was measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.contract import Notice, notice
from hardware.reading.bars import line_of
from hardware.reading.locate import locate
from hardware.reading.texture import edges_in
from hardware.reading.view import of_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hardware.images import Pixels
    from hardware.reading.bars import Line
    from hardware.reading.regions import CodeRegions
    from hardware.reading.view import View

NO_PICTURE = Notice("no_picture")
UNCERTAIN = Notice("code_not_certain")
NOTHING_THERE = Notice("nothing_there")
TOO_DARK = Notice("too_dark")
GLARE = Notice("glare")
NO_CODE = Notice("no_code_found")
DAMAGED = Notice("damaged_code")

_LOOK_AT = 320
"""Pixels across of the copy that is measured."""
_MIDDLE, _ROWS = 1000, 60
_FEWEST_PIXELS = 1.2
"""A module below this is not read reliably; measured: docs/limits.md."""
_SOFT, _SOFT_ALL, _SMEARED, _ONE_WAY = 2.5, 3.6, 2.8, 1.2
"""Pixels of blur at the sharpest strong edge above which the whole picture is blurred, and in one direction alone."""
_DIRECTED = 0.4
"""How much the strong slopes point one way: movement does, a bad focus does not."""
_BURNT, _BRIGHT, _PAPER = 250, 128, 245
"""Grey levels: a lamp's, what counts as paper or brighter, and a picture's whose paper is white by itself."""
_STRONG_EDGE, _EDGE_REACH, _FEWEST_STRONG = 0.4, 32, 0.002
"""Height of an edge that tells the sharpness by the light of paper, pixels either side in which it rises, share."""
_MOST_PIECES = 4
_BARS, _BLURRED_BARS, _BARS_AGREE, _INK = (0.7, 0.72), (0.95, 0.85), 0.4, 0.5
"""Correlation of upper and lower rows with the evenness that goes with it, and the part of the rows that agree."""
_SPOT, _BESIDE_A_LAMP = 25, 0.82
"""Pixels of the copy that is measured."""
_STRUCTURE = 3.0
"""Grey levels a pixel: slopes of anything but noise and slow changes of light."""
_FINE_PITCH, _FINE_LENGTH, _FINE_ALIKE, _FINE_EVENNESS = 6.2, 90, 0.8, 0.37
"""Pixels from edge to edge of bars that are too fine, what they are long at least, and how a line of them looks."""
_LIGHT, _MOST_LIGHT = 0.85, 0.3
"""Light of paper by the lightest there is, and the part of the picture that a label takes at most."""
_ELEMENT = 1.83
"""Modules of a bar or space of Code 128 on average."""
_AS_LIKELY, _PLAIN_SPACING = 0.05, 0.55
_MOST_BLUR, _ANY_BLUR = 0.9, 4.5
"""Sigma in modules, and in pixels, above which it is the blur that keeps the code from being read."""


def no_read_cause(frame: View, found: CodeRegions, unread: Sequence[Line]) -> Notice:
    """What keeps the codes of a picture from being read; `unread`: the likely regions, the most promising first."""
    light = _light(frame.grey)
    if light is not None:
        return light
    pieces = _pieces(frame, found, unread)
    bars = [line for line in pieces if _like_bars(line)]
    if any(line.evenness < _BESIDE_A_LAMP for line in pieces) and _is_dazzled(frame.grey):
        return GLARE
    middle = _middle(frame.grey)
    blur = _strong_edges(middle)
    if bars:
        why = _of_line(bars[0], frame.grey)
        return (too_fine(frame.grey) or why) if why is DAMAGED else why
    if blur is None:
        return NO_CODE if _has_structure(middle) else NOTHING_THERE
    sharpest, softest = blur
    if sharpest > _SOFT_ALL or softest > max(_SMEARED, _ONE_WAY * sharpest):
        return _blurred(_edge_width(_calm_rows(middle)), frame.grey)
    return too_fine(frame.grey) or NO_CODE


def _pieces(frame: View, found: CodeRegions, unread: Sequence[Line]) -> list[Line]:
    """The unread lines, and regions that are higher than long, as damage leaves them; what is the ground left out."""
    lines = [*unread, *(line_of(frame, region) for region in found.bars if not region.likely)]
    return [line for line in lines[:_MOST_PIECES] if line.lines.agreeing > _BARS_AGREE and _is_inked(line)]


def _is_inked(line: Line) -> bool:
    """Whether it is as dark beside as light as ink on paper."""
    low, high = np.percentile(line.lines.whole[line.patch.inner], (5, 95))
    return bool(high - low > _INK * high)


def _like_bars(line: Line) -> bool:
    """Whether its rows show the same, of many frequencies: text and ground do not, blurred bars have few."""
    alike, evenness = _BARS
    if line.alike > alike and line.evenness < evenness:
        return True
    alike, evenness = _BLURRED_BARS
    return line.alike > alike and line.evenness < evenness and _edge_of(line) > _SOFT


def _light(grey: Pixels) -> Notice | None:
    """What the light alone explains; None when it is good."""
    height, width = grey.shape
    scale = max(1.0, max(height, width) / _LOOK_AT)
    size = max(1, round(width / scale)), max(1, round(height / scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    low, middle, high = (float(level) for level in np.percentile(small, (0.5, 50, 99)))
    if high < 30:
        return TOO_DARK
    if high - low < 12:
        return NOTHING_THERE
    if high >= 253 and middle < 170 and float(np.mean(small >= _BURNT)) > 0.05 and not _is_paper(small):
        return GLARE
    return None


def _is_dazzled(grey: Pixels) -> bool:
    """Whether there is a burnt-out spot that is not paper."""
    small = cv2.resize(
        grey, (_LOOK_AT, max(1, round(grey.shape[0] * _LOOK_AT / grey.shape[1]))), interpolation=cv2.INTER_AREA
    )
    small = np.asarray(small)
    if _is_paper(small):
        return False
    _, _, boxes, _ = cv2.connectedComponentsWithStats((small >= _BURNT).astype(np.uint8), connectivity=8)
    return len(boxes) > 1 and int(boxes[1:, 4].max()) >= _SPOT


def _is_paper(grey: Pixels) -> bool:
    """Whether what is burnt out is as bright as all paper: a lamp leaves most of the paper darker than itself."""
    bright = grey[grey > _BRIGHT]
    return bool(bright.size) and float(np.median(bright)) >= _PAPER


def _of_line(line: Line, grey: Pixels) -> Notice:
    """What is wrong with these bars."""
    rows = slice(int(line.lines.top), max(int(line.lines.top) + 1, int(line.lines.bottom)))
    patch = line.patch.view.grey[rows, line.patch.inner]
    if float(np.mean(patch >= _BURNT)) > 0.12 and not _is_paper(patch):
        return GLARE
    profile = line.lines.whole[line.patch.inner]
    low, high = (float(level) for level in np.percentile(profile, (5, 95)))
    if high - low < 6:
        return TOO_DARK
    blur = _edge_of(line)
    spacing = line.spacings if line.is_irregular else []
    if not spacing or spacing[0].score < 0.3:
        return _blurred(blur, grey) if blur > _SOFT else DAMAGED
    # Where blur leaves no spacing plain, the finest of the likely ones is the code's.
    module = min(one.module for one in spacing if one.score > spacing[0].score - _AS_LIKELY) * line.patch.step
    if blur > min(_MOST_BLUR * module, _ANY_BLUR) and blur > 1.2:
        return _blurred(blur, grey)
    if module < _FEWEST_PIXELS and spacing[0].score > _PLAIN_SPACING:
        return notice("too_few_pixels", module_px=f"{module:.1f}")
    return DAMAGED


def _blurred(sigma: float, grey: Pixels) -> Notice:
    """Movement wipes edges out in one direction, a bad focus in all."""
    # The direction is that of half the size, too, in a quarter of the time.
    grey = _half(_middle(grey))
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=5), cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=5)
    power = cv2.magnitude(across, down)
    strong = power > np.percentile(power, 97)
    x, y = np.asarray(across)[strong], np.asarray(down)[strong]
    spread = math.hypot(float((x * x - y * y).sum()), 2 * float((x * y).sum())) / max(1.0, float((x * x + y * y).sum()))
    if spread > _DIRECTED:
        return notice("motion_blur", blur_px=f"{3.5 * sigma:.0f}")
    return notice("out_of_focus", blur_px=f"{sigma:.1f}")


def _strong_edges(grey: Pixels) -> tuple[float, float] | None:
    """Sigma of the blur at the sharpest strong edges, in pixels: in the direction in which they are sharper, and in the
    other. None when there are none, as on a rough ground.
    """
    if min(grey.shape) < 8:
        return None
    least = max(40.0, _STRONG_EDGE * float(np.percentile(grey[::8, ::8], 99)))
    found = []
    for calm in (_calm_rows(grey), _calm_rows(grey.T)):
        window = np.ones((1, 2 * _EDGE_REACH + 1), np.uint8)
        heights = cv2.dilate(calm, window) - cv2.erode(calm, window)
        strong = heights > least
        if float(strong.mean()) < _FEWEST_STRONG:
            continue
        slopes = np.abs(np.gradient(calm, axis=1))
        sharp = cv2.dilate(slopes, window)
        # An edge of height A under a blur of sigma has the slope A / (sigma sqrt(2 pi)).
        sigma = heights[strong] / (np.maximum(sharp[strong], 1e-3) * math.sqrt(2 * math.pi))
        found.append(float(np.percentile(sigma, 5)))
    return (min(found), max(found)) if found else None


def _half(grey: Pixels) -> Pixels:
    """Of a picture of a single row or column at least that."""
    rows, columns = grey.shape[:2]
    return np.asarray(cv2.resize(grey, (max(1, columns // 2), max(1, rows // 2)), interpolation=cv2.INTER_AREA))


def _has_structure(grey: Pixels) -> bool:
    """Whether there is anything but noise and slow changes of light."""
    half = _half(grey)
    calm = cv2.GaussianBlur(half, (0, 0), 1.5)
    slopes = cv2.magnitude(cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1))
    return float(np.percentile(slopes, 99.9)) / 8 > _STRUCTURE / 2


def _calm_rows(grey: Pixels) -> Pixels:
    """Some of the rows, without the sensor's noise."""
    rows = grey[:: max(1, len(grey) // _ROWS)].astype(np.float32)
    return np.asarray(cv2.GaussianBlur(rows, (5, 1), 0.8))


def _label_in(grey: Pixels) -> Pixels | None:
    """The largest light thing of a picture that may be a label; None when there is none."""
    size = _LOOK_AT, max(1, round(grey.shape[0] * _LOOK_AT / grey.shape[1]))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    light = small > _LIGHT * float(np.percentile(small, 99))
    whole = cv2.morphologyEx(light.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    # The ground may be as light, but is larger.
    labels = [box for box in boxes[1:].tolist() if box[2] * box[3] < _MOST_LIGHT * small.size]
    if not labels:
        return None
    left, top, wide, high, _ = max(labels, key=lambda box: int(box[4]))
    times = grey.shape[1] / _LOOK_AT
    rows, columns = (slice(round(a * times), round((a + b) * times)) for a, b in ((top, high), (left, wide)))
    return grey[rows, columns]


def too_fine(grey: Pixels) -> Notice | None:
    """Bars that vanish in the reduced copy in which regions are found; None when there are none."""
    label = _label_in(grey)
    if label is None:
        return None
    frame = of_frame(np.ascontiguousarray(label))
    for region in locate(frame.grey, reduced=1).bars:
        if not region.likely or region.length < _FINE_LENGTH:
            continue
        line = line_of(frame, region)
        row = line.lines.whole[line.patch.inner]
        pitch = region.length / max(1, edges_in(row, line.patch.step))
        if pitch < _FINE_PITCH and line.alike > _FINE_ALIKE and line.evenness < _FINE_EVENNESS:
            return notice("too_few_pixels", module_px=f"{min(1.0, pitch / _ELEMENT / 2):.1f}")
    return None


def _edge_of(line: Line) -> float:
    """Sigma of the blur at the edges of its bars, in pixels of the frame."""
    return _edge_width(line.lines.whole[line.patch.inner][None, :]) * line.patch.step


def _edge_width(rows: Pixels) -> float:
    """An edge of height A under a blur of sigma has the slope A / (sigma sqrt(2 pi))."""
    low, high = np.percentile(rows, (2, 98))
    slope = float(np.percentile(np.abs(np.diff(rows, axis=1)), 99.5))
    return float(high - low) / (max(slope, 1e-3) * math.sqrt(2 * math.pi))


def _middle(grey: Pixels) -> Pixels:
    """The inner part, so that a huge picture costs no more."""
    height, width = grey.shape
    top, left = max(0, (height - _MIDDLE) // 2), max(0, (width - _MIDDLE) // 2)
    return grey[top : top + _MIDDLE, left : left + _MIDDLE]
