"""Frames of a protocol cut out of a byte stream by a pattern, whatever stands before, between or behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from hardware.contract import Weight

LONGEST = 256
"""Bytes of an unfinished frame that are kept; no known scale sends longer ones."""
SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))


class FrameDecoder:
    """Implements `hardware.scales.framing.dialect.Decoder` for frames with a beginning and an end of their own."""

    def __init__(
        self,
        frame: re.Pattern[bytes],
        read: Callable[[re.Match[bytes]], Weight | None],
        *,
        mask_high_bit: bool = False,
        at_silence: re.Pattern[bytes] | None = None,
    ) -> None:
        """`frame` matches one whole frame, its last byte included, and never a longer one when more bytes come.

        `read` says what a frame means; None: it is none, and the next may begin one byte after its beginning.
        `at_silence` matches as well what is a whole frame only because nothing more comes.
        """
        self._frame, self._read, self._mask = frame, read, mask_high_bit
        self._at_silence = at_silence or frame
        self._rest = b""
        self._heard_at = 0.0

    def feed(self, data: bytes, at: float = 0.0) -> list[Weight]:
        """The messages that are complete now, oldest first; `at` is when `data` arrived."""
        frame = self._frame if data else self._at_silence
        known = len(self._rest)
        rest = self._rest + (data.translate(SEVEN_BITS) if self._mask else data)
        messages = []
        place = 0
        while (match := frame.search(rest, place)) is not None:
            said = self._read(match)
            if said is None:
                place = match.start() + 1
                continue
            messages.append(replace(said, at=at if match.end() > known else self._heard_at))
            # What a frame has used up nobody sees again, however the bytes are split.
            rest, known, place = rest[match.end() :], known - match.end(), 0
        # One byte more than a frame, so that a pattern that looks back still sees what stood before.
        self._rest = rest[-LONGEST - 1 :]
        if data:
            self._heard_at = at
        return messages

    def reset(self) -> None:
        """Forget an unfinished frame."""
        self._rest = b""
