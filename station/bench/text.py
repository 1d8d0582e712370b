"""The printed number of labels whose bars are lost: named, put to the worker or neither, by the way of the loss."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hardware.print_contract import PrintedLine
from hardware.reading import LabelReader, line_reader
from hardware.simulated.camera import LOST_BARS, lost_frames, post_label
from station.bench.figures import Figure, figure
from station.bench.terminal import StartError
from station.core import choose, claim, proposed_number, with_print

if TYPE_CHECKING:
    from hardware.contract import Reading
    from hardware.simulated.camera import PostLabel

ALL = "all"
NOT_INSTALLED = "the extra ocr is not installed: make extras"


def run(count: int, seed: int) -> list[Figure]:
    """`count` labels of each way, two frames of each; processor time of all looks at print that a label took.

    StartError where the extra `ocr` is not installed.
    """
    bars, lines = LabelReader(claim=claim), line_reader()
    if lines is None:
        raise StartError(NOT_INSTALLED)
    rows, every, told = [], list[float](), Counter[str]()
    for way in LOST_BARS:
        times, said = list[float](), Counter[str]()
        for number in range(count):
            label = post_label(random.Random(f"{seed} {way} {number}"))  # noqa: S311  # a drawing
            frames = lost_frames(label, way, np.random.default_rng((seed, LOST_BARS.index(way), number)))
            spent, seen = 0.0, tuple[PrintedLine, ...]()
            for look, pixels in enumerate(frames, start=1):
                reading = bars.read(pixels)
                began = time.thread_time()
                seen = (*seen, *lines.read(pixels, reading, look))
                spent += (time.thread_time() - began) * 1000
                word = _word(replace(reading, printed=seen), label)
                if word in {"named", "by bars", "FALSE"}:
                    break
            said[word] += 1
            if word != "by bars":
                times.append(spent)
        rows.append(figure(way, times, _note(said)))
        every, told = every + times, told + said
    return [*rows, figure(ALL, every, f"{_note(told)}; p95 {np.percentile(every or [0.0], 95):.0f} ms")]


def _word(reading: Reading, label: PostLabel) -> str:
    """What the station would make of it."""
    named = [choose(symbols, outshone=reading.outshone).parcel for symbols in (reading.symbols, with_print(reading))]
    for parcel, word in zip(named, ("by bars", "named"), strict=True):
        if parcel is not None:
            return word if parcel.identity.normalized == label.parcel_id else "FALSE"
    return "asked" if proposed_number(reading) is not None else "nothing"


def _note(said: Counter[str]) -> str:
    """Of those whose bars name nothing, what became of them."""
    unread = said.total() - said["by bars"]
    named = f"{100 * said['named'] / max(1, unread):.1f} % of {unread} named"
    return f"{named}, {said['asked']} asked, {said['nothing']} nothing, {said['FALSE']} false"
