"""Unknown scales on real pseudo-terminals and sockets: listened to, asked, named, and never disturbed."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

import pytest

from hardware.links import LineSettings, Link, hidraw
from hardware.scales.detection import probe
from hardware.scales.detection.probe import ROUNDS, PortFinding, look_at, look_at_all
from tests.hardware.scales.scripted_scale import ScriptedScale, by_line

QUESTIONS = sorted(set(chain.from_iterable(questions for _, questions in ROUNDS)))
FAMILY = b"ST,GS,+  1.250kg\r\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits of slow hardware, shortened."""
    for name, seconds in (("LISTEN_S", 0.4), ("SHORT_S", 0.1), ("SLOW_S", 0.6), ("ANSWER_S", 0.15)):
        monkeypatch.setattr(probe, name, seconds)
    monkeypatch.setattr(probe, "SLOW_ANSWER_S", 0.15)


def _look(scale: ScriptedScale) -> PortFinding:
    return look_at(scale.port, lambda _port, _words: None)


def _names(found: PortFinding) -> list[str]:
    return [fit.protocol for fit in found.fits]


@pytest.mark.parametrize("question", QUESTIONS, ids=repr)
def test_no_question_can_switch_off_tare_or_zero(question: bytes) -> None:
    assert not set(question) & set(b"TZCXUKLMtzcxuklm@")
    assert b"SS" not in question
    assert b"S S" not in question


def test_the_order_is_that_of_the_reference() -> None:
    usual = list(chain.from_iterable(questions for line, questions in ROUNDS if line == LineSettings()))
    assert usual[:8] == [b"SI\r\n", b"W\r", b"\nW\r", b"\x1bP\r\n", b"READ\r\n", b"RW\r\n", b"Q\r\n", b"IP\r\n"]


def test_a_scale_that_talks_is_asked_nothing() -> None:
    with ScriptedScale(stream=FAMILY) as scale:
        found = _look(scale)
        assert _names(found)[0] == "and-ind"
        assert (found.asked, found.line) == (b"", LineSettings())
        assert scale.heard == b""


def test_a_slow_scale_is_given_time() -> None:
    with ScriptedScale(stream=FAMILY, period=0.25) as scale:
        assert _names(_look(scale))[0] == "and-ind"
        assert scale.heard == b""


def test_parity_bits_name_the_line() -> None:
    data = bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in FAMILY)
    with ScriptedScale(stream=data) as scale:
        assert _look(scale).line == LineSettings(9600, 7, "even")


@pytest.mark.parametrize(
    ("command", "answer", "names"),
    [
        (b"SI\r\n", b"S S      1.500 kg\r\n", ["mt-sics", "kern-kcp"]),
        (b"W\r", b"\n0012.34LB\r\n00\r\x03", ["nci-scp01", "fairbanks-pship"]),
        (b"\nW\r", b"\n 1G       1.250kg_\r", ["sma"]),
        (b"\x1bP\r\n", b"+   123.45 g  \r\n", ["sartorius-sbi"]),
        (b"READ\r\n", b"ST,GS,   1.250,kg\r\n", ["dini-argeo"]),
        (b"RW\r\n", FAMILY, ["and-ind"]),
        (b"Q\r\n", b"ST,+00012.34  g\r\n", ["and-std"]),
        (b"\x05", b"\x0201250\x03", ["toledo-br-enq"]),
    ],
)
def test_a_scale_that_must_be_asked_is_named_with_those_that_ask_so(
    command: bytes, answer: bytes, names: list[str]
) -> None:
    answers = by_line({command: answer})
    with ScriptedScale(lambda heard: answer if heard.endswith(command) else answers(heard)) as scale:
        found = _look(scale)
        assert _names(found) == names
        assert command in found.asked
        assert found.fits[0].garbled == 0


def test_a_counter_scale_is_found_before_words_that_would_set_it_off() -> None:
    """Toledo 8217: any other letter than W is answered by its state; E would start an echo."""
    with ScriptedScale(
        lambda heard: b"".join(b"\x0201.25\r" if b == ord("W") else b"\x02?\x50\r" for b in heard)
    ) as scale:
        found = _look(scale)
        assert _names(found)[0] == "toledo-8217"
        assert b"E" not in scale.heard


def test_an_answer_that_fits_nothing_is_shown_and_not_believed() -> None:
    with ScriptedScale(lambda _: b"login: ") as scale:
        found = _look(scale)
        assert found.fits == ()
        assert b"login" in found.heard


def test_a_silent_port_is_told_after_every_question() -> None:
    with ScriptedScale() as scale:
        found = _look(scale)
        assert (found.fits, found.heard, found.trouble) == ((), b"", "")
        assert all(question in scale.heard for question in QUESTIONS)


def test_several_ports_are_looked_at_together() -> None:
    said: list[tuple[str, str]] = []
    with ScriptedScale(stream=FAMILY) as one, ScriptedScale(by_line({b"SI\r\n": b"S S      1.500 kg\r\n"})) as two:
        ports = [one.port, two.port, "/dev/nowhere"]
        found = {answer.port: answer for answer in look_at_all(ports, lambda *words: said.append(words))}
    assert set(found) == set(ports)
    assert _names(found[one.port])[0] == "and-ind"
    assert _names(found[two.port])[0] == "mt-sics"
    assert "no such device" in found["/dev/nowhere"].trouble
    assert {port for port, _ in said} == {one.port, two.port}


def test_a_port_that_is_taken_says_by_whom() -> None:
    with ScriptedScale() as scale, Link(scale.port):
        assert f"in use by pid {os.getpid()}" in _look(scale).trouble


@pytest.fixture
def server() -> Iterator[str]:
    """A network scale that knows SI alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            try:
                connection, _ = listener.accept()
            except OSError:  # nobody came
                return
            with connection:
                while data := connection.recv(100):
                    if data.endswith(b"SI\r\n"):
                        connection.sendall(b"S D      1.500 kg\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"socket://127.0.0.1:{listener.getsockname()[1]}"
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_network_scale_is_found(server: str) -> None:
    assert _names(look_at(server, lambda _port, _words: None)) == ["mt-sics", "kern-kcp"]


def test_a_usb_scale_is_listened_to(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> None:
    node = os.path.join(tmp_path, "hidraw0")  # noqa: PTH118  # a plain path of the kernel
    os.mkfifo(node)
    writer = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    monkeypatch.setattr(hidraw, "REPORT", 6)  # a FIFO keeps no borders between reports
    os.write(writer, bytes.fromhex("03040bffa000") * 10)
    found = look_at(f"hidraw:{node}", lambda _port, _words: None)
    os.close(writer)
    assert _names(found) == ["usb-hid-pos"]
    assert str(found.fits[0].last.value) == "16.0"
