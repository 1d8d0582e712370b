"""What the reader says of frames that nobody can read, each for a reason that is known."""

from __future__ import annotations

import time
from collections import Counter

from hardware.simulated.camera import CAUSES, expected, planted
from station.assembly import open_reader
from station.bench.figures import Figure, figure

ALL = "all"


def run(count: int, seed: int) -> list[Figure]:
    """So many frames of each cause; processor time a frame, the note tells what was said. What was read is left out."""
    reader, rows = open_reader(steady=False), []
    times: list[float] = []
    right = told = 0
    for cause in CAUSES:
        said: Counter[str] = Counter()
        spent = []
        for pixels in planted(cause, count, seed):
            began = time.process_time()
            reading = reader.read(pixels)
            spent.append((time.process_time() - began) * 1000)
            if reading.cause is not None:
                said[reading.cause.code] += 1
        right, told, times = right + said[expected(cause)], told + said.total(), times + spent
        rows.append(figure(cause, spent, _note(expected(cause), said)))
    return [*rows, figure(ALL, times, f"{100 * right / max(1, told):.1f} % of {told} right")]


def _note(wanted: str, said: Counter[str]) -> str:
    """`97 % right; damaged_code 1`."""
    others = ", ".join(f"{code} {count}" for code, count in said.most_common() if code != wanted)
    return f"{100 * said[wanted] / max(1, said.total()):.0f} % right" + (f"; {others}" if others else "")
