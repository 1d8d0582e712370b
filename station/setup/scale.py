"""A scale that is being set up: its newest message, zero, and a test weight."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from config import ConfigError
from hardware.contract import DeviceError
from station.assembly import open_scale
from station.core.set_up import ScaleLook, Trouble

if TYPE_CHECKING:
    from decimal import Decimal

    from config import Config
    from hardware.contract import Scale
    from station.setup.test_weight import SteadyWeight

WAIT_S, AGAIN_S = 0.2, 1.0
KEPT = 24
"""Bytes of what came newest."""


class ScaleBench:
    """One thread has the scale open until `close`; a lost scale is opened again."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.look = ScaleLook(config.scale.port)
        self._stop, self._zero = threading.Event(), threading.Event()
        self._test: SteadyWeight | None = None
        self._lies: Decimal | None = None
        self._weighed = threading.Event()
        self._bytes = b""
        self._thread = threading.Thread(target=self._run, name="set-up scale", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give the scale back."""
        self._stop.set()
        self._thread.join(WAIT_S * 10)

    def zero(self) -> None:
        """Have it zeroed."""
        self._zero.set()

    def weigh(self, test: SteadyWeight, seconds: float) -> Decimal | None:
        """Grams that lie there steadily; None: none came in time."""
        self._weighed.clear()
        self._test = test
        there = self._weighed.wait(seconds)
        self._test = None
        return self._lies if there else None

    def _run(self) -> None:
        while not self._stop.is_set():
            scale: Scale | None = None
            try:
                scale = open_scale(self._config, self._heard)
                scale.open()
                self._watch(scale)
            except (DeviceError, ConfigError) as error:
                about = error.about if isinstance(error, DeviceError) else None
                self.look = ScaleLook(self.look.port, strange=self._bytes, trouble=Trouble(str(error), about))
            finally:
                if scale is not None:
                    scale.close()
            self._stop.wait(AGAIN_S)

    def _heard(self, data: bytes, _at: float) -> None:
        self._bytes = (self._bytes + data)[-KEPT:]

    def _watch(self, scale: Scale) -> None:
        while not self._stop.is_set():
            if self._zero.is_set():
                self._zero.clear()
                scale.zero()
            weight = scale.read(WAIT_S)
            if weight is None or weight.kind not in ("weight", "status_only"):
                continue
            self.look = ScaleLook(self.look.port, weight)
            test = self._test
            if test is not None and (grams := test.hear(weight)) is not None:
                self._lies = grams
                self._weighed.set()
