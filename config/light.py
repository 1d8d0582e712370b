"""What a configuration may say about the stack light."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pydantic import Field

from config.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator


class LightSection(Section):
    """A stack light by a serial relay board (A0 RELAY STATE SUM): green goes on, yellow asks, red stops."""

    port: str = ""
    """Serial device by a stable path (/dev/serial/by-id/...); empty: there is no light."""
    baudrate: int = Field(default=9600, ge=300, le=921600)
    """Bits a second."""
    red: int = Field(default=1, ge=0, le=16)
    """Relay of the red lamp; 0: there is none."""
    yellow: int = Field(default=2, ge=0, le=16)
    """Relay of the yellow lamp; 0: there is none."""
    green: int = Field(default=3, ge=0, le=16)
    """Relay of the green lamp; 0: there is none."""
    seconds: float = Field(default=5.0, ge=0.2, le=3600)
    """Seconds for which a lamp is lit, or until the next outcome."""


def light_contradictions(light: LightSection) -> Iterator[tuple[str, str]]:
    """Two lamps at one relay."""
    relays = Counter(each for each in (light.red, light.yellow, light.green) if each)
    if light.port and relays and max(relays.values()) > 1:
        yield "light.red", "red, yellow and green need a relay each; write 0 for a lamp that is not there"
