"""Lines cut out of a byte stream that may be split anywhere. They end in CR LF, CR, LF, CR CR or LF CR.

Most balances let the menu choose the end, and gateways send LF alone. Once CR LF has been heard nothing else ends a
line, so that one spoilt byte does not make two lines of one; when no CR LF comes any more, that is forgotten.
"""

from __future__ import annotations

LONGEST = 256
"""Bytes that a line may have with its end; no known scale sends more."""
END = b"\r\n"
"""What the raw text of a message ends in, whatever ended its line."""
_CR, _LF = END[:1], END[1:]


class Lines:
    """Feed bytes, take whole lines."""

    def __init__(self) -> None:
        self._rest = b""
        self._only_crlf = False
        self._after_cr = False
        """A CR has just ended a line: an LF that comes now belongs to it."""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now, without what ends them; an end of two bytes may give an empty one as well.

        Of an overlong line only the last 255 bytes are kept: one more than fits a line, so that its reader still
        sees that something stood before the part that looks like a frame.
        """
        self._rest += data
        lines = []
        while (line := self._next()) is not None:
            lines.append(line[1 - LONGEST :])
        if not self._only_crlf:
            self._rest = self._rest[-LONGEST:]
        return lines

    def _next(self) -> bytes | None:
        if self._only_crlf:
            place = self._rest.find(END, 0, LONGEST + 2)
            if place >= 0:
                return self._take(place, len(END))
            if len(self._rest) < LONGEST + 2:
                return None
            self._only_crlf = False
        if self._after_cr and self._rest:
            self._after_cr = False
            if self._rest[:1] == _LF:
                self._only_crlf, self._rest = True, self._rest[1:]
                return self._next()
        ends = [place for end in END if (place := self._rest.find(end)) >= 0]
        if not ends:
            return None
        self._after_cr = self._rest[min(ends)] == _CR[0]
        return self._take(min(ends), 1)

    def _take(self, length: int, end: int) -> bytes:
        line, self._rest = self._rest[:length], self._rest[length + end :]
        return line

    @property
    def unfinished(self) -> bool:
        """Bytes of a line wait for its end."""
        return bool(self._rest)

    def reset(self) -> None:
        """Forget the unfinished line."""
        self._rest = b""
