"""The simulated scale behaves as a scale: it settles, obeys MT-SICS, and can be unplugged."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import DeviceError, Weight
from hardware.scales import SerialScale, decode
from hardware.simulated.scale.indicator import ScalePlate
from hardware.simulated.scale.load_cell import LoadCell
from hardware.simulated.scale.mt_sics import SicsTalker
from hardware.simulated.scale.simulated_scale import SimulatedScale

DEADLINE_S = 8.0
Transport = Literal["pty", "tcp"]
D = Decimal(1)


def _talker(load_g: float = 0, **plate: object) -> tuple[LoadCell, SicsTalker]:
    cell = LoadCell(D, settle_ms=600, seed=1)
    cell.place(load_g, -100.0)
    return cell, SicsTalker(cell, ScalePlate(**plate), rate_hz=10)  # type: ignore[arg-type]  # fields by name


def _grams(message: Weight) -> Decimal:
    assert message.value is not None
    return message.value * 1000


def _until(scale: SerialScale, wanted: Callable[[Weight], bool]) -> Weight:
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        message = scale.read(0.1)
        if message is not None and wanted(message):
            return message
    raise AssertionError("the message did not come")


# -- the load


@given(st.floats(0, 30_000), st.floats(0, 30_000), st.integers(50, 2000))
def test_a_load_swings_in_and_is_stable_within_a_division(before: float, after: float, settle_ms: int) -> None:
    cell = LoadCell(D, settle_ms, seed=1)
    cell.place(before, 0.0)
    cell.place(after, 100.0)
    settled = 100.0 + settle_ms / 1000
    times = [100.0 + step * settle_ms / 1000 / 20 for step in range(20)]
    if abs(after - before) >= 1:
        assert not any(cell.reading(at).stable for at in times)
    for at in (settled + 0.001, settled + 1, settled + 100):
        reading = cell.reading(at)
        assert reading.stable
        assert abs(reading.grams - Decimal(after)) <= D


def test_a_load_passes_through_weights_that_it_does_not_have() -> None:
    cell = LoadCell(D, 600, seed=1)
    cell.place(1000, 0.0)
    seen = [cell.reading(step / 100).grams for step in range(60)]
    assert min(seen) < 100
    assert max(seen) > 1000


# -- the language


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (b"SI", b"S S      1.500 kg\r\n"),
        (b"S", b"S S      1.500 kg\r\n"),
        (b"T", b"T A      1.500 kg\r\n"),
        (b"TI", b"TI S      1.500 kg\r\n"),
        (b"TA", b"TA A      0.000 kg\r\n"),
        (b"TA 0.250 kg", b"TA A      0.250 kg\r\n"),
        (b"TA 250 g", b"TA A      0.250 kg\r\n"),
        (b"TA lots", b"TA L\r\n"),
        (b"TA 99 kg", b"TA L\r\n"),
        (b"TAC", b"TAC A\r\n"),
        (b"Z", b"Z +\r\n"),
        (b"ZI", b"ZI +\r\n"),
        (b"@", b'I4 A "X7"\r\n'),
        (b"I4", b'I4 A "X7"\r\n'),
        (b"SR", b"ES\r\n"),
        (b"si", b"ES\r\n"),
        (b"", b"ES\r\n"),
    ],
)
def test_a_command_has_its_answer(command: bytes, answer: bytes) -> None:
    _, talker = _talker(1500, serial="X7")
    assert talker.hear(command + b"\r\n", 0.0) + talker.tick(0.0) == answer


@pytest.mark.parametrize("command", [b"I0", b"I1", b"I2", b"I3"])
def test_the_scale_describes_itself_in_one_answer(command: bytes) -> None:
    _, talker = _talker()
    (message,) = decode("mt-sics", [talker.hear(command + b"\r\n", 0.0)], {})
    assert message.kind == "info"
    assert message.text


def test_stable_weight_zero_and_tare_wait_for_the_load() -> None:
    for command in (b"S", b"Z", b"T"):
        cell, talker = _talker()
        cell.place(100, 0.0)
        assert talker.hear(command + b"\r\n", 0.1) + talker.tick(0.2) == b""
        due = talker.due(0.2)
        assert due is not None
        assert due > 0
        assert talker.tick(0.7).startswith(command + (b" S" if command == b"S" else b" A"))
        assert talker.due(0.7) is None
        cell.place(9000, 1.0)
        talker.hear(command + b"\r\n", 1.1)
        cell.place(100, 1.5)
        cell.place(9000, 4.1)
        assert talker.tick(4.2) == command + b" I\r\n"


def test_a_repeat_runs_at_its_rate_until_it_is_stopped() -> None:
    for stop in (b"S\r\n", b"SI\r\n", b"@\r\n"):
        _, talker = _talker(500)
        assert talker.hear(b"SIR\r\n", 0.0).startswith(b"S S ")
        said = [talker.tick(step / 100) for step in range(1, 101)]
        assert sum(bool(one) for one in said) == 10
        talker.hear(stop, 1.0)
        talker.tick(1.0)
        assert talker.tick(5.0) == b""
        assert talker.due(5.0) is None


@pytest.mark.parametrize(
    ("load", "answer"),
    [(32_009.0, b"S S     32.009 kg"), (32_100.0, b"S +"), (-200.0, b"S S     -0.200 kg"), (-1000.0, b"S -")],
)
def test_beyond_the_capacity_there_is_no_weight(load: float, answer: bytes) -> None:
    cell = LoadCell(D, 600, seed=1)
    cell.place(load, -100.0)
    cell._noise.gauss = lambda *_: 0.0  # type: ignore[method-assign]  # the edge, not the noise
    assert SicsTalker(cell, ScalePlate(), 10).hear(b"SI\r\n", 0.0) == answer + b"\r\n"


def test_net_is_gross_less_tare_and_zero_ends_a_tare() -> None:
    cell, talker = _talker(1500)
    assert talker.tare(0.0)
    cell.place(1200, 0.0)
    (net,) = decode("mt-sics", [talker.hear(b"SI\r\n", 10.0)], {})
    assert abs(_grams(net) - -300) <= 2
    cell.place(100, 10.0)
    assert talker.zero(20.0)
    cell.place(600, 20.0)
    (net,) = decode("mt-sics", [talker.hear(b"SI\r\n", 30.0)], {})
    assert abs(_grams(net) - 500) <= 2
    cell.place(-50, 30.0)
    assert not talker.tare(40.0)


@pytest.mark.parametrize(
    ("unit", "division", "text"), [("g", "1", "1500 g"), ("g", "0.1", "1500.0 g"), ("kg", "10", "1.50 kg")]
)
def test_the_display_has_the_decimals_of_its_division(unit: str, division: str, text: str) -> None:
    cell = LoadCell(Decimal(division), 600, seed=1)
    cell.place(1500, -100.0)
    cell._noise.gauss = lambda *_: 0.0  # type: ignore[method-assign]  # the display, not the noise
    assert SicsTalker(cell, ScalePlate(unit=unit), 10).hear(b"SI\r\n", 0.0).endswith(f" {text}\r\n".encode())


@given(
    st.lists(st.one_of(st.binary(max_size=20), st.sampled_from([b"SIR\r\n", b"T\r\n", b"TA ", b"\r\n"])), max_size=20)
)
def test_any_bytes_are_answered_or_ignored(chunks: list[bytes]) -> None:
    _, talker = _talker(100)
    for number, chunk in enumerate(chunks):
        said = talker.hear(chunk, number / 10) + talker.tick(number / 10)
        assert not said or said.endswith(b"\r\n")


# -- the port


@pytest.mark.parametrize("transport", ["pty", "tcp"])
def test_a_host_reads_a_settling_load(transport: Transport) -> None:
    sim = SimulatedScale(transport=transport, plate=ScalePlate(serial="S-1"), settle_ms=300)
    with sim, closing(SerialScale(sim.port)) as scale:
        scale.open()
        assert _grams(_until(scale, lambda m: m.stable is True)).copy_abs() <= 1
        assert scale.serial_number() == "S-1"
        sim.place(1500)
        assert _until(scale, lambda m: m.stable is False).status == "motion"
        assert abs(_grams(_until(scale, lambda m: m.stable is True)) - 1500) <= 1
        scale.tare()
        assert _until(scale, lambda m: m.kind == "ack").tare is not None
        sim.remove()
        assert abs(_grams(_until(scale, lambda m: m.stable is True and _grams(m) < -1000)) - -1500) <= 2
        sim.place(40_000)
        assert _until(scale, lambda m: m.status == "overload").value is None


@pytest.mark.parametrize("transport", ["pty", "tcp"])
def test_unplugged_is_a_loss_and_plugged_in_again_the_same_name_works(transport: Transport, tmp_path: Path) -> None:
    link = tmp_path / "scale" if transport == "pty" else None
    with SimulatedScale(transport=transport, link=link) as sim:
        port = sim.port
        scale = SerialScale(port)
        with closing(scale):
            for _ in range(3):
                scale.open()
                _until(scale, lambda m: m.kind == "weight")
                sim.unplug()
                with pytest.raises(DeviceError):
                    _until(scale, lambda m: m.status == "overload")
                with pytest.raises(DeviceError):
                    scale.open()
                sim.plug()
                assert sim.port == port
    assert link is None or not link.is_symlink()


@pytest.mark.parametrize("transport", ["pty", "tcp"])
def test_a_host_that_comes_back_is_served_again(transport: Transport) -> None:
    with SimulatedScale(transport=transport) as sim:
        for _ in range(3):
            with closing(SerialScale(sim.port)) as scale:
                scale.open()
                _until(scale, lambda m: m.kind == "weight")


def test_a_link_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "scale").write_text("mine")
    with pytest.raises(DeviceError, match="choose another name"):
        SimulatedScale(link=tmp_path / "scale").plug()
    assert (tmp_path / "scale").read_text() == "mine"
    with pytest.raises(DeviceError, match="link"):
        SimulatedScale(link=tmp_path / "no" / "folder").plug()


@pytest.mark.parametrize("transport", ["pty", "tcp"])
def test_a_scale_without_a_host_sleeps(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = 0
    hear = SicsTalker.hear

    def counted(talker: SicsTalker, data: bytes, now: float) -> bytes:
        nonlocal turns
        turns += 1
        return hear(talker, data, now)

    monkeypatch.setattr(SicsTalker, "hear", counted)
    with SimulatedScale(transport=transport) as sim:
        with closing(SerialScale(sim.port)) as scale:
            scale.open()
            _until(scale, lambda m: m.kind == "weight")
        turns = 0
        select.select([], [], [], 0.5)
        assert turns < 100, "it spins"


def test_the_power_up_line_is_said_unasked() -> None:
    with SimulatedScale(plate=ScalePlate(serial="UP")) as sim:
        descriptor = os.open(sim.port, os.O_RDWR | os.O_NOCTTY)
        try:
            assert select.select([descriptor], [], [], DEADLINE_S)[0]
            assert os.read(descriptor, 100) == b'I4 A "UP"\r\n'
        finally:
            os.close(descriptor)


def test_a_load_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be placed"):
        SimulatedScale().place(float("nan"))
