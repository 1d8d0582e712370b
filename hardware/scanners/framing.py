"""Where one scan ends and the next begins, in the bytes of a scanner. Pure: bytes and times in, scans out.

A scanner puts what its set-up says before and behind each code. Factory set-ups end a code with CR, LF, CR LF or TAB,
or with nothing (Zebra, Honeywell and Datalogic programming guides); fixed readers often send STX ... ETX.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 4096
"""Bytes of one scan: a full QR code has 2953. What is longer is noise."""
ENDS = (b"\r", b"\n", b"\t")
GAP_S = 0.06
"""Silence that ends a scan without a suffix: seven characters of a slow scanner, 8 ms each."""

STALL_S = 0.5
"""Silence that ends a scan of a scanner that ended the one before with a suffix: a wireless one
stalls, and so does a busy machine."""


@dataclass(frozen=True, slots=True)
class Framing:
    """How a scanner is set up."""

    prefix: bytes = b""
    """A scan begins with it, and what comes before is dropped; empty: a scan begins with its code."""
    suffix: bytes | None = None
    """A scan ends with it; None: with CR, LF, TAB or silence; empty: with silence alone."""
    gap_s: float = GAP_S
    """Seconds without a byte that end a scan where no suffix was told."""


class ScanCutter:
    """Cuts the bytes of one scanner into scans."""

    def __init__(self, framing: Framing = Framing()) -> None:  # it is frozen
        self._framing = framing
        self._kept = bytearray()
        self._last = 0.0
        self._skips = False
        self._has_suffix = False
        self.dropped = 0
        """Bytes that belonged to no scan: before a prefix, or of one that was too long."""

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """The scans that these bytes end; `at`: monotonic seconds of their arrival."""
        scans = self.idle(at)
        self._kept += data
        self._last = at
        while (cut := self._cut()) is not None:
            scans += [cut] if cut else []
        self._shorten()
        return scans

    def idle(self, now: float) -> list[bytes]:
        """The scan that silence ends by now, or nothing."""
        silence_s = max(STALL_S, self._framing.gap_s) if self._has_suffix else self._framing.gap_s
        if not self._kept or self._framing.suffix or now - self._last < silence_s:
            return []
        rest, self._kept, self._has_suffix = bytes(self._kept), bytearray(), False
        if self._skips:
            self._skips = False
            self.dropped += len(rest)
            return []
        scan = self._without_prefix(rest)
        return [scan] if scan else []

    def _cut(self) -> bytes | None:
        """The next scan that a suffix ends, empty where nothing stood between two; None: none has ended yet."""
        ends = ENDS if self._framing.suffix is None else (self._framing.suffix,) if self._framing.suffix else ()
        places = [(place, len(end)) for end in ends if (place := self._kept.find(end)) >= 0]
        if not places:
            return None
        place, length = min(places)
        scan = bytes(self._kept[:place])
        del self._kept[: place + length]
        self._has_suffix = True
        if self._skips:
            self._skips = False
            self.dropped += len(scan)
            return b""
        return self._without_prefix(scan)

    def _without_prefix(self, scan: bytes) -> bytes:
        """What stands behind the last prefix: noise before it may hold one as well."""
        prefix = self._framing.prefix
        if not prefix:
            return scan
        before, found, code = scan.rpartition(prefix)
        self.dropped += len(before) if found else len(scan)
        return code if found else b""

    def _shorten(self) -> None:
        """Noise without an end is dropped up to where one comes."""
        if len(self._kept) > LONGEST:
            self.dropped += len(self._kept)
            self._kept.clear()
            self._skips = True
