"""How the screens begin; keys change it while they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """As the configuration has it under `screen`."""

    sound: bool = True
    theme: str = "hub-dark"
    language: str = "en"
    help: Mapping[str, str] = field(default_factory=dict)
    """What a worker of this hub does at an exception, by its code."""
