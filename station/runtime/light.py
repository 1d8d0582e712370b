"""The stack light, in a thread of its own: the lamp of the newest outcome, for a while."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import DeviceKind, DeviceStatus, Health, feedback_of
from station.runtime.reconnect import keep_open

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.contract import Notice
    from hardware.output_contract import Lamp, Light
    from station.core import Event, Trouble

LOOK_S = 0.02
"""Longest wait of an outcome for its lamp; so often the line is looked at."""
LAMPS: dict[str, Lamp] = {"good": "green", "question": "yellow", "stop": "red"}


class StackLight:
    """Everything but `run` may be called from any thread and never waits."""

    key = "light"

    def __init__(self, open_light: Callable[[], Light], lit_s: float, publish: Callable[[Event], None]) -> None:
        """`lit_s`: seconds for which a lamp is lit."""
        self._open_light, self._lit_s, self._publish = open_light, lit_s, publish
        self._asked: queue.SimpleQueue[Lamp] = queue.SimpleQueue()
        self._until: float | None = None
        self._stop = threading.Event()
        self._status = DeviceStatus(DeviceKind.LIGHT, "", Health.STARTING, "", time.monotonic())

    def heard(self, event: Event) -> None:
        """A listener of the station: no lamp before the commit."""
        lamp = LAMPS.get(feedback_of(event) or "")
        if lamp is not None and self._status.health is Health.UP:  # an old outcome is not shown when it is back
            self._asked.put(lamp)

    def devices(self) -> tuple[DeviceStatus, ...]:
        """Its row."""
        return (self._status,)

    def troubles(self) -> tuple[Trouble, ...]:
        """Beside a light that is down there is none."""
        return ()

    def stop(self) -> None:
        """End, with all lamps off."""
        self._stop.set()

    def run(self) -> None:
        """Until `stop`."""
        light = self._open_light()
        self._status = replace(self._status, name=light.name)
        keep_open(light, lambda: self._use(light), self._report, self._stop)

    def _use(self, light: Light) -> bool:
        light.look(LOOK_S)
        lamp, now = self._newest(), time.monotonic()
        if lamp is not None:
            light.show(lamp)
            self._until = now + self._lit_s
        elif self._until is not None and now >= self._until:
            light.show(None)
            self._until = None
        return True

    def _newest(self) -> Lamp | None:
        lamp = None
        while not self._asked.empty():
            lamp = self._asked.get()
        return lamp

    def _report(self, health: Health, words: str, about: Notice | None) -> None:
        self._status, changed = self._status.after(health, words, about, time.monotonic())
        if changed is not None:
            self._publish(changed)
