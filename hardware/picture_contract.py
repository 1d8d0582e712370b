"""What is measured of a camera's picture, and what each figure asks for. Standard library only.

Every figure is absolute: a lens that never was sharp is found out too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import notice

if TYPE_CHECKING:
    from hardware.contract import Notice

BLACK, DIM, EVEN, FLAT = 30, 90, 10, 55
"""Grey levels: the brightest of a black and of a dark picture, the span of one without and with too little contrast."""
MOST_CLIPPED, MUCH_CLIPPED, MOST_GLARE = 0.5, 0.03, 0.004
"""Shares of the picture: nearly all of it burnt out, its paper burnt out, and the largest spot of a lamp."""
SHARP_PX, SOFT_PX, BLIND_PX = 1.3, 2.8, 4.0
"""Sigma of the blur at the sharpest edge: as sharp as a lens gets, bars run together, nothing is read any more."""
FEWEST_PX, GOOD_PX = 1.2, 2.0
"""Pixels of the frame for the narrowest bar (a module): read at all, and read well."""
SLOW_FPS = 8.0


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """What one picture tells. Shares are parts of 1."""

    width: int
    height: int
    histogram: tuple[float, ...]
    """Share of the pixels in each of 32 equal spans of grey, from black to white."""
    darkest: float
    """Grey level that one pixel in a hundred does not reach."""
    brightest: float
    """Grey level that one pixel in two hundred exceeds."""
    clipped: float
    """Share that is burnt out, grey level 250 and above."""
    dark: float
    """Share that is black, grey level 5 and below."""
    glare: float
    """Share of the largest burnt-out spot that a lamp makes."""
    blur_px: float | None
    """Sigma of the blur at the sharpest edges, pixels; None: nothing in view has an edge."""
    module_px: float | None
    """Pixels for the narrowest bar of the largest code in view; None: none is in view."""

    @property
    def sharpness(self) -> float:
        """0 (nothing is read any more) to 100 (as sharp as a lens gets); 0 where there is no edge."""
        if self.blur_px is None:
            return 0.0
        return 100 * min(1.0, max(0.0, (BLIND_PX - self.blur_px) / (BLIND_PX - SHARP_PX)))


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about one figure."""

    figure: str
    """`light`, `glare`, `sharpness`, `size` or `rate`."""
    good: bool
    about: Notice


def advise(figures: PictureFigures, fps: float | None = None, *, repeats: bool = False) -> tuple[Advice, ...]:
    """One piece of advice for each figure; `fps`: pictures a second, None: not judged; `repeats`: the same picture
    came again and again. While there is no light, nothing else can be told.
    """
    light = _light(figures)
    told = [light]
    if light.about.code not in ("picture_black", "picture_even", "picture_white"):
        told += [_glare(figures), _sharpness(figures), _size(figures)]
    if fps is not None or repeats:
        told.append(_rate(fps or 0.0, repeats=repeats))
    return tuple(told)


def _light(seen: PictureFigures) -> Advice:
    span = seen.brightest - seen.darkest
    if seen.brightest < BLACK:
        return Advice("light", good=False, about=notice("picture_black"))
    if seen.clipped > MOST_CLIPPED:
        return Advice("light", good=False, about=notice("picture_white", share=f"{seen.clipped:.2f}"))
    if span < EVEN:
        return Advice("light", good=False, about=notice("picture_even"))
    if seen.brightest < DIM:
        return Advice("light", good=False, about=notice("picture_dark", brightest=round(seen.brightest)))
    if span < FLAT:
        return Advice("light", good=False, about=notice("picture_flat", span=round(span)))
    if seen.clipped - seen.glare > MUCH_CLIPPED:
        return Advice("light", good=False, about=notice("picture_bright", share=f"{seen.clipped:.2f}"))
    return Advice("light", good=True, about=notice("picture_lit"))


def _glare(seen: PictureFigures) -> Advice:
    if seen.glare > MOST_GLARE:
        return Advice("glare", good=False, about=notice("picture_glare", share=f"{seen.glare:.3f}"))
    return Advice("glare", good=True, about=notice("picture_no_glare"))


def _sharpness(seen: PictureFigures) -> Advice:
    if seen.blur_px is None:
        return Advice("sharpness", good=False, about=notice("picture_without_edges"))
    if seen.blur_px > SOFT_PX:
        return Advice("sharpness", good=False, about=notice("picture_soft", blur_px=f"{seen.blur_px:.1f}"))
    return Advice("sharpness", good=True, about=notice("picture_sharp"))


def _size(seen: PictureFigures) -> Advice:
    if seen.module_px is None:
        return Advice("size", good=False, about=notice("picture_without_code"))
    module = f"{seen.module_px:.1f}"
    if seen.module_px < FEWEST_PX:
        return Advice("size", good=False, about=notice("picture_coarse", module_px=module))
    if seen.module_px < GOOD_PX:
        return Advice("size", good=True, about=notice("picture_just_fine", module_px=module))
    return Advice("size", good=True, about=notice("picture_fine", module_px=module))


def _rate(fps: float, *, repeats: bool) -> Advice:
    if repeats:
        return Advice("rate", good=False, about=notice("picture_repeats"))
    if fps < SLOW_FPS:
        return Advice("rate", good=False, about=notice("picture_slow", fps=f"{fps:.1f}"))
    return Advice("rate", good=True, about=notice("picture_in_time"))
