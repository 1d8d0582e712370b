"""How much of what a scale sends is understood."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from hardware.scales.framing.frames import SEVEN_BITS

if TYPE_CHECKING:
    from hardware.contract import Weight
    from hardware.scales.framing.dialect import Decoder

LONGEST = 4096
"""Bytes that wait for a message to explain them; no known answer is longer."""
RECENT = 32
"""Frames that the rate is taken from."""
_ENDS = b"\r\n"
"""Bytes that may end a line."""
SPAN_S, STOPPED_S = 0.3, 2.0
"""Seconds that tell a rate, and after which there is none any more."""


class Tally:
    """Counts frames, bytes that no frame explains, and frames that were lost among those."""

    def __init__(self, decoder: Decoder) -> None:
        """`decoder`: one of its own, which nobody else feeds."""
        self._decoder = decoder
        self.heard = self.frames = self.lost = 0
        self.before = 0
        """Bytes before the first frame; listening began in the middle of one, so they are no fault."""
        self._garbled = 0
        self._waiting = b""
        self._line_ended = False
        self._times: deque[float] = deque(maxlen=RECENT)

    @property
    def garbled(self) -> int:
        """Bytes between frames that belong to none."""
        return self._garbled

    @property
    def unexplained(self) -> int:
        """Bytes that belong to no frame so far, those of an unfinished one included."""
        return self.before + self._garbled + len(self._waiting)

    def hear(self, data: bytes, at: float = 0.0) -> list[Weight]:
        """These bytes came; the messages that they complete."""
        self.heard += len(data)
        self._waiting += data
        self._skip_ends()
        messages = self._decoder.feed(data, at)
        for message in messages:
            self._explain(message.raw)
            self._times.append(at)
        if len(self._waiting) > LONGEST:
            self._drop(len(self._waiting) - LONGEST)
        return messages

    def give_up(self) -> bytes:
        """Bytes that no message will explain any more."""
        strange, self._waiting = self._waiting, b""
        self._garbled += len(strange)
        self._decoder.reset()
        self.lost += 1 if strange and self.frames else 0
        return strange

    def rate(self, now: float) -> float:
        """Frames a second of late; 0 when they stopped."""
        span = self._times[-1] - self._times[0] if self._times else 0.0
        if span < SPAN_S or now - self._times[-1] > STOPPED_S:
            return 0.0
        return (len(self._times) - 1) / span

    def _explain(self, raw: bytes) -> None:
        body = raw.rstrip(_ENDS) or raw  # the line may have ended otherwise than its message says
        place = self._waiting.find(body)
        if place < 0:  # the decoder may have taken parity bits off
            place = self._waiting.translate(SEVEN_BITS).find(body)
        if place > 0:
            self.lost += round(place / len(raw)) or 1 if self.frames else 0
            self._drop(place)
        whole = self._waiting.startswith(raw)
        self._waiting = self._waiting[len(raw if whole else body) :]
        self.frames += 1
        self._line_ended = body != raw
        self._skip_ends()

    def _skip_ends(self) -> None:
        """What is left of the end of the last line is no fault."""
        if self._line_ended:
            self._waiting = self._waiting.lstrip(_ENDS)
            self._line_ended = not self._waiting

    def _drop(self, count: int) -> None:
        self._waiting = self._waiting[count:]
        if self.frames:
            self._garbled += count
        else:
            self.before += count
