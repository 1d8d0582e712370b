"""Record a scenario, cut the power at many points, and count what is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.powercut import replay
from tests.faults.powercut.oracle import after_cut
from tests.faults.powercut.running import SCENARIOS
from tests.faults.powercut.stories import Mark, at_the_start
from tests.places import ROOT

SYNCHRONOUS = {"NORMAL": 1, "FULL": 2}


@dataclass(slots=True)
class Figures:
    """What came of the cuts of one scenario."""

    cuts: int = 0
    corrupt: int = 0
    lost: int = 0
    findings: Counter[str] = field(default_factory=Counter)

    def __add__(self, more: Figures) -> Figures:
        cuts, corrupt, lost = self.cuts + more.cuts, self.corrupt + more.corrupt, self.lost + more.lost
        return Figures(cuts, corrupt, lost, self.findings + more.findings)

    def __str__(self) -> str:
        worst = "; ".join(f"{count} x {words}" for words, count in self.findings.most_common(2))
        return f"{self.cuts} cuts, {self.lost} lost, {self.corrupt} corrupt{': ' + worst if worst else ''}"


@dataclass(frozen=True, slots=True)
class Recording:
    """A scenario that was run once."""

    folder: Path
    disk: replay.Disk
    ops: list[replay.Op]
    before: list[Mark]
    """What had been confirmed when it began."""


def recorder(build: Path) -> Path:
    """The compiled recorder. FileNotFoundError without a compiler."""
    source, library = Path(__file__).with_name("recorder.c"), build / "recorder.so"
    flags = ["-shared", "-fPIC", "-O2", "-U_FORTIFY_SOURCE", "-Wall", "-Wextra"]
    subprocess.run(["cc", *flags, "-o", str(library), str(source), "-ldl", "-lpthread"], check=True)
    return library


def record(name: str, library: Path, work: Path, synchronous: str = "FULL") -> Recording:
    """Run a scenario under the recorder in `work`, a new folder."""
    folder = work / "station"
    folder.mkdir(parents=True)
    SCENARIOS[name].before(folder)
    return _recording(name, folder, library, at_the_start(folder), synchronous)


def record_after_a_cut(first: Recording, point: int, chance: Random, library: Path, work: Path) -> Recording:
    """Cut the power at `point`, then let the station start on what is left, under the recorder in `work`."""
    folder = work / "station"
    disk = replay.Disk(dict(first.disk.files), dict(first.disk.names))
    for op in first.ops[:point]:
        disk.take(op)
    replay.put(disk.cut(chance), first.folder, folder)
    confirmed = first.before + replay.marks(first.ops[:point])
    return _recording("start_again", folder, library, confirmed, "FULL")


def _recording(name: str, folder: Path, library: Path, before: list[Mark], synchronous: str) -> Recording:
    more = {"POWERCUT_SYNCHRONOUS": str(SYNCHRONOUS[synchronous])}
    program = ["-m", "tests.faults.powercut.running", name, str(folder)]
    disk, ops = watched(program, folder, library, more)
    return Recording(folder, disk, ops, before)


def watched(
    program: list[str], folder: Path, library: Path, more: Mapping[str, str]
) -> tuple[replay.Disk, list[replay.Op]]:
    """Run a Python program, words after `python`; the disk before, and what was done to it below `folder`."""
    disk, numbers = replay.starting_disk(folder)
    log = folder.with_name("log")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LD_PRELOAD": str(library),
        "POWERCUT_FOLDER": str(folder),
        "POWERCUT_LOG": str(log),
        "POWERCUT_MARKS": str(folder.with_name("marks")),
        **more,
    }
    subprocess.run([sys.executable, *program], cwd=ROOT, env=environment, check=True, timeout=300)
    ops = replay.recorded(log, numbers)
    if replay.without_a_cut(disk, ops) != replay.as_it_is(folder):
        raise ValueError("the recorder missed something: the replay without a cut is not the folder")
    return disk, ops


def cut_often(recording: Recording, cuts: int, chance: Random, *, lying_disk: bool = False) -> Figures:
    """Cut the power `cuts` times, start the station after each, and look."""
    figures = Figures()
    disk, done, ops = recording.disk, 0, recording.ops
    disk = replay.Disk(dict(disk.files), dict(disk.names), lies=lying_disk)
    image = recording.folder.with_name("image")
    for point in replay.cut_points(ops, cuts, chance):
        while done < point:
            disk.take(ops[done])
            done += 1
        if image.exists():
            shutil.rmtree(image)
        replay.put(disk.cut(chance), recording.folder, image)
        corrupt, lost = after_cut(image, recording.before + replay.marks(ops[:point]))
        figures.cuts += 1
        figures.corrupt += bool(corrupt)
        figures.lost += bool(lost)
        figures.findings.update({*corrupt, *lost})
    return figures
