"""What simulated scales say and do, without a wire between: loads in every unit, commands cut anywhere, faults."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Weight
from hardware.scales.protocols.catalogue import DIALECTS
from hardware.simulated.scale.faults import Fault, Trouble, TroubledCell
from hardware.simulated.scale.indicator import GRAMS, ScalePlate
from hardware.simulated.scale.load_cell import LoadCell
from hardware.simulated.scale.simulated_scale import PROTOCOLS, SICS, SimulatedScale
from hardware.simulated.scale.talker import VoiceTalker
from hardware.simulated.scale.voices import VOICES

D = Decimal(1)
UNITS = [(protocol, unit) for protocol, voice in VOICES.items() for unit in voice.units]
FAULTS = list(Fault)


def _talker(protocol: str, unit: str | None = None, load_g: float = 0) -> VoiceTalker:
    voice = VOICES[protocol]
    cell = LoadCell(D, settle_ms=600, seed=1)
    cell.place(load_g, -100.0)
    return VoiceTalker(cell, ScalePlate(unit=unit or voice.units[0]), 10, voice)


def _weight(protocol: str, unit: str, load_g: float) -> Weight:
    """The weight that comes of one question, or unasked."""
    talker, dialect, voice = _talker(protocol, unit, load_g), DIALECTS[protocol], VOICES[protocol]
    decoder = dialect.decoder(dict(voice.settings) | ({} if voice.unit_told else {"unit": unit}))
    talker.nobody_listens()
    said = talker.hear(dialect.poll, 0.0) + talker.tick(0.0) if dialect.poll or voice.streams else b""
    for _ in range(5):
        messages = decoder.feed(said)
        for message in messages:
            if message.kind == "weight":
                return message
        said = b"".join(talker.hear(dialect.after(message), 0.0) for message in messages)
    raise AssertionError("no weight")


@pytest.mark.parametrize(("protocol", "unit"), UNITS)
@given(load_g=st.integers(0, 32_000))
def test_a_load_is_told_in_every_unit(protocol: str, unit: str, load_g: int) -> None:
    message = _weight(protocol, unit, load_g)
    assert message.unit == unit
    assert message.value is not None
    exponent = message.value.as_tuple().exponent
    assert isinstance(exponent, int)
    digit = (
        Decimal(1).scaleb(exponent) if not protocol.startswith("modbus") else Decimal("0.001")
    )  # a float has no last digit
    assert abs(message.value * GRAMS[unit] - load_g) <= digit * GRAMS[unit] / 2 + D / 2


@pytest.mark.parametrize("protocol", VOICES)
@given(
    chunks=st.lists(st.one_of(st.binary(max_size=20), st.sampled_from([b"W", b"\r\n", b"\x05", b"T\r"])), max_size=20)
)
def test_any_bytes_are_answered_or_ignored(protocol: str, chunks: list[bytes]) -> None:
    talker = _talker(protocol, load_g=100)
    for number, chunk in enumerate(chunks):
        talker.hear(chunk, number / 10)
    talker.tick(1.0)


@pytest.mark.parametrize("protocol", VOICES)
def test_a_command_may_come_byte_by_byte_behind_a_whole_one(protocol: str) -> None:
    dialect = DIALECTS[protocol]
    for command in filter(None, (dialect.poll, dialect.zero, dialect.tare, dialect.clear)):
        whole, cut = _talker(protocol, load_g=100), _talker(protocol, load_g=100)
        answers = [talker.hear(dialect.poll, 0.0) for talker in (whole, cut)]
        assert answers[0] == answers[1]
        assert whole.hear(command, 0.0) == b"".join(cut.hear(bytes([byte]), 0.0) for byte in command)


@pytest.mark.parametrize("protocol", VOICES)
def test_a_stream_runs_at_its_rate(protocol: str) -> None:
    talker = _talker(protocol, load_g=100)
    talker.power_up()
    said = [talker.tick(step / 100) for step in range(100)]
    assert sum(map(bool, said)) == (10 if VOICES[protocol].streams else 0)
    assert (talker.due(1.0) is None) is not VOICES[protocol].streams


# -- what goes wrong


def _course(trouble: Trouble) -> list[Fault | None]:
    return [trouble.at(step / 50) for step in range(5000)]


def test_the_same_seed_has_the_same_troubles() -> None:
    first, again, other = (_course(Trouble(FAULTS, 1.0, seed)) for seed in (7, 7, 8))
    assert first == again != other
    counted = Counter(first)
    assert set(counted) == {*FAULTS, None}
    assert Counter(_course(Trouble((), 1.0, 7))) == {None: 5000}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_does_what_its_name_says_and_passes(fault: Fault) -> None:
    trouble = Trouble([fault], 1.0, 3)
    cell = TroubledCell(D, 100, 1, noise_g=0, capacity_g=Decimal(32_000), trouble=trouble)
    cell.place(500, -10.0)
    times = [step / 50 for step in range(2000)]
    for now in times:
        on, reading, sent = trouble.at(now) is fault, cell.reading(now), trouble.sent(b"12345678", now)
        assert reading.stable is not (on and fault not in (Fault.DROPOUT, Fault.HALF))
        assert reading.grams == {Fault.OVERLOAD: 64_000, Fault.NEGATIVE: -20}.get(fault, 500) if on else 500
        assert sent == ({Fault.DROPOUT: b"", Fault.HALF: b"1234"}.get(fault, b"12345678") if on else b"12345678")
    assert {trouble.at(40 + now) for now in times} == {fault, None}


@given(st.floats(0, 200), st.integers(0, 30_000))
def test_a_shaking_floor_moves_the_weight_no_further_than_its_peak(noise_g: float, load_g: int) -> None:
    cell = LoadCell(D, 600, 1, noise_g)
    cell.place(load_g, -100.0)
    readings = [cell.reading(step / 50) for step in range(100)]
    assert all(abs(reading.grams - load_g) <= Decimal(noise_g) + D for reading in readings)
    assert all(abs(reading.grams - load_g) <= 2 for reading in readings if reading.stable)
    if noise_g > 20:
        assert len({reading.grams for reading in readings}) > 5
        assert not all(reading.stable for reading in readings)


# -- wrong use


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"protocol": "telepathy"}, "use one of mt-sics, "),
        ({"protocol": "toledo-br-enq", "unit": "lb"}, "use one of kg"),
        ({"unit": "lb"}, "use one of kg, g"),
        ({"faults": ["earthquake"]}, "motion, overload, negative, dropout, half"),
    ],
)
def test_a_scale_that_cannot_be_says_so(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SimulatedScale(**wrong)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_host_is_told_the_settings_that_it_needs(protocol: str) -> None:
    settings = SimulatedScale(protocol=protocol).settings
    DIALECTS[protocol].decoder(settings)
    assert protocol not in SICS or settings == {}
