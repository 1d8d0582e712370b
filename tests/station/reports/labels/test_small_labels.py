"""Labels of one parcel: the picture of each is read, and nothing on it commands the printer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.reading import LabelReader
from hardware.simulated.printer import rendered
from station.core import RecentScan
from station.reports.labels import exception_slip, parcel_label


def scan(number: str | None, code: str = "OW", place: str = "REJECT") -> RecentScan:
    return RecentScan(7, "2026-12-01T10:00:00.000Z", number, None, None, None, place, code, keyed=False, sent="queued")


def read(label: str) -> list[str]:
    return [each.text for each in LabelReader().read(rendered(label.encode())).symbols]


def test_the_numbers_of_slip_and_new_label_are_read() -> None:
    assert read(exception_slip(scan("RR473124829CN"), "lane-1")) == ["RR473124829CN"]
    assert read(parcel_label("RR473124829CN", "LP00123456789012", "lane-1")) == ["RR473124829CN"], "the old one is text"
    assert read(exception_slip(scan(None, "NR"), "lane-1")) == []


@given(number=st.text(min_size=1, max_size=30), place=st.text(max_size=20))
@settings(max_examples=50)
def test_nothing_on_a_slip_is_a_command_to_the_printer(number: str, place: str) -> None:
    written = exception_slip(scan(number, place=place), "lane-1")

    assert (written.count("^XA"), written.count("^XZ"), written.count("~")) == (1, 1, 0)
    assert written.isascii()
    assert rendered(written.encode()).shape == (609, 812)
