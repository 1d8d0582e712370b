"""Labels through the running station: each once, through faults, kills and power cuts; told within 2 s."""

from __future__ import annotations

import multiprocessing
import random
import time
from functools import partial
from pathlib import Path

import pytest

from hardware.simulated.printer import FAULTS, SimulatedPrinter
from station.assembly import label_queue
from station.core import ControlRead, Health, LabelState, command_text
from station.core.bag_requests import CloseBag, OpenBag
from station.core.outcomes import Done, Reason
from station.requests import hub_key_made
from station.service import Station
from tests.station.printing_lines import configuration, open_labels, printer_of, printing, run_until_killed
from tests.waiting import until


def printing_troubles(station: Station) -> list[str]:
    codes = [each.about.code for each in station.status().troubles]
    return [code for code in codes if code.startswith(("printer", "labels"))]


LABEL = b"^XA^FO0,0^FD%d^FS^XZ"


@pytest.mark.parametrize("fault", FAULTS[:6])
def test_a_fault_is_red_in_time_and_its_label_is_printed_once_after_the_cure(fault: str, tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = configuration(tmp_path, there.port)
        with printing(config) as station:
            until(lambda: printer_of(station).health is Health.UP, "the printer")
            there.faults, at = {fault}, time.monotonic()
            until(lambda: printer_of(station).health is Health.DOWN, "red", 2.0)
            assert time.monotonic() - at < 2.0
            about = printer_of(station).about
            assert about is not None
            assert about.code == f"printer_{fault}"
            label_queue(config).add("labels", "bag", "B1", LABEL % 1)
            until(lambda: station.printers.says()[0].waiting == 1, "one waits")
            assert printing_troubles(station) == ["printer_down"]
            there.faults = set()
            until(lambda: open_labels(config) == 0, "printed")
            assert printer_of(station).health is Health.UP
    assert there.printed == [LABEL % 1]


def test_a_power_cut_and_a_printer_that_swallows(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = configuration(tmp_path, there.port)
        with printing(config) as station:
            there.faults = {"paper_out"}
            until(lambda: printer_of(station).health is Health.DOWN, "red")
            there.faults = set()
            there.swallows = 1
            label_queue(config).add("labels", "bag", "B1", LABEL % 1)
            until(lambda: open_labels(config) == 0, "sent again")
            there.switch_off()
            label_queue(config).add("labels", "bag", "B2", LABEL % 2)
            until(lambda: printer_of(station).health is Health.DOWN, "gone")
            there.switch_on()
            until(lambda: open_labels(config) == 0, "printed when it is back")
            assert station.printers.reprint().reason is Reason.LABEL_AGAIN
            until(lambda: open_labels(config) == 0, "printed again")
            there.swallows = 99
            label_queue(config).add("labels", "bag", "B3", LABEL % 3)
            until(lambda: station.printers.says()[0].unsure == 1, "given up", 40)
            assert printing_troubles(station) == ["labels_unsure"]
    assert there.printed == [LABEL % 1, LABEL % 2, LABEL % 2]


def _went_on(there: SimulatedPrinter, before: int) -> bool:
    return len(there.printed) > before


def test_each_label_once_through_kills_at_any_point(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    chance = random.Random(19)
    with SimulatedPrinter(label_s=0.15) as there:
        config = configuration(tmp_path, there.port)
        labels = [LABEL % number for number in range(12)]
        for number, label in enumerate(labels):
            label_queue(config).add("labels", "bag", f"B{number}", label)
        for _ in range(5):
            station = spawn.Process(target=run_until_killed, args=(tmp_path, there.port))
            station.start()
            until(partial(_went_on, there, len(there.printed)), "a label", 60)
            time.sleep(chance.uniform(0.0, 0.5))
            station.kill()
            station.join()
        with printing(config):
            until(lambda: open_labels(config) == 0, "all")
    assert there.printed == labels
    assert label_queue(config).labels((LabelState.UNSURE, LabelState.FAILED)) == ()


def test_what_is_due_is_printed_by_itself_once_also_after_a_kill(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = configuration(tmp_path, there.port, automatic=["bag_closed", "bag_opened"])
        label_queue(config).began()
        with printing(config) as station:
            station.printers.due = lambda *_: ()  # a kill between the record and the queue
            station.ask(OpenBag("Ana", "A01", "BAG-1"))
        with printing(config) as station:
            until(lambda: len(there.printed) == 1, "the label of the open bag")
            station.ask(CloseBag("BAG-1", "Ana", "0", "S-1"))
            until(lambda: len(there.printed) == 2, "the label of the closed bag")
            events: list[object] = []
            station.subscribe(events.append)
            key = hub_key_made(tmp_path / "data" / "command-barcodes.key")
            station.key_in(command_text("REPRINT", key))
            until(lambda: len(there.printed) == 3, "once more by the card")
            done = [each.outcome for each in events if isinstance(each, ControlRead)]
            assert done == [Done(Reason.LABEL_AGAIN, {"about": "BAG-1"})]
        with printing(config):
            time.sleep(1.0)
    assert [b"closed" in each for each in there.printed] == [False, True, True]
