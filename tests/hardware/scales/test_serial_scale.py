"""`SerialScale` over real pseudo-terminals and sockets, against a scale whose every answer the test decides."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from hardware.contract import DeviceError, Weight
from hardware.scales import SerialScale
from hardware.scales.protocols.mt_sics import NOW, REPEAT, RESET, TARE, ZERO

WEIGHT = b"S S     100.00 g\r\n"
SERIAL = b'I4 A "1234567"\r\n'
DEADLINE_S = 8.0


class Peer:
    """The other end of a pseudo-terminal: answers each command from `answers` and keeps what it heard."""

    def __init__(self) -> None:
        self.answers: dict[bytes, bytes] = {}
        self.heard: list[bytes] = []
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._stop_in, self._stop_out = os.pipe()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def say(self, data: bytes) -> None:
        os.write(self._master, data)

    def hang_up(self) -> None:
        """Unplug."""
        if self._thread.is_alive():
            os.close(self._stop_out)
            self._thread.join()
            for descriptor in (self._slave, self._master, self._stop_in):
                os.close(descriptor)

    def _run(self) -> None:
        buffer = b""
        while self._stop_in not in select.select([self._master, self._stop_in], [], [])[0]:
            buffer += os.read(self._master, 1024)
            *commands, buffer = buffer.split(b"\r\n")
            for command in commands:
                self.heard.append(command + b"\r\n")
                if answer := self.answers.get(command + b"\r\n"):
                    os.write(self._master, answer)


@pytest.fixture
def peer() -> Iterator[Peer]:
    one = Peer()
    yield one
    one.hang_up()


def _open(peer: Peer) -> SerialScale:
    scale = SerialScale(peer.port)
    scale.open()
    return scale


def _until(scale: SerialScale, wanted: Callable[[Weight], bool]) -> Weight:
    """The first message that is wanted."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        message = scale.read(0.1)
        if message is not None and wanted(message):
            return message
    raise AssertionError("the message did not come")


def _is_weight(message: Weight) -> bool:
    return message.kind == "weight"


