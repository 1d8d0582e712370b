"""`station bench decode`: what counts as read, what is kept, and what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from hardware.contract import DeviceError, Notice, Reading
from hardware.simulated.camera import hard_scenes
from hardware.simulated.camera.hard_scenes import HardFrame, hard_frames
from station.bench import readers
from station.bench.decode import HARD, Failures, Tally, run
from station.bench.pictures import Content, Label, Shown
from station.bench.readers import BOTH, QUICK, STILLS, ZBAR, ZXING, Answer, Readers
from tests.hardware.reading.drawn import drawn, on_table
from tests.libzbar import needs_libzbar
from tests.station.bench.command import station_bench

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMES = [QUICK, STILLS, ZXING, ZBAR, BOTH]
KEYS = {"stratum", "reader", "frames", "parcels", "read", "read_rate", "misreads", "mean_ms", "p99_ms", "seed"}
NUMBER, OTHER = "RR473124829CN", "EE721307541CN"
LABEL = Label(NUMBER, frozenset({NUMBER, "4006381333931"}))


def rows(*arguments: str | Path) -> list[dict[str, Any]]:
    """The rows of `decode ... --json`."""
    result = station_bench("decode", *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def answer(*texts: str, chosen: str | None = None, ids: Sequence[str] = (), ms: float = 1.0) -> Answer:
    taken = frozenset({chosen} if chosen else ids)
    return Answer(tuple((text, text.encode()) for text in texts), taken, chosen, None, ms)


@needs_libzbar
def test_the_rows_say_what_each_reader_did_with_the_same_frames() -> None:
    lines = rows("--count", "2", "--stratum", "usual", "--stratum", "dark", "--seed", "3")

    assert [(line["stratum"], line["reader"]) for line in lines] == [
        (stratum, name) for stratum in ("usual", "dark", HARD) for name in NAMES
    ]
    assert all(set(line) == KEYS for line in lines)
    assert {(line["frames"], line["parcels"], line["seed"]) for line in lines} == {(2, 2, 3)}
    assert all(line["read_rate"] == 50 * line["read"] for line in lines)
    assert all(0 < line["mean_ms"] <= line["p99_ms"] for line in lines)
    assert (lines[0]["read"], lines[0]["misreads"]) == (2, 0)
    alone = {line["reader"]: line["mean_ms"] for line in lines if line["stratum"] == "usual"}
    assert alone[BOTH] == pytest.approx(alone[ZXING] + alone[ZBAR], abs=0.02)
    both = [{key: line[key] for key in KEYS - {"stratum"}} for line in lines[5:]]
    assert both[:5] == both[5:], "one hard stratum is all of them"


@needs_libzbar
def test_a_person_gets_a_table_of_80_columns_that_says_how_to_repeat_it() -> None:
    result = station_bench("decode", "--count", "1", "--stratum", "usual", "--stratum", "film")

    head, *lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert head == "decode, 1 frame a stratum, seed 1, strata usual, film"
    assert max(map(len, lines)) == 80
    assert len([line for line in lines if re.match(r"(usual|film|hard strata) +1( +[\d.]+ / \d[\d.]*){5}$", line)]) == 6


@needs_libzbar
def test_only_the_usual_stratum_has_no_hard_total() -> None:
    assert {line["stratum"] for line in rows("--count", "1", "--stratum", "usual")} == {"usual"}


@pytest.mark.parametrize(
    ("truth", "said", "read", "misread"),
    [
        (LABEL, answer(NUMBER, chosen=NUMBER), True, False),
        (LABEL, answer(NUMBER, "4006381333931", chosen=NUMBER), True, False),
        (LABEL, answer(NUMBER, "4006381333932", chosen=NUMBER), True, True),
        (LABEL, answer(NUMBER), False, False),
        (LABEL, answer(), False, False),
        (LABEL, answer(OTHER, chosen=OTHER), False, True),
        (LABEL, answer("4006381333931", chosen="4006381333931"), False, True),
        (LABEL, answer(NUMBER, ids=[NUMBER, "4006381333931"]), True, False),
        (Label("92", frozenset({"4209092"})), answer("(420)90\x1d92", ids=["92"]), True, False),
        (Content("0195", frozenset({b"0195"})), answer("(01)95"), True, False),
        (Content("a\n", frozenset({b"a\n"})), answer("a", "b"), True, False),
        (Content("a", frozenset({b"a"})), answer("b"), False, True),
        (Content("a", frozenset({b"a"})), answer(), False, False),
        (Content(None, frozenset({b"\xff"})), Answer((("?", b"\xff"),), frozenset(), None, None, 1.0), True, False),
        (Content(None, frozenset()), answer("a"), False, True),
        (Content(None, frozenset()), answer(), False, False),
    ],
)
def test_what_counts_as_read_and_misread(truth: Label | Content, said: Answer, read: bool, misread: bool) -> None:
    assert (truth.read(said), truth.misread(said)) == (read, misread)


def test_a_passing_is_read_and_misread_when_one_of_its_frames_is() -> None:
    tally = Tally()
    tally.add(Shown(0, [], LABEL), [answer(ms=2.0), answer(NUMBER, chosen=NUMBER, ms=4.0), answer(ms=6.0)])
    tally.add(Shown(1, [], LABEL), [answer(), answer(OTHER, ids=[OTHER]), answer("x")])
    tally.add(Shown(2, [], LABEL), [answer(), answer(), answer()])

    row = tally.row("usual", QUICK)

    assert (row.frames, row.parcels, row.read, row.read_rate, row.misreads) == (9, 3, 1, 33.33, 1)
    assert (row.mean_ms, row.p99_ms) == (2.0, 6.0)


def test_pictures_that_say_nothing_do_not_lower_the_rate() -> None:
    tally = Tally()
    tally.add(Shown(0, [], Content(None, frozenset())), [answer()])
    assert tally.row("folder", QUICK).read_rate is None

    tally.add(Shown(1, [], Content("a", frozenset({b"a"}))), [answer("a")])
    row = tally.row("folder", QUICK)
    assert (row.frames, row.parcels, row.read_rate) == (2, 1, 100.0)


@needs_libzbar
def test_passing_shows_five_frames_of_each_parcel(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = np.full((1080, 1920, 3), 90, np.uint8)

    def passing(stratum: str, count: int, seed: int) -> Iterator[list[HardFrame]]:
        for frame in hard_frames(stratum, count, seed):
            blank = HardFrame(empty, frame.parcel_id, frame.texts, stratum)
            yield [blank, blank, blank, frame, blank]

    monkeypatch.setattr(hard_scenes, "passing", passing)

    lines = rows("--count", "1", "--stratum", "usual", "--passing")

    assert {(line["frames"], line["parcels"]) for line in lines} == {(5, 1)}
    assert (lines[0]["read"], lines[0]["read_rate"], lines[0]["misreads"]) == (1, 100.0, 0)


def test_no_parcel_helps_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lane's reader remembers what it saw: a parcel's frames go to one, the next parcel's to a new one."""

    class Remembering:
        def __init__(self, *, steady: bool) -> None:
            assert steady
            self.frames = 0

        def read(self, _: Any) -> Reading:
            self.frames += 1
            return Reading((), Notice(f"frame {self.frames}"), 0.0)

    shown = Readers()
    monkeypatch.setattr(readers, "open_reader", Remembering)
    empty = np.zeros((64, 64), np.uint8)

    causes = [[said.cause for said in shown.read([empty] * 2)[QUICK]] for _ in range(2)]

    assert causes == [["frame 1", "frame 2"]] * 2


