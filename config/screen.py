"""What a configuration may say about the screens."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from config.partner import HelpTexts
from config.section import Section


class ScreenSection(Section):
    theme: Literal["hub-dark", "hub-light"] = "hub-dark"
    """Colours; both are high contrast."""
    language: Literal["en", "zh_CN"] = "en"
    """Language of the screens: English or Simplified Chinese. F8 changes it until the station ends."""
    sound: bool = True
    """Tones with each verdict (the terminal's bell)."""
    help: HelpTexts = Field(default_factory=dict)
    """What a worker of this hub does when a parcel stops with an exception code; it stands on the screen in the place
    of the general words."""