def _until_true(scale: SerialScale, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        scale.read(0.05)


def _lost(scale: SerialScale) -> str:
    """The words of the loss."""
    deadline = time.monotonic() + DEADLINE_S
    with pytest.raises(DeviceError) as caught:  # noqa: PT012  # the loss may come on any read
        while time.monotonic() < deadline:
            scale.read(0.1)
    return str(caught.value)


def test_the_serial_number_is_asked_first_and_then_the_stream(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        message = _until(scale, _is_weight)
        assert (message.value, message.unit, message.stable) == (Decimal("100.00"), "g", True)
        assert scale.serial_number() == "1234567"
    assert peer.heard[:2] == [RESET, REPEAT]


def test_a_scale_that_knows_no_greeting_is_asked_for_weights_all_the_same(peer: Peer) -> None:
    peer.answers = {REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        assert _until(scale, _is_weight).value == Decimal("100.00")
        assert scale.serial_number() is None


def test_a_scale_without_a_stream_is_polled(peer: Peer) -> None:
    peer.answers = {RESET: b"ES\r\n", REPEAT: b"ES\r\n", NOW: WEIGHT}
    with closing(_open(peer)) as scale:
        for _ in range(3):
            assert _until(scale, _is_weight).value == Decimal("100.00")
    assert peer.heard.count(NOW) >= 3


@pytest.mark.parametrize("answer", [b"S I\r\n", b"ES\r\n"])
def test_a_scale_that_only_refuses_is_alive(peer: Peer, answer: bytes) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: answer, NOW: answer}
    with closing(_open(peer)) as scale:
        until = time.monotonic() + 2.5
        heard = 0
        while time.monotonic() < until:
            heard += scale.read(0.2) is not None
        assert heard > 1


def test_the_stream_is_asked_for_again_when_it_stops(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        for _ in range(3):
            _until(scale, _is_weight)
    assert peer.heard.count(REPEAT) >= 3


def test_a_scale_that_was_switched_off_and_on_is_asked_again(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        _until(scale, _is_weight)
        before = peer.heard.count(REPEAT)
        peer.say(b'I4 A "7654321"\r\n')
        _until(scale, lambda message: message.kind == "info" and message.text == "7654321")
        _until(scale, _is_weight)
        assert scale.serial_number() == "7654321"
        assert peer.heard.count(REPEAT) > before


@pytest.mark.parametrize(
    ("command", "answer", "kind"),
    [(ZERO, b"Z A\r\n", "ack"), (ZERO, b"Z +\r\n", "error_reply"), (TARE, b"T A   100.00 g\r\n", "ack")],
)
def test_zero_and_tare_are_answered_and_the_stream_goes_on(
    peer: Peer, command: bytes, answer: bytes, kind: str
) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT, command: answer}
    with closing(_open(peer)) as scale:
        _until(scale, _is_weight)
        before = peer.heard.count(REPEAT)
        scale.zero() if command == ZERO else scale.tare()
        assert _until(scale, lambda message: message.kind != "weight").kind == kind
        _until_true(scale, lambda: peer.heard.count(REPEAT) > before)


def test_a_silent_scale_is_lost_in_words(peer: Peer) -> None:
    with closing(_open(peer)) as scale:
        assert "silent" in _lost(scale)
        assert REPEAT in peer.heard


def test_a_scale_that_falls_silent_is_lost(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        _until(scale, _is_weight)
        peer.answers = {}
        assert "silent" in _lost(scale)
        with pytest.raises(DeviceError, match="not open"):
            scale.read(0)


def test_bytes_that_nobody_understands_point_at_the_line_settings(peer: Peer) -> None:
    peer.answers = {RESET: b"\xf3\x0c\x8e\r", REPEAT: b"\xf3\x0c\x8e\r"}
    with closing(_open(peer)) as scale:
        assert "bytes came but no message" in _lost(scale)


def test_one_byte_at_a_time_is_one_weight_stamped_at_its_last_byte(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL}
    with closing(_open(peer)) as scale:
        _until(scale, lambda message: message.kind == "info")
        for byte in WEIGHT[:-1]:
            peer.say(bytes([byte]))
            assert scale.read(0.002) is None
        before = time.monotonic()
        peer.say(WEIGHT[-1:])
        message = _until(scale, _is_weight)
        assert before <= message.at <= time.monotonic()


def test_unplugged_in_the_middle_of_a_frame_is_a_loss_and_no_weight(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL}
    with closing(_open(peer)) as scale:
        _until(scale, lambda message: message.kind == "info")
        peer.say(WEIGHT[:12])
        assert scale.read(0.05) is None
        peer.hang_up()
        assert "unplugged" in _lost(scale)


def test_half_a_frame_of_long_ago_joins_nothing(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL}
    with closing(_open(peer)) as scale:
        _until(scale, lambda message: message.kind == "info")
        peer.say(b"S S       1")
        until = time.monotonic() + 0.7
        while time.monotonic() < until:
            assert scale.read(0.1) is None
        peer.say(b"00.00 g\r\n" + WEIGHT)
        assert _until(scale, _is_weight).value == Decimal("100.00")
        assert scale.read(0) is None


def test_what_came_before_opening_is_not_read(peer: Peer) -> None:
    peer.say(b"S S       7.00 g\r\n")
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        assert _until(scale, _is_weight).value == Decimal("100.00")


def test_the_end_of_a_network_connection_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        scale = SerialScale(f"socket://127.0.0.1:{server.getsockname()[1]}")
        scale.open()
        connection, _ = server.accept()
        with closing(scale):
            connection.sendall(b"S S     2.5")
            connection.sendall(b"00 kg\r\n")
            assert _until(scale, _is_weight).value == Decimal("2.500")
            connection.close()
            assert "closed the connection" in _lost(scale)


def test_closing_twice_and_using_it_closed_are_words() -> None:
    scale = SerialScale("loop://")
    scale.close()
    scale.close()
    with pytest.raises(DeviceError, match="not open"):
        scale.zero()
    with pytest.raises(ValueError, match="unknown scale protocol"):
        SerialScale("loop://", protocol="abc")


def test_what_waited_while_nobody_looked_is_not_taken_for_new(peer: Peer) -> None:
    peer.answers = {RESET: SERIAL, REPEAT: WEIGHT}
    with closing(_open(peer)) as scale:
        _until(scale, _is_weight)
        scale.read(0.05)
        looked = time.monotonic()
        peer.say(WEIGHT)
        time.sleep(0.8)
        old = _until(scale, _is_weight)
        peer.say(WEIGHT)
        new = _until(scale, _is_weight)

    assert old.at <= looked
    assert new.at > looked + 0.8