def test_strata_are_streamed() -> None:
    """No parcel is made before the one before it was read."""
    made: list[int] = []
    told: list[int] = []

    class Blind(Readers):
        def __init__(self) -> None:
            self.names = (QUICK,)

        def read(self, frames: Sequence[Any]) -> dict[str, list[Answer]]:
            return {QUICK: [answer() for _ in frames]}

    def parcels() -> Iterator[Shown]:
        for number in range(3):
            assert told == made
            made.append(number)
            yield Shown(number, [None], LABEL)

    assert len(list(run(Blind(), [("dark", parcels())], lambda _, shown, __: told.append(shown.number)))) == 2
    assert told == [0, 1, 2]


@needs_libzbar
def test_save_keeps_a_frame_that_was_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (truth,) = hard_frames("usual", 1, 4)
    dark = np.zeros_like(truth.pixels)
    dark[5, 6] = 7, 8, 9
    dimmed = HardFrame(dark, truth.parcel_id, truth.texts, "usual", {"light": 0.02})
    monkeypatch.setattr(hard_scenes, "hard_frames", lambda *_: iter([truth, dimmed]))

    lines = rows("--seed", "4", "--stratum", "usual", "--save", tmp_path / "new" / "failed")

    assert (lines[0]["frames"], lines[0]["read"]) == (2, 1)
    (line,) = map(json.loads, (tmp_path / "new" / "failed" / "failures.jsonl").read_text().splitlines())
    assert line.pop("cause")
    assert line == {
        "file": "usual-4-1.png",
        "stratum": "usual",
        "number": 1,
        "parcel_id": truth.parcel_id,
        "chosen": None,
        "symbols": [],
        "about": {"light": 0.02},
    }
    kept = cv2.imread(str(tmp_path / "new" / "failed" / "usual-4-1.png"), cv2.IMREAD_UNCHANGED)
    assert kept is not None
    assert np.array_equal(kept, dimmed.pixels)
    assert len(list((tmp_path / "new" / "failed").iterdir())) == 2


