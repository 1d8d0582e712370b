"""A scanner that sends bytes: over a serial port, or as a client or server of TCP. Fixed readers and DWS are such."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from hardware.contract import DeviceError, Scanned, notice
from hardware.links import LineSettings, Link, ReplayLink, Whereabouts
from hardware.scanners.answers import ANSWERS, SsiReplies
from hardware.scanners.framing import Framing, ScanCutter
from hardware.scanners.hid_pos import HidPosLink
from hardware.scanners.keyboard import EvdevLink
from hardware.scanners.listening import ListeningLink
from hardware.scanners.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Feedback
    from hardware.scanners.answers import Maker
    from hardware.scanners.keyboard import LayoutName
    from hardware.scanners.template import Template

WHAT = "scanner"
LISTEN, EVDEV = "listen://", "evdev:"
LOOK_S = 0.02
"""Longest wait for bytes while a scan may end by silence."""


class Carrier(Protocol):
    """What carries bytes both ways. A lost port is a DeviceError, never silence."""

    def read(self, timeout: float) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    def close(self) -> None: ...


class ByteScanner:
    """Implements `hardware.contract.Scanner`. One thread uses it."""

    def __init__(  # one for each key of the configuration
        self,
        port: str,
        *,
        framing: Framing = Framing(),  # noqa: B008  # it is frozen
        line: LineSettings = LineSettings(),  # noqa: B008  # it is frozen
        maker: Maker = "none",
        template: Template | None = None,
        layout: LayoutName = "us",
        heard: Callable[[bytes, float], None] = lambda _data, _at: None,
    ) -> None:
        """`port`: a device, a pyserial URL such as `socket://HOST:PORT`, `listen://HOST:PORT` (the reader connects to
        us), `evdev:PATH` (a keyboard, of which `layout` says which it is set to), `hid:VENDOR:PRODUCT`, `hidraw:PATH`,
        or `replay:FILE`. `template`: of the messages of a fixed reader. `heard` gets all bytes, and their time.
        """
        self.name = port
        self._layout = layout
        self._framing, self._line, self._template, self._heard = framing, line, template, heard
        self._bytes, self._replies = ANSWERS[maker], SsiReplies() if maker == "zebra-ssi" else None
        self.answers = tuple(self._bytes)
        self._whereabouts = Whereabouts(port)
        self._link: Carrier | None = None
        self._cutter, self._scans = ScanCutter(framing), deque[Scanned]()
        self.strange = 0
        """Messages that the template does not fit."""

    @property
    def connected(self) -> bool:
        """Whether the port is open, and somebody has connected to one that listens."""
        return self._link is not None and (not isinstance(self._link, ListeningLink) or self._link.connected)

    @property
    def dropped(self) -> int:
        """Bytes that belonged to no scan since it was opened."""
        return self._cutter.dropped

    def open(self) -> None:
        """Open the port; what came before is not taken, but all that a new TCP connection brings. DeviceError names
        the culprit.
        """
        self.close()
        path = self._whereabouts.now()
        self._link = open_line(path, self._line, self._layout)
        self._whereabouts.opened(path)
        self._cutter = ScanCutter(self._framing)

    def read(self, timeout: float) -> Scanned | None:
        """The next scan, waiting up to `timeout` seconds; None: none came. DeviceError when the scanner is gone.

        Bytes are taken while no scan waits, so a scanner that repeats for ever fills no memory: its line fills up.
        """
        deadline = time.monotonic() + timeout
        while not self._scans:
            now = time.monotonic()
            wait = min(deadline - now, LOOK_S)
            data = self._opened_link().read(max(0.0, wait))
            at = time.monotonic()
            if data:
                self._heard(data, at)
            if self._replies is not None:
                data = self._replies.feed(data) if data else self._replies.idle()
            for raw in self._cutter.feed(data, at) if data else self._cutter.idle(at):
                self._take(raw, at)
            if not self._scans and at >= deadline:
                return None
        return self._scans.popleft()

    def answer(self, feedback: Feedback) -> None:
        """Tell the hand; nothing where its maker has no such command. DeviceError when the scanner is gone."""
        if (told := self._bytes.get(feedback)) is not None:
            self._opened_link().write(told)

    def close(self) -> None:
        """Give the port back; may be called twice."""
        if self._link is not None:
            self._link.close()
            self._link = None
        self._scans.clear()

    def _take(self, raw: bytes, at: float) -> None:
        if self._template is not None:
            scan = self._template.read(raw, at)
        else:
            text, aim = text_of(raw)
            scan = Scanned(text, aim, raw, at) if text else None
        if scan is None:
            self.strange += 1
        else:
            self._scans.append(scan)

    def _opened_link(self) -> Carrier:
        if self._link is None:
            raise DeviceError(notice("port_not_open", what=WHAT, port=self.name))
        return self._link


def open_line(port: str, line: LineSettings, layout: LayoutName = "us", *, grab: bool = True) -> Carrier:
    """The line behind a port, as `ByteScanner` knows them; `grab`: a keyboard for us alone. DeviceError."""
    if port.startswith(LISTEN):
        return ListeningLink(port)
    if port.startswith(EVDEV):
        return EvdevLink(port, layout, grab=grab)
    if port.startswith(("hid:", "hidraw:")):
        return HidPosLink(port)
    return (
        ReplayLink(port.removeprefix("replay:"), WHAT)
        if port.startswith("replay:")
        else Link(port, line, WHAT, keeps_first=True)
    )
