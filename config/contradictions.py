"""Cross-field validation: values that are allowed one by one, but not together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from config.scales import missing_settings, wrong_settings

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


def scale_contradictions(config: Config) -> Iterator[tuple[str, str]]:
    """Settings that the protocol does not know, and, of a scale in use, those without which it cannot weigh."""
    scale = config.scale
    wrong = list(wrong_settings(scale.protocol, scale.settings))
    missing = list(missing_settings(scale.protocol, scale.settings)) if scale.enabled else []
    for name, cure in (*wrong, *missing):
        yield f"scale.settings.{name}", cure
