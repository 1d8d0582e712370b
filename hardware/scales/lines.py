"""Lines that end in CR LF, cut out of a byte stream that may be split anywhere."""

from __future__ import annotations

LONGEST = 256
"""Bytes that a line may have with its CR LF; no known scale sends more (scales.md 1)."""
END = b"\r\n"


class Lines:
    """Feed bytes, take whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now, without CR LF.

        Of an overlong line only the last 255 bytes are kept: one more than fits a line, so that its reader still
        sees that something stood before the part that looks like a frame.
        """
        *lines, rest = (self._rest + data).split(END)
        self._rest = rest[-LONGEST:]
        return [line[1 - LONGEST :] for line in lines]

    @property
    def unfinished(self) -> bool:
        """Bytes of a line wait for its CR LF."""
        return bool(self._rest)

    def reset(self) -> None:
        """Forget the unfinished line."""
        self._rest = b""
