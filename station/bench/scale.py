"""A scale on a pseudo-terminal: from the last byte of a message to the message, and what listening costs."""

from __future__ import annotations

import os
import pty
import random
import threading
import time
import tty
from queue import SimpleQueue
from typing import TYPE_CHECKING

from config import Config
from station.assembly import open_scale
from station.bench.figures import Figure, figure

if TYPE_CHECKING:
    from hardware.contract import Scale

FRAME = b"ST,GS,+  1.250kg\r\n"
PAUSE_S = 0.04
WAIT_S = 2.0


def run(messages: int, seed: int) -> list[Figure]:
    """So many messages at about 25 a second, each in two halves; the processor time of listening to them."""
    rng = random.Random(seed)  # noqa: S311  # when a message comes, nothing secret
    host, device = pty.openpty()
    tty.setraw(host)
    settings = {"port": os.ttyname(device), "protocol": "st-gs-generic"}
    scale = open_scale(Config.model_validate({"scale": settings}))
    scale.open()
    arrived: SimpleQueue[float] = SimpleQueue()
    spent: list[float] = []
    listener = threading.Thread(target=_listen, args=(scale, messages, arrived, spent))
    listener.start()
    late = []
    began = time.monotonic()
    try:
        for _ in range(messages):
            time.sleep(PAUSE_S * rng.uniform(0.5, 1.5))
            os.write(host, FRAME[:9])
            sent = time.monotonic()
            os.write(host, FRAME[9:])
            late.append((arrived.get(timeout=WAIT_S) - sent) * 1000)
    finally:
        listener.join()
        scale.close()
        os.close(host)
        os.close(device)
    share = 100 * spent[0] / (time.monotonic() - began)
    return [figure("last byte to message", late, f"listening took {share:.1f} % of one core")]


def _listen(scale: Scale, messages: int, arrived: SimpleQueue[float], spent: list[float]) -> None:
    began = time.thread_time()
    for _ in range(messages):
        if scale.read(WAIT_S) is not None:
            arrived.put(time.monotonic())
    spent.append(time.thread_time() - began)
