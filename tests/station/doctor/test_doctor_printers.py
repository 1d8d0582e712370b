"""The doctor on printers: what is wrong with each, tried here or told by the running station."""

from __future__ import annotations

from pathlib import Path

from hardware.simulated.printer import SimulatedPrinter
from station.core import Health
from station.doctor.printer import check_printers
from station.doctor.running import running_station
from tests.station.printing_lines import configuration, printer_of, printing
from tests.waiting import until


def test_each_printer_is_tried_or_told_by_the_station(tmp_path: Path) -> None:
    with SimulatedPrinter() as there:
        config = configuration(tmp_path, there.port)
        assert check_printers(config, None).state == "ok"
        there.faults = {"paper_out"}
        finding = check_printers(config, None)
        assert (finding.state, "no paper; put labels in" in finding.words) == ("fault", True)
        with printing(config) as station:
            until(lambda: printer_of(station).health is Health.DOWN, "red")
            told = check_printers(config, running_station(config))
            assert (told.state, "no paper" in told.words, "says so" in told.words) == ("fault", True, True)
            there.faults = set()
            until(lambda: printer_of(station).health is Health.UP, "cured")
            told = check_printers(config, running_station(config))
            assert (told.state, "0 labels wait" in told.words) == ("ok", True)
    assert check_printers(config, None).state == "fault"
    assert check_printers(config.model_copy(update={"printer": ()}), None).state == "ok"
