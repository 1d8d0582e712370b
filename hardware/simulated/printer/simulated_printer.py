"""A ZPL printer on a TCP port: its memory, its count of labels, and what can go wrong with it."""

from __future__ import annotations

import re
import select
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from hardware.contract import DeviceError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

FAULTS = ("paper_out", "ribbon_out", "head_open", "paused", "buffer_full", "too_hot", "too_cold")
MEMORY = 64
"""Labels that it takes before it prints them; further ones are lost, as in a printer whose host does not ask."""
CHUNK = 65536
LOOK_S = 0.02
_HEARD = re.compile(rb"\^XA.*?\^XZ|~HS|~JA|! U1 getvar \"([a-z_.]+)\"\r\n", re.DOTALL)


class SimulatedPrinter:
    """Switched on from the start. Its count and what it has printed outlast its power, what it holds does not."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0, *, counts: bool = True, label_s: float = 0.1) -> None:
        """`counts`: it tells how many labels it has printed. `label_s`: time that one takes, seconds. DeviceError."""
        self._address, self._counts, self._label_s = address, counts, label_s
        self.faults: set[str] = set()
        self.silent = False
        """It answers nothing."""
        self.swallows = 0
        """So many labels are lost on their way to the paper."""
        self.held: list[bytes] = []
        self.printed: list[bytes] = []
        self._number = port
        self._on = threading.Event()
        self._thread: threading.Thread | None = None
        self.switch_on()

    @property
    def port(self) -> str:
        """What a host opens."""
        return f"socket://{self._address}:{self._number}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.switch_off()

    def switch_on(self) -> None:
        """With an empty memory, on the same port. DeviceError: the port is taken."""
        try:
            listener = socket.create_server((self._address, self._number))
        except OSError as error:
            where = f"TCP port {self._number} of {self._address}"
            raise DeviceError(f"simulated printer: {where}: {error.strerror}") from error
        self._number = listener.getsockname()[1]
        self._on.set()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="simulated-printer", daemon=True)
        self._thread.start()

    def switch_off(self) -> None:
        """Hang up and forget what it holds; may be called twice."""
        self._on.clear()
        if self._thread is not None:
            self._thread.join()
        self.held = []

    def _run(self, listener: socket.socket) -> None:
        host: socket.socket | None = None
        heard, busy_until, on_head = b"", 0.0, b""
        with listener:
            while self._on.is_set():
                ready, _, _ = select.select([listener] if host is None else [host], [], [], LOOK_S)
                if listener in ready:
                    host, heard = listener.accept()[0], b""
                elif host is not None and ready:
                    with suppress(OSError):
                        data = host.recv(CHUNK)
                    if not data:
                        host.close()
                        host = None
                        continue
                    heard = self._did(heard + data, host)
                now = time.monotonic()
                if on_head and now >= busy_until and not self.faults:
                    self.printed.append(on_head)
                    on_head = b""
                if self.held and not on_head and not self.faults:
                    on_head, busy_until = self.held.pop(0), now + self._label_s
        if host is not None:
            host.close()

    def _did(self, heard: bytes, host: socket.socket) -> bytes:
        """What is left of it, as a command is not whole yet."""
        end = 0
        for match in _HEARD.finditer(heard):
            end = match.end()
            if match[0] == b"~HS":
                self._say(host, self._state())
            elif match[0] == b"~JA":
                self.held = []
            elif match[1] is not None:
                known = self._counts and match[1] == b"odometer.total_label_count"
                self._say(host, f'"{len(self.printed)}"\r\n' if known else '"?"\r\n')
            elif self.swallows:
                self.swallows -= 1
            elif len(self.held) < MEMORY and "buffer_full" not in self.faults:
                self.held.append(match[0])
        return heard[end:][-CHUNK:]

    def _say(self, host: socket.socket, text: str) -> None:
        if not self.silent:
            with suppress(OSError):
                host.sendall(text.encode())

    def _state(self) -> str:
        flag = {name: int(name in self.faults) for name in FAULTS}
        paused = int(bool(flag["paused"] or flag["head_open"] or flag["paper_out"]))
        first = (
            f"030,{flag['paper_out']},{paused},1218,{len(self.held):03},{flag['buffer_full']},0,0,000,0,"
            f"{flag['too_cold']},{flag['too_hot']}"
        )
        second = f"000,0,{flag['head_open']},{flag['ribbon_out']},1,2,4,0,00000000,1,000"
        return "".join(f"\x02{line}\x03\r\n" for line in (first, second, "1234,0"))
