"""Cross-field validation: values that are allowed one by one, but not together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from config.display import display_contradictions
from config.light import light_contradictions
from config.metrics import metrics_contradictions
from config.printers import printer_contradictions
from config.replay import replay_contradictions
from config.scales import missing_settings, wrong_settings
from config.scanners import scanner_contradictions
from config.verdicts import verdicts_contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.model import Config


def contradictions(config: Config) -> Iterator[tuple[str, str]]:
    """Key and cure of each."""
    kept, hours = config.station.keep_days, config.lane.duplicate_hours
    if kept and kept * 24 < hours:
        yield (
            "station.keep_days",
            f"{kept} is too short: lane.duplicate_hours = {hours:g} looks back further; write at least "
            f"{math.ceil(hours / 24)}, or 0 to keep every scan, or lower lane.duplicate_hours",
        )
    yield from scale_contradictions(config)
    yield from scanner_contradictions(config.scanner, config.scale.port if config.scale.enabled else "")
    yield from display_contradictions(config.display)
    yield from metrics_contradictions(config.metrics)
    yield from verdicts_contradictions(config.verdicts, config.display)
    yield from light_contradictions(config.light)
    yield from printer_contradictions(config.printer)
    yield from replay_contradictions(config.replay)
    yield from _check_contradictions(config)


def _check_contradictions(config: Config) -> Iterator[tuple[str, str]]:
    """Checks for which something is missing."""
    checks = config.checks
    lacking = {
        "zero": None if config.scale.enabled else "needs a scale: set scale.enabled = true, or leave this check out",
        "test_weight": None
        if config.scale.enabled and checks.test_weight_g
        else "needs a scale and checks.test_weight_g: give the grams of the test weight, or leave this check out",
        "test_label": None
        if config.camera.enabled and checks.test_label
        else "needs a camera and checks.test_label: give the text of the test label, or leave this check out",
    }
    for name in checks.at_log_in:
        if (cure := lacking.get(name)) is not None:
            yield "checks.at_log_in", f"{name} {cure}"
    if checks.every_h and not (checks.test_label or checks.test_weight_g):
        yield "checks.every_h", "needs checks.test_label or checks.test_weight_g; write 0 for no self-test"


def scale_contradictions(config: Config) -> Iterator[tuple[str, str]]:
    """Settings that the protocol does not know, and, of a scale in use, those without which it cannot weigh."""
    scale = config.scale
    wrong = list(wrong_settings(scale.protocol, scale.settings))
    missing = list(missing_settings(scale.protocol, scale.settings)) if scale.enabled else []
    for name, cure in (*wrong, *missing):
        yield f"scale.settings.{name}", cure
