"""How the screens begin; keys change it while they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """As the configuration has it under `screen`."""

    sound: bool = True
    theme: str = "hub-dark"
    language: str = "en"
