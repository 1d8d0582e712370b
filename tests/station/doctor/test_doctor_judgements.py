"""The pure judgements of the doctor: the centre's answers, the machine, SQLite, a network camera's refusal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, ConfigError, parse
from hardware.camera.no_stream import http_reason, why_no_stream
from hardware.contract import DeviceError, notice
from hardware.scales.detection.detect import what_it_looks_like
from station.core.models import ClockReading
from station.doctor import camera, machine
from station.doctor.machine import judge_disk_speed, judge_terminal, sync_times
from station.doctor.record import check_record, judge_sqlite
from station.doctor.running import Running, check_station, of_running
from station.sync.upload.health import Answer, judge_answers, judge_certificate
from tests.station.doctor.centres import GAPS

NOW = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)
HEADERS = st.dictionaries(st.sampled_from(("content-type", "date", "location")), st.text(max_size=20))
PARTS = st.none() | st.dictionaries(st.sampled_from(("kind", "health", "troubles", "key")), st.none() | st.integers())
GOOD = json.dumps(GAPS).encode()


def answer(status: int = 200, body: bytes = GOOD, ahead_s: float = 0, took_s: float = 0.01, **headers: str) -> Answer:
    date = format_datetime(NOW + timedelta(seconds=ahead_s), usegmt=True)
    return Answer(status, {"content-type": "application/json", "date": date, **headers}, body, took_s, NOW)


@given(st.floats(-4.5, 4.5), st.floats(0, 0.9), st.sampled_from((200, 404)))
def test_a_good_centre_gives_no_complaint(ahead_s: float, took_s: float, status: int) -> None:
    assert judge_answers(answer(ahead_s=ahead_s, took_s=took_s), answer(status), "-") == []


@given(st.floats(6, 1e6), st.booleans())
def test_another_time_is_named_from_5_s_on_and_grave_from_60_s_on(apart_s: float, behind: bool) -> None:
    (complaint,) = judge_answers(answer(ahead_s=-apart_s if behind else apart_s), answer(), "-")
    assert "timedatectl" in complaint.text
    if not 59 < apart_s < 62:
        assert complaint.grave is (apart_s > 60)


@given(st.integers(100, 599), st.binary(max_size=60), HEADERS)
def test_no_answer_is_too_odd_and_only_a_good_one_is_well(status: int, body: bytes, headers: dict[str, str]) -> None:
    odd = Answer(status, headers, body, 0.1, NOW)
    complaints = judge_answers(odd, odd, "-")
    if status == 200 or status in (401, 403) or status >= 500 or 300 <= status < 400:
        assert complaints
    for complaint in complaints:
        assert complaint.text.isprintable()


@given(st.floats(-30, -0.01) | st.floats(0.01, 400))
def test_a_certificate_is_named_in_its_last_14_days(days: float) -> None:
    complaints = judge_certificate(NOW + timedelta(days=days), NOW)
    assert bool(complaints) is (days < 14)
    assert all(complaint.grave is (days < 0) for complaint in complaints)


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 6, 23), "ok"), ((3, 7, 0), "warning"), ((3, 40, 1), "warning"), ((3, 51, 2), "warning"), ((3, 51, 3), "ok")],
)
def test_sqlite_with_the_wal_reset_fault_is_named(version: tuple[int, int, int], state: str) -> None:
    finding = judge_sqlite(version)
    assert finding.state == state
    assert state == "ok" or {"WAL-reset", "3.51.3"} <= set(finding.words.split())


@pytest.mark.parametrize(
    ("encoding", "size", "term", "says"),
    [
        ("utf-8", (140, 45), "xterm-256color", None),
        ("UTF-8", None, None, None),
        ("utf8", (80, 24), "tmux-256color", None),
        ("ANSI_X3.4-1968", (140, 45), "xterm", "LANG=C.UTF-8"),
        ("", None, None, "LANG=C.UTF-8"),
        ("utf-8", (60, 15), "xterm", "80x24"),
        ("utf-8", (140, 45), "dumb", "TERM="),
        ("utf-8", (140, 45), None, "TERM="),
    ],
)
def test_a_terminal_that_cannot_show_the_screen_is_named(
    encoding: str, size: tuple[int, int] | None, term: str | None, says: str | None
) -> None:
    finding = judge_terminal(encoding, size, term)
    assert (finding.state == "ok") is (says is None)
    assert says is None or says in finding.words


def test_a_slow_disk_is_named_by_its_median(tmp_path: Path) -> None:
    assert judge_disk_speed(tmp_path, [0.01, 0.02, 3.0]).state == "ok"
    slow = judge_disk_speed(tmp_path, [0.2, 0.01, 0.3])
    assert (slow.state, "station.data_dir" in slow.words) == ("warning", True)
    assert len(sync_times(tmp_path)) == machine.WRITES
    assert list(tmp_path.iterdir()) == []


def config_in(folder: Path) -> Config:
    return Config.model_validate({"station": {"data_dir": folder}})


def test_a_disk_that_is_nearly_full_or_takes_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("usage", (), {"total": 100 << 30, "free": 10 << 30, "used": 90 << 30})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage)
    assert machine.check_disk(config_in(tmp_path), None).state == "warning"
    usage.free = 1 << 30  # type: ignore[attr-defined]
    assert machine.check_disk(config_in(tmp_path), None).state == "fault"

    def refuse(_folder: Path) -> list[float]:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(machine, "sync_times", refuse)
    finding = machine.check_disk_speed(config_in(tmp_path), None)
    assert (finding.state, "Read-only" in finding.words) == ("warning", True)


def test_a_folder_that_this_user_may_not_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    finding = check_record(config_in(tmp_path), None)
    assert (finding.state, "station.data_dir" in finding.words) == ("fault", True)


def test_a_clock_that_ntp_does_not_hold_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = ClockReading("2026-11-29T12:00:00.000Z", 1, "", "unsynced")
    monkeypatch.setattr(machine, "Clock", lambda: type("clock", (), {"read": staticmethod(lambda: reading)}))
    finding = machine.check_clock(Config(), None)
    assert (finding.state, "timedatectl set-ntp true" in finding.words) == ("warning", True)


def test_a_missing_libzbar_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lacks = notice("reader_reduced", library="libzbar", package="libzbar0")
    monkeypatch.setattr(camera, "open_reader", lambda _: type("reader", (), {"warning": lacks}))
    found = camera.check_reader(Config(), None)
    assert (found.state, "apt-get install libzbar0" in found.words) == ("warning", True)


@given(st.integers(100, 599), st.text(max_size=20), st.binary(max_size=40))
def test_no_answer_of_a_camera_is_too_odd(status: int, kind: str, body: bytes) -> None:
    reason = http_reason("camera", status, kind, body)
    assert reason is None or "." in str(DeviceError(reason))
    assert http_reason("camera", 200, "multipart/x-mixed-replace; boundary=x") is None


@given(st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=30))
def test_no_address_of_a_camera_is_too_odd(text: str) -> None:
    why_no_stream(f"ftp://{text}", "camera")
    why_no_stream("http://[::bad/x", "camera")


@given(st.binary(max_size=300))
def test_no_bytes_of_a_scale_are_too_odd(data: bytes) -> None:
    text = what_it_looks_like("/dev/ttyUSB0", "mt-sics", data)
    assert bool(text) is bool(data)


@given(st.dictionaries(st.text(max_size=9), st.none() | st.text(max_size=5) | st.lists(PARTS, max_size=3)))
def test_no_answer_of_a_running_station_is_too_odd(status: dict[str, object]) -> None:
    config = config_in(Path("/nowhere"))
    assert check_station(config, Running(1, {"devices": None, **status})).state in {"ok", "warning", "fault"}
    of_running(dict(status), 1, "name", "well")


TOML_FAULTS = [
    ('[scale]\nprotocol = "yaohua-eq"\nsettings = { order = "reversed" }', "scale.settings.unit", "unit ="),
    (
        '[scale]\nprotocol = "cas-10"\nsettings = { unti = "kg" }',
        "scale.settings.unti",
        "did you mean unit",
    ),
    ("[scale]\nbuadrate = 9600", "scale.buadrate", "did you mean baudrate"),
    ('[sync]\nurl = "http://far.example"', "sync.url", "https"),
    ("[camera]\nwidth = 12", "camera.width", "from 160"),
    ("[scale\nport = 1", "line 1", "not TOML"),
    ("[scale]\ndtr = true\ndtr = false", "line 3", "twice"),
]


@pytest.mark.parametrize(("text", "key", "cure"), TOML_FAULTS)
def test_a_wrong_configuration_is_named_before_anything_is_tried(text: str, key: str, cure: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "station.toml")
    assert any(problem.key == key and cure in problem.cure for problem in caught.value.problems), caught.value
