"""Find out what an unknown scale speaks: listen first, then ask, in an order that is safe.

No question may switch a scale off, tare it or set it to zero, whatever protocol it speaks: no `S S`, `X`, `PW`, `T`,
`Z`, `C`, `ST`, `U`, `K`, `L` or `M` is ever sent. A Toledo 8217 is found before `READ` is sent, whose `A` and `E` start
a self test and an echo there.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hardware.contract import DeviceError
from hardware.links import LineSettings, Link, serial_devices
from hardware.scales.detection.detect import ENOUGH, MOST_SPECIFIC_FIRST, Fit, fits, that_ask
from hardware.scales.hid import HidLink, hid_scales

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hardware.scales.opening import Carrier

    Progress = Callable[[str, str], None]
    """Port, and what is being tried there."""

LISTEN_S, SHORT_S, SLOW_S = 1.5, 1.0, 3.0
"""At the usual settings; at the others; more, when frames come but slowly."""
CERTAIN = 6
"""Good frames after which there is no need to listen on."""
ANSWER_S = 0.4
SLOW_ANSWER_S = 0.7
"""At 2400 Bd and below."""
LOOK_S = 0.05
JUDGE_S = 0.25
SAMPLE = 64
"""Bytes of what was not understood that are told."""

USUAL = LineSettings()
SEVEN_EVEN = LineSettings(9600, 7, "even")
SPEEDS = (4800, 2400, 1200)
FAST = (19200, 38400, 57600, 115200)

SICS, NCI, SMA, SBI = b"SI\r\n", b"W\r", b"\nW\r", b"\x1bP\r\n"
DINI, INDICATOR, BALANCE, OHAUS = b"READ\r\n", b"RW\r\n", b"Q\r\n", b"IP\r\n"
ENQ, KERN, COUNTER, ADAM = b"\x05", b"w", b"W", b"P\r\n"
DIBAL, YAOHUA = b"98000001\r\n", b"\x02AB03\x03"
ECHO_OFF = b"F"

ROUNDS: tuple[tuple[LineSettings, tuple[bytes, ...]], ...] = (
    (USUAL, (SICS, NCI, SMA, SBI)),
    (SEVEN_EVEN, (SICS, NCI, SMA, SBI)),
    (USUAL, (DINI, INDICATOR, BALANCE, OHAUS)),
    (SEVEN_EVEN, (INDICATOR, BALANCE, OHAUS)),
    (LineSettings(4800), (SICS, ADAM, ENQ)),
    (LineSettings(2400, 7, "even"), (INDICATOR, BALANCE, OHAUS)),
    (LineSettings(1200, 7, "odd"), (SBI,)),
    *((LineSettings(speed), (SICS, NCI)) for speed in FAST),
    # Without an end of line: they would spoil the question behind them.
    (USUAL, (DIBAL, YAOHUA, ENQ, KERN, COUNTER)),
)
"""Where what is asked: the usual settings first, then those that makers ship."""


@dataclass(frozen=True, slots=True)
class PortFinding:
    """What stands at a port."""

    port: str
    fits: tuple[Fit, ...] = ()
    """The protocols that explain what was heard, the likeliest first; empty: none does."""
    line: LineSettings = USUAL
    asked: bytes = b""
    """The question that was answered; empty: the scale talks by itself."""
    heard: bytes = b""
    """A sample of what was not understood."""
    trouble: str = ""
    """Why the port could not be used."""


def look_at_all(ports: Sequence[str], progress: Progress) -> Iterator[PortFinding]:
    """Look at all ports at the same time, those of this machine when none is named; each is told as soon as it is
    known.
    """
    ports = ports or [*serial_devices(), *hid_scales()]
    answers: queue.SimpleQueue[PortFinding | Exception] = queue.SimpleQueue()

    def look(port: str) -> None:
        try:
            answers.put(look_at(port, progress))
        except Exception as error:  # noqa: BLE001  # whoever waits for the answer raises it
            answers.put(error)

    for port in ports:
        # Daemons, so that Ctrl-C does not have to wait for them.
        threading.Thread(target=look, args=(port,), daemon=True).start()
    for _ in ports:
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        yield answer


def look_at(port: str, progress: Progress) -> PortFinding:
    """Listen at a port, then ask."""
    try:
        if port.startswith(("hid:", "hidraw:")):
            with closing(HidLink(port)) as reports:
                progress(port, "listening")
                return _told(port, USUAL, b"", _listen(reports, SLOW_S, ("usb-hid-pos",)), ("usb-hid-pos",))
        with Link(port) as link:
            return _Search(link, port, progress).run()
    except DeviceError as error:
        return PortFinding(port, trouble=str(error))


class _Search:
    """One port, one search."""

    def __init__(self, link: Link, port: str, progress: Progress) -> None:
        self._link, self._port, self._progress = link, port, progress
        self._strange = b""

    def run(self) -> PortFinding:
        wired = not self._port.startswith("socket://")
        lines = [USUAL, SEVEN_EVEN, *(LineSettings(speed) for speed in SPEEDS)] if wired else [USUAL]
        for line in lines:
            if (found := self._hear(line)).fits:
                return found
        if self._strange and wired:
            for speed in FAST:
                if (found := self._hear(LineSettings(speed))).fits:
                    return found
        asked: set[bytes] = set()
        for line, questions in ROUNDS:
            for question in questions:
                if (wired or question not in asked) and (found := self._ask(line, question)).fits:
                    return found
                asked.add(question)
        return PortFinding(self._port, heard=self._strange)

    def _hear(self, line: LineSettings) -> PortFinding:
        self._progress(self._port, f"listening at {line}")
        self._link.drive(line)
        chunks = _listen(self._link, LISTEN_S if line is USUAL else SHORT_S)
        if fits(chunks, 1) and not fits(chunks):
            chunks += _listen(self._link, SLOW_S)
        found = _told(self._port, line, b"", chunks)
        self._strange = self._strange or found.heard
        return found

    def _ask(self, line: LineSettings, question: bytes) -> PortFinding:
        """Accepts fully valid answers alone, and of protocols whose driver asks so: another would wait for ever."""
        self._progress(self._port, f"asking at {line}")
        self._link.drive(line)
        chunks: list[bytes] = []
        for times in range(1, ENOUGH + 1):
            self._link.write(question)
            chunks += _answer(self._link, line)
            if not fits(chunks, times):
                break
        found = _told(self._port, line, question, chunks)
        if question == DINI and b"\x02" in b"".join(chunks):
            self._link.write(ECHO_OFF)
        self._strange = self._strange or found.heard
        return replace(found, fits=tuple(that_ask(found.fits, question)))


def _listen(link: Carrier, seconds: float, among: Sequence[str] = MOST_SPECIFIC_FIRST) -> list[bytes]:
    """What comes in so many seconds, or until it is certain."""
    chunks: list[bytes] = []
    now = time.monotonic()
    until, judge_at = now + seconds, now
    while now < until:
        if data := link.read(min(until - now, LOOK_S)):
            chunks.append(data)
        now = time.monotonic()
        if now >= judge_at:  # judging costs more than reading
            judge_at = now + JUDGE_S
            if fits(chunks, CERTAIN, among):
                break
    return chunks


def _answer(link: Carrier, line: LineSettings) -> list[bytes]:
    """What is answered, until it is quiet."""
    chunks: list[bytes] = []
    until = time.monotonic() + (ANSWER_S if line.baudrate > 2400 else SLOW_ANSWER_S)
    while time.monotonic() < until:
        data = link.read(LOOK_S)
        if data:
            chunks.append(data)
        elif fits(chunks, 1):
            break
    return chunks


def _told(
    port: str, line: LineSettings, asked: bytes, chunks: list[bytes], among: Sequence[str] = MOST_SPECIFIC_FIRST
) -> PortFinding:
    found = fits(chunks, ENOUGH, among)
    heard = b"".join(chunks)
    if not found:
        return PortFinding(port, heard=heard[:SAMPLE])
    if found[0].parity is not None:
        line = replace(line, bytesize=7, parity=found[0].parity)
    return PortFinding(port, tuple(found), line, asked)
