"""What is wrong with what a device sends although it answers, for the technician: what is seen, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.language.language import named
from station.language.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hardware.contract import Notice
    from station.language.language import Language

_OF_CAMERAS: Mapping[str, tuple[Message, ...]] = {
    "camera_black": (
        message(
            "the picture is black (brightest {brightest} of 255): take the lens cap off, switch the lamp on, "
            "or expose longer"
        ),
        message("the picture is black: take the lens cap off, switch the lamp on, or expose longer"),
    ),
    "camera_white": (
        message("overexposed, {share:percent} of the picture is white: expose shorter, or turn the lamp away"),
        message("overexposed: expose shorter, or turn the lamp away"),
    ),
    "camera_even": (
        message(
            "low contrast, the picture is one even grey ({darkest} to {brightest} of 255): look whether the lens is "
            "covered, dirty or fogged"
        ),
        message("low contrast, the picture is one even grey: look whether the lens is covered, dirty or fogged"),
    ),
    "camera_blurred": (
        message("blurred, the sharpest edge is {blur_px:number} px soft: set the focus (F3 shows it), clean the lens"),
        message("blurred: set the focus (F3 shows it), clean the lens"),
    ),
    "camera_frozen": (
        message("frozen, {pictures} pictures are the same to the last pixel: plug the camera in again, restart it"),
        message("frozen, the pictures are the same to the last pixel: plug the camera in again, restart it"),
    ),
    "camera_slow": (
        message(
            "slow, {fps:number} pictures a second where {needed_fps:number} are needed: more light (a long exposure "
            "slows it), MJPG instead of YUYV, another USB port or a better network"
        ),
        message(
            "slow: more light (a long exposure slows it), MJPG instead of YUYV, another USB port or a better network"
        ),
    ),
    "camera_one_picture": (
        message("slow, one picture in {seconds} s: check its frame rate, its light and the network"),
        message("slow: check its frame rate, its light and the network"),
    ),
    "camera_small": (
        message(
            "{size} instead of the configured {configured}: small bars are lost; set the camera, or correct "
            "camera.width and camera.height"
        ),
        message(
            "smaller than configured: small bars are lost; set the camera, or correct camera.width and camera.height"
        ),
    ),
    "camera_format": (
        message(
            "sends {pixel_format}, which USB 2 carries about 6 times a second at {size}: use a camera or a size that "
            "gives MJPG"
        ),
        message("sends pictures that USB 2 carries too slowly: use a camera or a size that gives MJPG"),
    ),
}
_OF_SCALES: Mapping[str, tuple[Message, ...]] = {
    "scale_frozen": (
        message("frozen, it has said the very same for over {seconds} s: unplug it and plug it in again"),
        message("frozen, it says the very same all the time: unplug it and plug it in again"),
    ),
    "scale_late": (
        message(
            "late, what it says comes over 0.5 s after it was: unplug it and plug it in again, check the converter"
        ),
    ),
    "scale_without_unit": (
        message(
            "does not say its unit: write what its display shows, such as station config set scale.settings.unit kg"
        ),
    ),
    "scale_other_unit": (
        message("sends the unit {unit}, scale.settings.unit says {configured}: compare both with its display"),
        message("sends another unit than scale.settings.unit: compare both with its display"),
    ),
    "scale_steps": (
        message(
            "{value} {unit}: steps of {step_g:number} g by scale.settings.unit, but weigh.division_g is "
            "{division_g:number} g: compare the unit with its display, or correct weigh.division_g"
        ),
        message("its steps do not fit weigh.division_g: compare the unit with its display, or correct it"),
    ),
    "scale_overload": (
        message("overload: take the load off; when nothing lies there, look for what presses on the platform"),
    ),
    "scale_underload": (
        message("below zero: put the platform back on, zero it (F8 on F3; station scale zero while no station runs)"),
    ),
    "scale_zero_error": (message("cannot find its zero: take everything off, switch it off and on"),),
    "scale_error": (message("reports a fault: look at its display"),),
    "scale_incomplete": (message("sends messages that break off: check the cable and the line settings"),),
    "scale_checksum": (message("sends messages whose check sum does not fit: check the cable and scale.protocol"),),
    "scale_motion": (
        message("moves all the time: look for wind, a shaking table, something that touches the platform"),
    ),
    "scale_net": (message("shows a net weight: clear the tare, or set weigh.allow_net"),),
    "scale_hold": (message("holds an old weight: switch hold off at the scale"),),
    "scale_doubt": (message("doubts its own weight: look at its display"),),
    "scale_unstable": (
        message(
            "never stable, it moves between {low_g:number} g and {high_g:number} g: look for wind, a shaking table or "
            "floor, something that touches the platform; else weigh.unflagged_after_s"
        ),
        message(
            "never stable: look for wind, a shaking table or floor, something that touches the platform; else "
            "weigh.unflagged_after_s"
        ),
    ),
    "scale_negative": (
        message(
            "negative at rest, {value} {unit}: zero it (F8 on F3; station scale zero while no station runs), and look "
            "whether something was taken off the platform"
        ),
        message(
            "negative at rest: zero it (F8 on F3; station scale zero while no station runs), and look whether "
            "something was taken off the platform"
        ),
    ),
}
_OF_SCANNERS: Mapping[str, tuple[Message, ...]] = {
    "scanner_noisy": (
        message(
            "sends what is no text, {dropped} times dropped: compare baudrate, parity, prefix and suffix with its "
            "set-up, and look at the cable"
        ),
        message("sends what is no text: compare the line settings with its set-up, and look at the cable"),
    ),
    "scanner_strange": (
        message(
            "sends messages of another form than template, {messages} so far; their parcels are not booked: compare "
            "it with what station scanner watch shows"
        ),
        message("sends messages of another form than template: compare it with what station scanner watch shows"),
    ),
}
DEFECTS: Mapping[str, tuple[Message, ...]] = {**_OF_CAMERAS, **_OF_SCALES, **_OF_SCANNERS}
_OTHER = message("reports {fault}: look at its display")


def defect_text(about: Notice, language: Language) -> str:
    """What is seen and what to do; behind it in brackets what the device says of it."""
    values = named(about.values)
    detail = values.pop("detail", None)
    if about.code not in DEFECTS and about.code.startswith("scale_"):
        text = language.text(_OTHER, fault=about.code.removeprefix("scale_"))
    else:
        text = language.of_notice(DEFECTS, about.code, values)
    return f"{text} ({detail})" if detail else text
