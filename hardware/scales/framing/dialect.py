"""What a protocol family offers: a decoder for what the scale says, and the commands that a host may send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Weight


class Decoder(Protocol):
    """Bytes in, messages out. Never raises on any bytes, never guesses, and does not care how they are split."""

    def feed(self, data: bytes, at: float = 0.0) -> list[Weight]:
        """The messages that are complete now, oldest first; `at` is when `data` arrived, monotonic seconds.

        Empty data: the line fell silent, so what more bytes could have changed is complete.
        """

    def reset(self) -> None:
        """Forget an unfinished message."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One protocol family as a host speaks it; commands as they go on the wire, empty where there is none."""

    decoder: Callable[[Mapping[str, object]], Decoder]
    """Settings of the configuration in (`unit` and what else the family's file names). ValueError: a wrong one."""
    hello: bytes = b""
    """Ends whatever the scale was doing and asks who it is."""
    stream: bytes = b""
    """Asks for weights again and again."""
    poll: bytes = b""
    """Asks for one weight at once, stable or not. Neither this nor `stream`: the scale talks by itself."""
    zero: bytes = b""
    tare: bytes = b""
    clear: bytes = b""
    """Forgets the tare."""
    store: bytes = b""
    """Has the scale store its weight in its alibi memory and tell the id."""
    confirms: bool = False
    """Whether `zero` and `tare` are answered; else the next weight shows what they did."""
    after: Callable[[Weight], bytes] = lambda _: b""
    """What has to be sent at once when this has come, in a conversation of several steps."""
    serial_of: Callable[[Weight], str | None] = lambda _: None
    """The serial number, when the message tells it."""
