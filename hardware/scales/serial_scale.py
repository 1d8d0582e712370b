"""A scale on a serial line or a TCP port: asks, listens, notices when nobody answers."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from hardware.contract import DeviceError, notice
from hardware.links import LineSettings, Parity, Whereabouts, also_open
from hardware.scales.detection.detect import looks_of
from hardware.scales.opening import open_link
from hardware.scales.protocols.catalogue import dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hardware.contract import Notice, Weight
    from hardware.scales.opening import Carrier

HELLO_S = 0.5
"""Wait for the answer to the first question; a scale that knows no answer is asked for weights all the same."""
REASK_S = 1.0
SILENT_S = 1.5
"""A lost scale must be red within 2 s."""
NEVER_S = 1e9
QUIET_S = 0.03
"""Silence after which a frame is complete that more bytes could have changed: 30 characters at 9600 baud."""
UNCHANGED = "weight_unchanged"
"""Flag of a message by which a scale repeats the weight that it has told."""
BUSY_S = 6.0
"""Zero and tare wait for a stable scale, which may stay mute meanwhile."""
POLL_S = 0.1
"""KERN asks for 100 ms between questions (KIB-TM manual)."""
STRANGE = 1024
"""Bytes without a message that are kept, to tell what they look like."""
STALE_S = 0.5
"""An unfinished message is dropped after this; above the 150 ms of a serial line because of slow TCP bridges."""


class _Asked(Enum):
    """What the scale owes an answer to."""

    NOTHING = auto()
    HELLO = auto()
    WEIGHTS = auto()
    ZERO_OR_TARE = auto()


class SerialScale:
    """Implements `hardware.contract.Scale`. One thread uses it."""

    def __init__(  # noqa: PLR0913  # one for each key of the configuration
        self,
        port: str,
        *,
        protocol: str = "mt-sics",
        baudrate: int = 9600,
        bytesize: int = 8,
        parity: Parity = "none",
        stopbits: int = 1,
        dtr: bool = True,
        rts: bool = True,
        settings: Mapping[str, object] | None = None,
        silent_s: float = SILENT_S,
        heard: Callable[[bytes, float], None] = lambda _data, _at: None,
    ) -> None:
        """`port`: as `open_link` takes it. `settings`: of the protocol, such as `unit`. `silent_s`: silence after which
        the scale counts as lost, 0: never, for scales that speak when something is on them only. `heard` gets all bytes
        as they come and when they came.

        ValueError: unknown protocol, or a setting that it does not know so.
        """
        self.name = port
        self._line = LineSettings(baudrate, bytesize, parity, stopbits, dtr, rts)
        self._protocol, self._dialect, self._settings = protocol, dialect(protocol), settings or {}
        self._silent_s, self._heard = silent_s or NEVER_S, heard
        self._whereabouts = Whereabouts(port)
        self.confirms, self.stores = self._dialect.confirms, bool(self._dialect.store)
        self._link: Carrier | None = None
        self._forget(time.monotonic())

    def open(self) -> None:
        """Open the port and greet the scale; whether it answers shows in `read`."""
        self.close()
        path = self._whereabouts.now()
        self._link = open_link(path, self._line)
        self._whereabouts.opened(path)
        self._forget(time.monotonic())
        if self._dialect.hello:
            self._ask(self._dialect.hello, _Asked.HELLO)
        else:
            self._ask_weights()

    def read(self, timeout: float) -> Weight | None:
        """The next message, waiting up to `timeout` seconds; DeviceError when the port is gone or the scale silent."""
        deadline = time.monotonic() + timeout
        while not self._messages:
            self._listen(max(0.0, min(self._next_step, deadline) - time.monotonic()))
            now = time.monotonic()
            if not self._messages:
                self._keep_asking(now)
                if now >= deadline:
                    return None
        return self._messages.popleft()

    def zero(self) -> None:
        """Ask for zero; the answer comes as a message, of kind `ack` or `error_reply` where the protocol has them.

        DeviceError when the protocol has no such command.
        """
        self._command(self._dialect.zero, notice("scale_cannot_zero", **self._named()))

    def tare(self) -> None:
        """Ask for tare; as `zero`."""
        self._command(self._dialect.tare, notice("scale_cannot_tare", **self._named()))

    def store(self) -> None:
        """Have the scale store its weight in its alibi memory; the id comes with a weight. As `zero`."""
        self._command(self._dialect.store, notice("scale_cannot_store", **self._named()))

    def clear(self) -> None:
        """Ask the scale to forget its tare; as `zero`."""
        self._command(self._dialect.clear, notice("scale_cannot_clear", **self._named()))

    def _named(self) -> dict[str, str]:
        """What every error of it tells."""
        return {"what": "scale", "port": self.name, "protocol": self._protocol}

    def _command(self, command: bytes, without: Notice) -> None:
        if not command:
            raise DeviceError(without)
        self._ask(command, _Asked.ZERO_OR_TARE if self._dialect.confirms else _Asked.NOTHING)

    def serial_number(self) -> str | None:
        """The scale's own serial number, once it has told it."""
        return self._serial

    def close(self) -> None:
        """Give the port back; may be called twice."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _forget(self, now: float) -> None:
        self._decoder = self._dialect.decoder(self._settings)
        self._messages: deque[Weight] = deque()
        self._serial: str | None = None
        self._asked = _Asked.NOTHING
        self._asked_at = self._heard_at = self._byte_at = self._looked_at = now
        self._greetings = 0
        self._last: Weight | None = None
        self._polling = not self._dialect.stream and bool(self._dialect.poll)
        self._strange = b""
        self._quiet = True

    def _ask(self, command: bytes, asked: _Asked) -> None:
        link = self._open_link()
        self._asked, self._asked_at = asked, time.monotonic()
        try:
            if command:
                link.write(command)
        except DeviceError:
            self.close()
            raise

    def _ask_weights(self) -> None:
        command = self._dialect.poll if self._polling else self._dialect.stream
        self._ask(command, _Asked.WEIGHTS if command else _Asked.NOTHING)

    def _open_link(self) -> Carrier:
        if self._link is None:
            raise DeviceError(notice("port_not_open", what="scale", port=self.name))
        return self._link

    def _listen(self, wait: float) -> None:
        link, looked, here = self._open_link(), self._looked_at, time.monotonic()
        try:
            data = link.read(wait if self._quiet else min(wait, QUIET_S))
        except DeviceError:
            self.close()
            raise
        now = self._looked_at = time.monotonic()
        if not data:
            if not self._quiet and now - self._byte_at >= QUIET_S:
                self._quiet = True
                self._take(b"", now)
            return
        self._heard(data, now)
        # What came while nobody looked is taken for as old as the last look.
        arrived = looked if here - looked > STALE_S else now
        if now - self._byte_at > STALE_S:
            self._decoder.reset()
        self._byte_at, self._quiet = now, False
        self._strange = (self._strange + data)[-STRANGE:]
        self._take(data, arrived)

    def _take(self, data: bytes, arrived: float) -> None:
        for message in self._decoder.feed(data, arrived):
            self._strange, self._heard_at = b"", self._looked_at
            self._messages.append(self._unchanged(message))
            self._answered(message)

    def _unchanged(self, message: Weight) -> Weight:
        """The message, or the weight of before when the scale says only that it is still so."""
        if UNCHANGED in message.flags and self._last is not None:
            return replace(self._last, at=message.at)
        self._last = message if message.kind == "weight" else None
        return message

    def _answered(self, message: Weight) -> None:
        """What the message means for what to ask next."""
        serial = self._dialect.serial_of(message)
        self._serial = serial or self._serial
        asked = self._asked
        if following := self._dialect.after(message):
            self._ask(following, asked)
            return
        if message.kind in ("weight", "status_only", "count", "percent"):
            if asked is _Asked.WEIGHTS:
                self._asked = _Asked.NOTHING
            return
        if asked is _Asked.HELLO and message.kind == "error_reply" and self._greetings == 0:
            # Line noise before the greeting spoils it as seen by the scale; once more on a clean line.
            self._greetings = 1
            self._ask(self._dialect.hello, _Asked.HELLO)
        elif asked is _Asked.WEIGHTS and message.kind == "error_reply":
            self._polling, self._asked = True, _Asked.NOTHING
        elif serial is not None or (self._dialect.confirms and asked is not _Asked.NOTHING):
            # A serial number unasked is a scale that was switched on again, and zero or tare may end a stream.
            self._polling = self._polling and serial is None
            self._ask_weights()

    @property
    def _next_step(self) -> float:
        """When something has to be done if nothing is heard until then."""
        match self._asked:
            case _Asked.HELLO:
                return self._asked_at + HELLO_S
            case _Asked.ZERO_OR_TARE:
                return max(self._asked_at + BUSY_S, self._heard_at + self._silent_s)
            case _Asked.NOTHING if self._polling:
                return self._asked_at + POLL_S
        return min(max(self._heard_at, self._asked_at) + REASK_S, self._heard_at + self._silent_s)

    def _keep_asking(self, now: float) -> None:
        if now < self._next_step:
            return
        if now - self._heard_at >= self._silent_s and self._asked is not _Asked.HELLO:
            silence = self._silence(now)
            self.close()
            raise DeviceError(silence)
        self._ask_weights()

    def _silence(self, now: float) -> Notice:
        seconds, others = f"{now - self._heard_at:.1f}", also_open(self.name)
        if not self._strange:
            return notice("scale_silent", **self._named(), seconds=seconds, others=others)
        looks = looks_of(self.name, self._protocol, self._strange)
        return notice("scale_strange", **self._named(), seconds=seconds, others=others, **looks)
