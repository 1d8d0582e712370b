"""A printer of the contract is what drivers and stand-ins are."""

from __future__ import annotations

import typing

import pytest

from hardware.error_texts import DEVICE_ERRORS
from hardware.output_contract import Printer, PrinterFault
from hardware.printers import SystemPrinter, ZplPrinter


@pytest.mark.parametrize("made", [ZplPrinter("socket://127.0.0.1:1"), SystemPrinter("lp:hub")])
def test_each_driver_is_a_printer(made: Printer) -> None:
    assert made.name
    made.close()


def test_every_fault_has_its_sentence() -> None:
    assert {f"printer_{fault}" for fault in typing.get_args(PrinterFault)} <= DEVICE_ERRORS.keys()
