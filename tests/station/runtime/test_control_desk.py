"""Command barcodes at the running lane: by the scanner line and before the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract import Reading, Symbol
from hardware.simulated.camera import make_parcels
from station.core import ControlRead, Presence, command_text
from station.core.outcomes import Problem, Reason
from station.requests import hub_key_made
from station.runtime.control_desk import GONE_S, LOOKS, InView
from tests.station.hall import hall, rows
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

KEY = "command-barcodes.key"
CORNERS = ((0, 0), (9, 0), (9, 9), (0, 9))


def symbol(text: str) -> Symbol:
    return Symbol(text, text.encode(), "QRCode", "]Q1", CORNERS, "zxing")


def test_a_scanned_command_is_done_and_a_forged_one_says_so_and_does_nothing(tmp_path: Path) -> None:
    key = hub_key_made(tmp_path / KEY)
    with hall(tmp_path) as here:
        here.up()
        here.table.place(next(iter(make_parcels(7))))
        until(lambda: len(here.scans()) == 1, "the scan")
        here.station.key_in(command_text("UNDO", bytes(32)))
        here.station.key_in(command_text("LATER", key))
        assert [scan.taken_back for scan in here.station.recent(2)] == [False]
        here.station.key_in(command_text("dispatch".upper(), key).lower())
        here.station.key_in(command_text("UNDO", key))
        here.station.key_in(command_text("YES", key))
        here.station.key_in(command_text("NINE", key))

        assert [scan.taken_back for scan in here.station.recent(2)] == [True]
        assert here.station.status().operation == "dispatch"
        told = [event for event in here.events if isinstance(event, ControlRead)]
        assert [event.outcome and event.outcome.reason for event in told] == [
            Reason.NOT_OF_THIS_HUB,
            Reason.UNKNOWN_COMMAND,
            Reason.OPERATION_CHANGED,
            Reason.TAKEN_BACK,
            None,
            None,
        ]
        assert here.station.status().lane.presence is not Presence.OPEN  # no command waits for a parcel
    assert len([row for row in rows(tmp_path) if row[1]]) == 1


def test_a_key_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / KEY).write_bytes(b"short")
    with hall(tmp_path) as here:
        here.station.key_in(command_text("UNDO", bytes(32)))
        (told,) = [event for event in here.events if isinstance(event, ControlRead)]

    assert isinstance(told.outcome, Problem)
    assert "Copy it again" in str(told.outcome.values["text"])


def test_the_lane_sees_no_command_and_one_alone_is_done_once(tmp_path: Path) -> None:
    text = command_text("DISPATCH", hub_key_made(tmp_path / KEY))
    with hall(tmp_path) as here:
        here.up()
        controls = here.station._parts.controls
        frame = Reading((symbol(text), symbol("RB123456785CN")), None, 1.0)
        left = [controls.without_controls(number / 10, frame) for number in range(9)]

        assert {each.symbols for each in left} == {(symbol("RB123456785CN"),)}
        assert len([event for event in here.events if isinstance(event, ControlRead)]) == 1
        assert here.station.status().operation == "dispatch"


def due_of(frames: list[frozenset[str]], step: float = 0.1) -> list[frozenset[str]]:
    view, told = InView(), []
    for number, texts in enumerate(frames):
        view, due = view.after(number * step, texts)
        told += [due] if due else []
    return told


ONE, BOTH = frozenset({"a"}), frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("frames", "told"),
    [
        ([ONE] * LOOKS, [ONE]),
        ([ONE] * (LOOKS - 1), []),
        ([ONE] * 9, [ONE]),
        ([ONE] * LOOKS + [frozenset()] * int(GONE_S * 10 + 2) + [ONE] * LOOKS, [ONE, ONE]),
        ([ONE] * LOOKS + [frozenset()] + [ONE] * LOOKS, [ONE]),
        ([ONE, BOTH, ONE, ONE, ONE], [BOTH]),
    ],
)
def test_what_is_due(frames: list[frozenset[str]], told: list[frozenset[str]]) -> None:
    assert due_of(frames) == told


@given(st.lists(st.sets(st.sampled_from("abc"), min_size=1).map(frozenset), min_size=1, max_size=30))
def test_of_a_sheet_in_view_no_single_command_is_done_once_two_were_seen(frames: list[frozenset[str]]) -> None:
    seen: frozenset[str] = frozenset()
    view = InView()
    for number, texts in enumerate(frames):
        seen |= texts
        view, due = view.after(number * 0.1, texts)
        assert not due or due == seen
