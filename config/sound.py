"""What a configuration may say about sound."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from config.section import Section


class SoundSection(Section):
    """Tones by a loudspeaker, and spoken bins; `screen.sound = false` switches all of it off."""

    player: Literal["bell", "auto", "pw-play", "paplay", "aplay"] = "bell"
    """What plays: the terminal's bell, or a program of the system; auto: the first that is there."""
    device: str = ""
    """Output as the player calls it, such as plughw:1,0 of aplay. Empty: the system's."""
    volume: int = Field(default=100, ge=0, le=100)
    """Percent of the loudest."""
    speech: Literal["none", "en", "zh_CN", "es", "pt_BR", "ru"] = "none"
    """Language in which the bin is said after the tone, by espeak-ng; none: it is not said."""
