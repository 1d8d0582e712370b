"""The figures of a camera's picture, for a person who sets the camera up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hardware.picture_contract import PictureFigures


def picture_figures(pixels: Any) -> PictureFigures | None:
    """Light, sharpness and the size of the code in view; None: it is no picture. Takes some 10 ms at 1080p."""
    from hardware.camera import edge_blur, exposure
    from hardware.images import as_grey
    from hardware.picture_contract import PictureFigures
    from hardware.reading import module_size

    grey = as_grey(pixels)
    if grey is None or not grey.size:
        return None
    light = exposure(grey)
    return PictureFigures(
        grey.shape[1],
        grey.shape[0],
        light.histogram,
        light.darkest,
        light.brightest,
        light.clipped,
        light.dark,
        light.glare,
        edge_blur(grey),
        module_size(grey),
    )
