"""What a station at rest takes of a core: a real one, whose camera sends 30 pictures a second of an empty place.

The pictures come as MJPEG over HTTP, as a network camera sends them, from another process that is not counted.
"""

from __future__ import annotations

import multiprocessing
import socket
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hardware.simulated import SimulatedTable
from hardware.simulated.camera import scene_of, with_noise
from station.bench.figures import Figure, figure
from station.bench.terminal import STATION, Terminal, is_workers_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUNDS = ("plain", "wood", "belt", "cardboard")
FPS = 30
PICTURES = 12
"""Of one ground, with other noise each, again and again."""
SETTLE_S = 8.0
QUALITY = 88


def run(seconds: int, seed: int) -> list[Figure]:
    """A row for each ground: milliseconds of processor time a second, over so many seconds. StartError.

    The last row is what decoding all of these pictures takes.
    """
    rows, decoding = [], []
    for ground in GROUNDS:
        pictures = _pictures(ground, seed)
        decoding += [_decoding_ms(pictures)]
        spent = _at_rest(pictures, seconds, seed)
        share = sum(spent) / len(spent) / 10
        rows.append(figure(ground, spent, f"{share:.0f} % of a core"))
    return [*rows, figure("decoding every picture", decoding, f"{sum(decoding) / len(decoding) / 10:.0f} % of a core")]


def _pictures(ground: str, seed: int) -> list[bytes]:
    rng, scene = np.random.default_rng(seed), scene_of(ground, seed)
    coded = (
        cv2.imencode(".jpg", with_noise(scene, rng), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1] for _ in range(PICTURES)
    )
    return [data.tobytes() for data in coded]


def _decoding_ms(pictures: list[bytes]) -> float:
    began = time.process_time()
    for number in range(FPS):
        cv2.imdecode(np.frombuffer(pictures[number % len(pictures)], np.uint8), cv2.IMREAD_ANYCOLOR)
    return (time.process_time() - began) * 1000


def _at_rest(pictures: list[bytes], seconds: int, seed: int) -> list[float]:
    """Milliseconds of processor time in each second of a station that looks at these."""
    with tempfile.TemporaryDirectory(prefix="parcel-station-") as name, _camera(pictures) as url, ExitStack() as stack:
        folder, table = Path(name), SimulatedTable(seed, 1.0)
        table.scale.plug()
        stack.callback(table.scale.unplug)
        config = folder / "station.toml"
        config.write_text(
            f'[station]\nid = "bench-1"\ndata_dir = "{folder / "data"}"\n[camera]\nsource = "{url}"\n'
            f'[scale]\nport = "{table.scale.port}"\n[sync]\nurl = "http://127.0.0.1:9"\n'
        )
        terminal = stack.enter_context(Terminal(*STATION, "run", "--config", str(config)))
        terminal.await_shown(is_workers_screen)
        terminal.read_for(SETTLE_S)
        spent = []
        for _ in range(seconds):
            before, began = terminal.cpu_ms(), time.monotonic()
            terminal.read_for(1.0)
            spent.append((terminal.cpu_ms() - before) / (time.monotonic() - began))
        return spent


@contextmanager
def _camera(pictures: list[bytes]) -> Iterator[str]:
    """The address of a camera in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        process = multiprocessing.get_context("fork").Process(target=_send, args=(listening, pictures), daemon=True)
        process.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        process.kill()
        process.join()


def _send(listening: socket.socket, pictures: list[bytes]) -> None:
    """To whoever connects, one after the other."""
    while True:
        line, _ = listening.accept()
        try:
            line.recv(4096)
            line.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=next\r\n\r\n")
            due, number = time.monotonic(), 0
            while True:
                picture = pictures[number % len(pictures)]
                head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                line.sendall(head.encode() + picture + b"\r\n")
                number, due = number + 1, due + 1 / FPS
                time.sleep(max(0.0, due - time.monotonic()))
        except OSError:
            line.close()
