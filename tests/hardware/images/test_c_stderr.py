"""What C libraries print must not reach the screen. Each test looks at descriptor 2 of a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

ROOT = ROOT.parent
PHOTOS = ROOT.parent / "shared" / "data" / "photos"


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def test_c_code_is_silent_within_and_heard_without_while_python_always_speaks() -> None:
    done = run(
        """
import ctypes, sys
from hardware.images.c_stderr import c_stderr_silenced
process = ctypes.CDLL(None)
process.perror.argtypes = [ctypes.c_char_p]
process.perror(b"before")
with c_stderr_silenced():
    process.perror(b"within")
    with c_stderr_silenced():
        process.perror(b"deeper")
    process.perror(b"still within")
    print("python", file=sys.stderr, flush=True)
process.perror(b"after")
"""
    )

    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["before", "python", "after"]


def test_overlapping_threads_leave_the_stream_as_it_was() -> None:
    done = run(
        """
import ctypes, threading
from hardware.images.c_stderr import c_stderr_silenced
process = ctypes.CDLL(None)
process.perror.argtypes = [ctypes.c_char_p]
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    for _ in range(300):
        with c_stderr_silenced():
            process.perror(b"within")
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
process.perror(b"after")
"""
    )

    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["after"]


def test_noise_brings_no_word_of_the_engines_to_the_screen() -> None:
    done = run(
        """
import cv2, numpy as np
from hardware.reading import LabelReader
generator = np.random.default_rng(3)
readers = LabelReader(), LabelReader(effort="thorough"), LabelReader(("zbar",))
for number in range(8):
    noise = generator.integers(0, 256, (160, 240), dtype=np.uint8)
    stripes = np.tile(np.repeat(generator.integers(0, 2, 200, dtype=np.uint8) * 255, 1 + number % 4), (40, 1))
    for reader in readers:
        reader.read(noise)
        reader.read(cv2.GaussianBlur(noise, (0, 0), 1.2))
        reader.read(stripes)
print("done")
"""
    )

    assert (done.stdout, done.stderr) == ("done\n", "")


ASSERTING = """
import sys
import cv2, numpy as np
from pyzbar import pyzbar
from hardware.reading import LabelReader
from tests.hardware.reading.drawn import drawn
readers = LabelReader(effort="thorough"), LabelReader(("zbar",))
clean = cv2.GaussianBlur(drawn("(01)09501101530003(10)AB", "DataBarExp", 2).astype(float), (0, 0), 1.5)
for seed in (1739, 4987, 5573, 6054):
    noisy = np.clip(clean + np.random.default_rng(seed).normal(0, 25, clean.shape), 0, 255).astype(np.uint8)
    if sys.argv[1] == "pyzbar":
        pyzbar.decode(noisy)
    else:
        [reader.read(noisy) for reader in readers]
"""


def test_where_libzbar_prints_assertions_the_reader_is_silent() -> None:
    if "Assertion" not in run(ASSERTING, "pyzbar").stderr:
        pytest.skip("this libzbar has no word to say on these pictures")

    done = run(ASSERTING, "reader")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="no photographs beside the checkout")
@pytest.mark.parametrize(("step", "least"), [(8, 24), pytest.param(1, 180, marks=pytest.mark.soak)])
def test_photographs_whole_and_broken_bring_no_word_to_the_screen(step: int, least: int, tmp_path: Path) -> None:
    done = run(
        """
import sys
from pathlib import Path
from hardware.contract import DeviceError
from hardware.reading import LabelReader
from hardware.images.pictures import load_picture, pictures_of, video_frames
reader, quick, read = LabelReader(effort="thorough"), LabelReader(), 0
for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
    for path in pictures_of(folder)[:: int(sys.argv[3])]:
        pixels = load_picture(path)
        read += bool(reader.read(pixels).symbols) + bool(quick.read(pixels).symbols)
broken = Path(sys.argv[2]) / "broken"
import cv2
_, jpeg = cv2.imencode(".jpg", pixels)
jpeg, end = bytes(jpeg), b"\\xff\\xd9"
for data in (jpeg[: len(jpeg) // 2] + end, jpeg[:200] + end, path.read_bytes()[:-20], b"x"):
    for suffix in (".jpg", ".mp4", ".avi"):
        file = broken.with_suffix(suffix)
        file.write_bytes(data)
        try:
            load_picture(file) if suffix == ".jpg" else list(video_frames(file))
        except DeviceError:
            pass
print(read > int(sys.argv[4]))
""",
        str(PHOTOS),
        str(tmp_path),
        str(step),
        str(least),
    )

    assert (done.stdout, done.stderr) == ("True\n", "")