def test_save_keeps_misreads_and_all_frames_of_a_passing(tmp_path: Path) -> None:
    pixels = [np.full((4, 4), level, np.uint8) for level in (1, 2)]
    about: list[dict[str, Any]] = [{"frame": 0}, {"frame": 1}]
    with Failures(tmp_path, 7) as failures:
        failures.add("low resolution", Shown(0, pixels, LABEL, about), [answer(), answer(NUMBER, chosen=NUMBER)])
        failures.add("low resolution", Shown(1, pixels, LABEL, about), [answer("x"), answer(NUMBER, chosen=NUMBER)])

    lines = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text().splitlines()]
    assert [(line["file"], line["chosen"], line["symbols"], line["about"]["frame"]) for line in lines] == [
        ("low resolution-7-1-0.png", None, ["x"], 0),
        ("low resolution-7-1-1.png", NUMBER, [NUMBER], 1),
    ]
    assert {path.name for path in tmp_path.glob("*.png")} == {line["file"] for line in lines}


def test_where_nothing_can_be_written_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = station_bench("decode", "--count", "1", "--save", tmp_path / "file")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{tmp_path / 'file'}: cannot be written: File exists\n"

    with Failures(tmp_path / "kept", 1) as failures:
        (tmp_path / "kept" / "dark-1-0.png").mkdir()
        with pytest.raises(DeviceError, match="kept: cannot be written: Is a directory"):
            failures.add("dark", Shown(0, [np.zeros((4, 4), np.uint8)], LABEL, [{}]), [answer()])


@needs_libzbar
def test_a_folder_is_measured_against_the_files_beside_its_pictures(tmp_path: Path) -> None:
    for name, text in (("right", NUMBER), ("wrong", OTHER), ("bytes", "4006381333931"), ("unnamed", NUMBER)):
        kind = "EAN13" if text.isdigit() else "Code128"
        assert cv2.imwrite(str(tmp_path / f"{name}.png"), on_table(drawn(text, kind), 200, 300))
    assert cv2.imwrite(str(tmp_path / "empty.png"), np.full((720, 1280), 110, np.uint8))
    (tmp_path / "right.txt").write_text(NUMBER + "\n")
    (tmp_path / "wrong.txt").write_text(NUMBER)
    (tmp_path / "bytes.bin").write_bytes(b"4006381333931")

    lines = rows("--folder", tmp_path, "--save", tmp_path / "failed")

    assert [(line["stratum"], line["reader"]) for line in lines] == [("folder", name) for name in NAMES]
    assert {(line["frames"], line["parcels"], line["read"], line["misreads"]) for line in lines} == {(5, 3, 2, 2)}
    assert {line["read_rate"] for line in lines} == {66.67}
    failed = [json.loads(line) for line in (tmp_path / "failed" / "failures.jsonl").read_text().splitlines()]
    assert [(Path(line["about"]["picture"]).name, line["parcel_id"], line["symbols"]) for line in failed] == [
        ("unnamed.png", None, [NUMBER]),
        ("wrong.png", NUMBER, [OTHER]),
    ]


@needs_libzbar
def test_a_broken_picture_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"")
    assert cv2.imwrite(str(tmp_path / "good.png"), on_table(drawn(NUMBER, "Code128"), 200, 300))
    (tmp_path / "good.txt").write_text(NUMBER)

    result = station_bench("decode", "--folder", tmp_path)

    assert (result.exit_code, result.stderr) == (0, f"{tmp_path / 'broken.png'}: left out: the file is empty\n")
    assert re.search(r"^folder +1 +100.0 / 0", result.stdout, re.MULTILINE)


def test_a_folder_without_pictures_or_none_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    for folder, why in (
        (tmp_path, "the folder holds no pictures"),
        (tmp_path / "no", "the folder cannot be listed: No such file or directory"),
    ):
        result = station_bench("decode", "--folder", folder)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{folder}: {why}\n")


@needs_libzbar
def test_without_libzbar_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(readers, "_zbar", lambda: None)

    assert {line["reader"] for line in rows("--count", "1", "--stratum", "usual")} == {QUICK, STILLS, ZXING}
