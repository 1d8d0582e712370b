"""Whatever a server answers: nothing lost or wrongly acknowledged, little memory, never stuck, words printable."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT
from tests.station.sync.hostile_answers.corpus import ANSWERS, DEAD
from tests.station.sync.hostile_answers.meet import SCANS
from tests.station.sync.moody_centre import MoodyCentre

MOST_KIB = 50 * 1024
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of memory is Linux's to tell"
)


class HostileCentre(MoodyCentre):
    """Answers the first two batches with one answer of the corpus, and then as it should."""

    def __init__(self, name: str) -> None:
        self.name, self.left = name, 2
        super().__init__()

    def _treat(self, link: socketserver.StreamRequestHandler, mood: str, batch: dict[str, Any]) -> bool:
        if self.left == 0:
            return super()._treat(link, mood, batch)
        self.left -= 1
        for piece in ANSWERS[self.name](batch):
            link.wfile.write(piece)
        return False


@pytest.fixture(scope="module")
def station() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.station.sync.hostile_answers.meet"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0


def met(station: subprocess.Popen[str], url: str) -> dict[str, Any]:
    assert station.stdin is not None
    assert station.stdout is not None
    print(url, file=station.stdin, flush=True)
    seen: dict[str, Any] = json.loads(station.stdout.readline())
    return seen


def test_the_corpus_is_large_enough() -> None:
    assert len(ANSWERS) >= 40


@pytest.mark.parametrize("name", ANSWERS)
def test_a_hostile_answer_costs_nothing_but_time(name: str, station: subprocess.Popen[str]) -> None:
    centre = HostileCentre(name)
    try:
        seen = met(station, centre.url)
    finally:
        centre.close()

    assert seen["left"] == 0, seen["shown"]
    assert len(seen["dead"]) == DEAD.get(name, 0)
    assert set(centre.stored) == set(seen["ids"]) - set(seen["dead"])
    assert len(seen["ids"]) == SCANS
    assert centre.redirected == 0
    assert seen["grown_kib"] < MOST_KIB
    words = [*seen["shown"], *seen["dead"].values()]
    assert all(text.isprintable() and len(text) < 700 for text in words), words
