"""Printers that take ZPL: what they answer, what is no answer, and who is at fault when they are away."""

from __future__ import annotations

import os
import stat
import tty
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import DeviceError
from hardware.printers import SystemPrinter, ZplPrinter, state_of
from hardware.printers.device_file import DeviceFileLink
from hardware.simulated.printer import FAULTS, SimulatedPrinter
from tests.waiting import until

OF_THE_GUIDE = (
    b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)
"""The form of ~HS as the ZPL II guide has it."""


def test_the_answer_of_the_guide_and_its_flags() -> None:
    whole = state_of(OF_THE_GUIDE + b'"17"\r\n')

    assert whole is not None
    assert (whole.faults, whole.held, whole.printed) == ((), 0, 17)
    open_head = OF_THE_GUIDE.replace(b"030,0,0,1245,000", b"030,1,1,1245,003").replace(
        b"000,0,0,0,0,2", b"000,0,1,0,0,2"
    )
    told = state_of(open_head)
    assert told is not None
    assert (told.faults, told.held, told.printed) == (("head_open", "paper_out", "paused"), 3, None)


@given(st.binary(max_size=200))
def test_noise_and_half_answers_are_no_state(noise: bytes) -> None:
    assert state_of(noise) is None or noise.count(b"\x02") >= 2
    for end in range(OF_THE_GUIDE.rindex(b"000\x03") + 3):
        assert state_of(OF_THE_GUIDE[:end]) is None


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_and_holds_the_label_back(fault: str) -> None:
    with SimulatedPrinter() as there:
        printer = ZplPrinter(there.port)
        printer.open()
        there.faults = {fault}
        assert fault in printer.state().faults
        printer.print(b"^XA^FO0,0^FDx^FS^XZ")
        until(lambda: bool(printer.state().held) or fault == "buffer_full", "the label in its memory")
        assert there.printed == []
        there.faults = set()
        until(lambda: len(there.printed) == int(fault != "buffer_full"), "the label")
        assert printer.state().printed == len(there.printed)
        printer.close()
        printer.close()


def test_a_silent_and_an_absent_printer_are_named() -> None:
    with SimulatedPrinter() as there:
        there.silent = True
        printer = ZplPrinter(there.port)
        printer.open()
        with pytest.raises(DeviceError, match="no answer to ~HS"):
            printer.state()
        printer.close()
    with pytest.raises(DeviceError, match="connection refused"):
        printer.open()
    with pytest.raises(DeviceError, match="no such printer"):
        DeviceFileLink("/dev/usb/lp99")


def test_the_device_file_of_a_usb_printer() -> None:
    theirs, ours = os.openpty()
    tty.setraw(ours)
    link = DeviceFileLink(os.ttyname(ours))
    link.write(b"~HS")
    assert os.read(theirs, 16) == b"~HS"
    os.write(theirs, OF_THE_GUIDE)
    assert link.read(1.0).startswith(b"\x02")
    assert link.read(0.0) == b""
    os.close(theirs)
    with pytest.raises(DeviceError, match="unplugged"):
        link.read(1.0)
    link.close()
    os.close(ours)


def test_the_print_system_gets_the_label_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    got = tmp_path / "got"
    for name, script in (
        ("lp", f'[ "$2" = hub ] || {{ echo "lp: no such queue" >&2; exit 1; }}\ncat > {got}'),
        ("lpstat", "echo printer hub disabled since today"),
    ):
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    printer = SystemPrinter("lp:hub")
    printer.open()
    assert printer.state().faults == ("paused",)
    printer.print(b"^XA^XZ")
    assert got.read_bytes() == b"^XA^XZ"
    with pytest.raises(DeviceError, match="no such queue"):
        SystemPrinter("lp:other").print(b"^XA^XZ")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(DeviceError, match="cups-client"):
        printer.open()
