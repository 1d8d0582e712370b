"""Toledo continuous output: frames over the whole grammar, and a check that lets no flipped bit through."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scales import decode
from hardware.scales.protocols.catalogue import dialect
from tests.hardware.scales.scale_frames import flipped, only, weights

CHECKED = {"checksum": True}


@dataclass(frozen=True)
class Shown:
    """What a scale shows, and how it sends it."""

    digits: int
    tare: int | None
    code: int
    b: int
    c: int
    blanks: bool

    @property
    def body(self) -> bytes:
        pad = " " if self.blanks else "0"
        tare = "" if self.tare is None else f"{self.tare:{pad}>6}"
        head = bytes([2, 0x38 | self.code, self.b, 0x20 | self.c])
        return head + f"{self.digits:{pad}>6}{tare}\r".encode()

    @property
    def frame(self) -> bytes:
        return self.body + bytes([-sum(self.body) % 128])


six = st.integers(0, 999_999)
shown = st.builds(
    Shown,
    digits=six,
    tare=st.none() | six,
    code=st.integers(0, 7),
    b=st.integers(0, 127),
    c=st.integers(0, 31).filter(lambda c: c & 7 < 3),
    blanks=st.booleans(),
)


@given(shown, st.sampled_from([True, None]))
def test_a_frame_says_what_was_put_in(scale: Shown, checksum: bool | None) -> None:
    message = only("toledo-continuous", scale.frame, {"checksum": checksum})

    unit = Decimal(10) ** (2 - scale.code)
    assert message.value == scale.digits * unit * (-1 if scale.b & 2 else 1)
    assert message.tare == (None if scale.tare is None else scale.tare * unit)
    assert message.value is not None
    assert len(f"{message.value:f}".partition(".")[2]) == max(0, scale.code - 2)
    assert not (message.value == 0 and message.value.is_signed())
    assert message.unit == {0: "kg" if scale.b & 16 else "lb", 1: "g", 2: "t"}[scale.c & 7]
    assert (message.mode, message.stable) == ("net" if scale.b & 1 else "gross", not scale.b & 8)
    assert ("x10" in message.flags) is bool(scale.c & 16)
    outside = "underload" if scale.b & 2 else "overload"
    fine = "motion" if scale.b & 8 else "ok"
    assert message.status == (outside if scale.b & 4 else "zero_error" if scale.b & 64 else fine)


@given(shown)
def test_a_flipped_bit_is_never_another_weight(scale: Shown) -> None:
    said = set(weights("toledo-continuous", scale.frame, CHECKED))
    for wrong in flipped(scale.frame):
        assert weights("toledo-continuous", wrong, CHECKED) == []
        assert set(weights("toledo-continuous", wrong + scale.frame, CHECKED)) == said


@given(st.lists(shown, max_size=3), shown, st.integers(1, 17))
def test_a_stream_joined_in_the_middle_gives_only_whole_frames(following: list[Shown], cut: Shown, at: int) -> None:
    data = cut.frame[at:] + b"".join(scale.frame for scale in following)
    wanted = [value for scale in following for value in weights("toledo-continuous", scale.frame, CHECKED)]
    assert weights("toledo-continuous", data, CHECKED) == wanted


@given(st.lists(shown, min_size=1, max_size=4), st.sampled_from([False, None]))
def test_frames_without_a_check_are_read_when_none_is_sent(stream: list[Shown], checksum: bool | None) -> None:
    data = b"".join(scale.body for scale in stream)
    messages = decode("toledo-continuous", [bytes([byte]) for byte in data], {"checksum": checksum})
    assert [message.raw for message in messages] == [scale.body for scale in stream]
    assert weights("toledo-continuous", stream[0].body + b"\xff", CHECKED) == []


@given(shown, st.integers(0, 127))
def test_an_unset_checksum_still_refuses_a_wrong_check(scale: Shown, check: int) -> None:
    wrong = check not in (2, scale.frame[-1])
    assert (decode("toledo-continuous", [scale.body + bytes([check])], {}) == []) is wrong


@given(st.binary(max_size=300))
def test_random_bytes_give_no_weight(data: bytes) -> None:
    assert weights("toledo-continuous", data, CHECKED) == []


@pytest.mark.parametrize("digits", [b"12 450", b"001250", b"     ", b"12345a"])
def test_blanks_stand_only_before_digits(digits: bytes) -> None:
    body = b"\x02=0 " + digits + b"000000\r"
    messages = decode("toledo-continuous", [body + bytes([-sum(body) % 128])], CHECKED)
    assert bool(messages) is (digits == b"001250")


@pytest.mark.parametrize(("digits", "c"), [(b" " * 6, b" "), (b"001250", b"#"), (b"001250", b"'")])
def test_no_digits_or_an_unknown_unit_is_an_error(digits: bytes, c: bytes) -> None:
    message = only("toledo-continuous", b"\x02=0" + c + digits + b"000000\r", {"checksum": False})
    assert (message.kind, message.status, message.value) == ("status_only", "error", None)


def test_settings_and_commands() -> None:
    with pytest.raises(ValueError, match="checksum is 'yes'"):
        decode("toledo-continuous", [], {"checksum": "yes"})
    assert dialect("toledo-continuous").zero == b"Z\r\n"
    assert dialect("toledo-continuous").poll == b""
