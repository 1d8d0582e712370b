"""What each figure of a camera's picture asks for, in one plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.language import named
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Notice
    from station.language.language import Language

FIGURES: Mapping[str, Message] = {
    "light": message("light", about="picture"),
    "glare": message("glare"),
    "sharpness": message("sharpness"),
    "size": message("size of the code"),
    "rate": message("pictures a second"),
}
ADVICE: Mapping[str, tuple[Message, ...]] = {
    "picture_black": (message("Black: take the lens cap off, switch the lamp on, or expose longer."),),
    "picture_white": (message("White, {share:percent} is burnt out: expose shorter, or turn the lamp away."),),
    "picture_even": (message("One even grey: look whether the lens is covered, dirty or fogged."),),
    "picture_dark": (message("Dark, the brightest is {brightest} of 255: more light, or expose longer."),),
    "picture_flat": (message("Little contrast, {span} grey levels: clean the lens, keep other light away from it."),),
    "picture_bright": (message("Bright, {share:percent} is burnt out: expose shorter, or less light."),),
    "picture_lit": (message("Good."),),
    "picture_glare": (message("A lamp shines on {share:percent} of the picture: move the lamp or the camera aside."),),
    "picture_no_glare": (message("None."),),
    "picture_without_edges": (message("Nothing sharp is in view: put a label under the camera."),),
    "picture_soft": (message("Blurred, {blur_px:number} px soft: turn the lens until the bar is longest, clean it."),),
    "picture_sharp": (message("Good."),),
    "picture_without_code": (message("No bars are in view: put a label under the camera."),),
    "picture_coarse": (
        message("{module_px:number} px for the narrowest bar: move the camera closer, or raise the resolution."),
    ),
    "picture_just_fine": (message("{module_px:number} px for the narrowest bar: it reads, 2 are better."),),
    "picture_fine": (message("{module_px:number} px for the narrowest bar: good."),),
    "picture_repeats": (message("Frozen, the same picture again and again: plug the camera in again."),),
    "picture_slow": (message("Slow, {fps:number} a second: more light, MJPG, a smaller size or another USB port."),),
    "picture_in_time": (message("Good."),),
}


def advice_text(about: Notice, language: Language) -> str:
    """One sentence: what is seen, and what to do about it."""
    return language.of_notice(ADVICE, about.code, named(about.values))
