"""A machine whose clocks are turned by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from station.clock import Sources

S = 10**9


@dataclass
class Machine:
    """A machine whose clocks are turned by hand."""

    wall: int = 1_800_000_000 * S
    mono: int = 50 * S
    slept: int = 0
    ntp: bool = True
    sources: Sources = field(init=False)

    def __post_init__(self) -> None:
        self.sources = Sources(
            lambda: self.wall, lambda: self.mono, lambda: self.mono + self.slept, lambda: self.ntp, lambda: "boot-1"
        )

    def run(self, seconds: float) -> None:
        self.wall += int(seconds * S)
        self.mono += int(seconds * S)

    def sleep(self, seconds: int) -> None:
        self.wall += seconds * S
        self.slept += seconds * S
