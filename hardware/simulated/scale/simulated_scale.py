"""A simulated scale: a real port, a load that settles as loads do, and any protocol between them."""

from __future__ import annotations

import math
import os
import select
import threading
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hardware.simulated.scale.faults import Fault, Trouble, TroubledCell
from hardware.simulated.scale.indicator import ScalePlate
from hardware.simulated.scale.mt_sics import SicsTalker
from hardware.simulated.scale.talker import VoiceTalker
from hardware.simulated.scale.voices import VOICES
from hardware.simulated.scale.wire import PtyWire, TcpWire, Wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

DIVISION_G = Decimal(1)
SICS = {"mt-sics": ("kg", "g"), "kern-kcp": ("kg", "g")}
"""The protocols of `SicsTalker` and the units that it has."""
PROTOCOLS = (*SICS, *VOICES)
HALF_S = 0.05
"""Time for the first half of a message to arrive before the plug is out."""


class SimulatedScale:
    """Plug it in, place loads, pull the plug. Plugged in, a thread of its own answers the host."""

    def __init__(  # noqa: PLR0913  # what a scale can be like
        self,
        *,
        protocol: str = "mt-sics",
        transport: Literal["pty", "tcp"] = "pty",
        link: Path | str | None = None,
        plate: ScalePlate | None = None,
        unit: str | None = None,
        division_g: Decimal = DIVISION_G,
        settle_ms: float = 600,
        rate_hz: float = 25,
        noise_g: float = 0,
        faults: Sequence[str] = (),
        fault_every_s: float = 5,
        seed: int = 1,
    ) -> None:
        """`link`: a symbolic link that keeps the port's name over replugging; `rate_hz`: weights a second of a stream;
        `settle_ms`: from placing a load to the stable flag; `noise_g`: peak; `faults`: names of `Fault`, one of them
        every `fault_every_s` in the mean. ValueError: an unknown protocol or fault, or a unit that it cannot send.
        """
        self._transport = transport
        self._link = Path(link) if link else None
        self._tcp_port = 0
        plate = replace(plate or ScalePlate(), unit=_unit(protocol, unit or (plate.unit if plate else None)))
        self._trouble = Trouble(_faults(faults), fault_every_s, seed)
        self._cell = TroubledCell(
            division_g, settle_ms, seed, noise_g=noise_g, capacity_g=plate.capacity_g, trouble=self._trouble
        )
        self._talker: SicsTalker | VoiceTalker
        self.settings: Mapping[str, object] = {}
        """What a host has to be told besides the protocol."""
        if protocol in SICS:
            self._talker = SicsTalker(self._cell, plate, rate_hz)
        else:
            voice = VOICES[protocol]
            self._talker = VoiceTalker(self._cell, plate, rate_hz, voice)
            self.settings = dict(voice.settings) | ({} if voice.unit_told else {"unit": plate.unit})
        self._lock = threading.Lock()
        self._wire: Wire | None = None
        self._thread: threading.Thread | None = None
        self._stop_in = self._stop_out = -1
        self._last = b""

    @property
    def port(self) -> str:
        """What a host opens: the link, else the device, or socket://HOST:PORT; empty while a bare device is out."""
        if self._wire is not None:
            return self._wire.port
        if self._transport == "tcp" and self._tcp_port:
            return f"socket://127.0.0.1:{self._tcp_port}"
        return str(self._link) if self._link else ""

    def plug(self) -> None:
        """Switch it on; the same link or TCP port works again. DeviceError when the name cannot be had."""
        if self._thread is not None:
            return
        if self._transport == "tcp":
            tcp = TcpWire("127.0.0.1", self._tcp_port)
            self._tcp_port, self._wire = tcp.number, tcp
        else:
            self._wire = PtyWire(self._link)
        self._stop_in, self._stop_out = os.pipe()
        self._thread = threading.Thread(target=self._run, args=(self._wire, self._stop_in), name="simulated-scale")
        self._thread.start()

    def unplug(self, *, halfway: bool = False) -> None:
        """Pull the plug, in the middle of a message if `halfway`: an open host sees its port vanish. May be called
        twice.
        """
        if self._thread is None or self._wire is None:
            return
        os.close(self._stop_out)
        self._thread.join()
        if halfway:
            self._wire.write(self._last[: len(self._last) // 2])
            time.sleep(HALF_S)
        self._wire.close()
        os.close(self._stop_in)
        self._thread = self._wire = None

    def __enter__(self) -> Self:
        self.plug()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def place(self, grams: Decimal | float) -> None:
        """Put this load on the platform instead of the one before. ValueError: not a finite number."""
        if not math.isfinite(grams):
            raise ValueError(f"a load of {grams} grams cannot be placed")
        self._cell.place(float(grams), time.monotonic())

    def remove(self) -> None:
        """Take the load away."""
        self.place(0)

    def zero(self) -> bool:
        """Press the zero key; False when the load is too large or negative for it."""
        with self._lock:
            return self._talker.zero(time.monotonic())

    def tare(self) -> bool:
        """Press the tare key; False when the load is negative or too large."""
        with self._lock:
            return self._talker.tare(time.monotonic())

    def _run(self, wire: Wire, stop: int) -> None:
        """Answer the host until the stop pipe is closed; sleeps while nothing is due."""
        with self._lock:
            wire.write(self._talker.power_up())
        while not _ended(stop):
            with self._lock:
                due = self._talker.due(time.monotonic())
            data = wire.wait(due, stop)
            with self._lock:
                now = time.monotonic()
                if not wire.connected:
                    self._talker.nobody_listens()
                said = self._talker.hear(data, now) + self._talker.tick(now)
                said = said and self._trouble.sent(said, now)
            if said:
                self._last = said
                wire.write(said)


def _ended(stop: int) -> bool:
    """Whether the other end of the pipe was closed."""
    return bool(select.select([stop], [], [], 0)[0])


def _unit(protocol: str, unit: str | None) -> str:
    """The unit that is asked for, or the usual one."""
    if protocol not in PROTOCOLS:
        raise ValueError(f"unknown scale protocol {protocol!r}: use one of {', '.join(PROTOCOLS)}")
    units = SICS[protocol] if protocol in SICS else VOICES[protocol].units
    if unit is not None and unit not in units:
        raise ValueError(f"{protocol} cannot say {unit!r}: use one of {', '.join(units)}")
    return unit or units[0]


def _faults(names: Sequence[str]) -> tuple[Fault, ...]:
    known = tuple(Fault)
    for name in names:
        if name not in known:
            raise ValueError(f"unknown fault {name!r}: use of {', '.join(known)}")
    return tuple(Fault(name) for name in names)
