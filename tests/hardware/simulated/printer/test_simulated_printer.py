"""The simulated printer as a real one: what it holds goes with its power, its count stays; its picture can be read."""

from __future__ import annotations

import pytest

from hardware.contract import DeviceError
from hardware.printers import ZplPrinter
from hardware.reading import LabelReader
from hardware.simulated.printer import SimulatedPrinter, rendered
from tests.waiting import until

LABEL = b"^XA^CI28^PW812^LL609^FO40,40^BY3^BCN,200,N,N,N,A^FH_^FDRR473124829CN^FS^FO40,300^A0N,60,60^FH_^FD5_2F7^FS^XZ"


def test_power_takes_what_it_holds_and_leaves_its_count() -> None:
    with SimulatedPrinter(label_s=0.01) as there:
        printer = ZplPrinter(there.port)
        printer.open()
        printer.print(LABEL)
        until(lambda: len(there.printed) == 1, "the first")
        there.faults = {"paper_out"}
        printer.print(LABEL)
        until(lambda: printer.state().held == 1, "in its memory")
        there.switch_off()
        there.faults = set()
        there.switch_on()
        printer.close()
        printer.open()
        assert (printer.state().held, printer.state().printed) == (0, 1)
        printer.close()


def test_one_without_a_count_says_so_and_a_taken_port_is_named() -> None:
    with SimulatedPrinter(counts=False) as there:
        printer = ZplPrinter(there.port)
        printer.open()
        assert printer.state().printed is None
        printer.close()
        with pytest.raises(DeviceError, match="Address already in use"):
            SimulatedPrinter(port=int(there.port.rpartition(":")[2]))


def test_the_picture_of_a_label_is_read() -> None:
    paper = rendered(LABEL)

    assert paper.shape == (609, 812)
    assert [each.text for each in LabelReader().read(paper).symbols] == ["RR473124829CN"]
    assert rendered(b"^XA^PW100^LL50^QQ3^FO1,1^FDx^XZ").min() == 255, "what is not ended or not known draws nothing"
