"""Scanners with a line of their own at a whole station: each label once, the hand answered, the line watched."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from config import Config
from hardware.contract import DeviceError
from hardware.scanners.answers import ANSWERS
from hardware.simulated.camera import make_parcels
from hardware.simulated.scanner import SimulatedHandScanner
from station.assembly import open_scanner
from station.core import (
    Command,
    ControlRead,
    DeviceKind,
    HandScanned,
    Health,
    ReviewAsked,
    ScanCommitted,
    command_text,
)
from station.core.outcomes import Reason
from tests.station.hall import Hall, hall, take_away
from tests.station.scanner_lines import desk, rows
from tests.waiting import until

NUMBERS = ["RR473124829CN", "1Z999AA10123456784", "LP00123456789012"]


def test_a_scanned_number_is_read_not_keyed_and_the_log_names_the_scanner(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "left"}, {"name": "right"}) as here:
        here.hands["left"].scan(NUMBERS[0])
        here.hands["right"].scan("]C0" + NUMBERS[1])
        until(lambda: len(here.numbers()) == 2, "two scans")
        until(lambda: here.station.status().hour.read.first_time == 2, "two first-time reads")
        assert here.station.status().hour.read.keyed == 0

        assert {each.scan.draft.scanner for each in here.of(ScanCommitted)} == {"left", "right"}
        assert all(event.taken for event in here.of(HandScanned))
    terms = "(SELECT text FROM term WHERE id = engine), keyed"
    assert sorted(rows(tmp_path, terms)) == [("scanner:left", 0), ("scanner:right", 0)]


def test_a_label_that_is_read_over_and_over_by_two_scanners_is_one_parcel_and_told_once(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "left"}, {"name": "right"}) as here:
        for _ in range(50):
            here.hands["left"].scan(NUMBERS[0])
            here.hands["right"].scan(NUMBERS[0])
        here.hands["left"].scan(NUMBERS[1])
        until(lambda: NUMBERS[1] in here.numbers(), "the next parcel")

        assert here.numbers() == NUMBERS[:2]
        assert here.refused().count(Reason.SCANNED_AGAIN) == 1


def test_what_is_no_parcel_is_asked_about_and_noise_neither_stops_the_lane_nor_floods_it(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "hand"}) as here:
        here.hands["hand"].scan("HELLO-1")
        until(lambda: len(here.of(ReviewAsked)) == 1, "the question")
        for number in range(200):
            here.hands["hand"].scan(bytes([0x80 + number % 64, 0xFF, 0x81 + number % 50]))
        here.hands["hand"].scan(NUMBERS[0])
        until(lambda: here.numbers() == NUMBERS[:1], "the parcel")

        assert len(here.of(ReviewAsked)) <= 6
        device = next(each for each in here.station.status().devices if each.label == "hand")
        assert [defect.about.code for defect in device.defects] == ["scanner_noisy"]


def test_unplugged_is_red_and_named_and_plugged_in_it_scans_again(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "hand"}) as here:
        for number in NUMBERS:
            here.hands["hand"].scan(number)
            until(partial(here.has, number), number)
            here.hands["hand"].unplug()
            until(lambda: not here.is_up("hand"), "red")
            trouble = next(each for each in here.station.status().troubles if each.key == "scanner-hand")
            assert (trouble.about.code, dict(trouble.about.values)["name"]) == ("scanner_down", "hand")
            here.hands["hand"].plug()
            until(lambda: here.is_up("hand"), "back")
        assert here.numbers() == NUMBERS


@pytest.mark.parametrize("maker", ["zebra-ssi", "datalogic", "honeywell"])
def test_the_hand_that_scanned_is_answered_after_the_commit_and_no_other(tmp_path: Path, maker: str) -> None:
    answers = ANSWERS[maker]  # type: ignore[index]
    two = ({"name": "one", "maker": maker}, {"name": "other", "maker": maker})
    with desk(tmp_path, *two, plan=True, held=[NUMBERS[0]]) as here:
        hand = here.hands["one"]
        cases = ((NUMBERS[2], "good"), ("HELLO-1", "question"), ("RR473124828CN", "question"), (NUMBERS[0], "stop"))
        for text, feedback in cases:
            hand.scan(text)
            until(partial(_ends_with, hand, answers[feedback]), feedback)  # type: ignore[index]
        assert here.hands["other"].answers() == b""


def _ends_with(hand: SimulatedHandScanner, answer: bytes) -> bool:
    return hand.answers().endswith(answer)


def test_a_locked_scanner_gives_nothing_until_somebody_has_seen_the_stop(tmp_path: Path) -> None:
    answers = ANSWERS["zebra-ssi"]
    with desk(tmp_path, {"name": "hand", "maker": "zebra-ssi", "lock": True}) as here:
        hand = here.hands["hand"]
        hand.scan(NUMBERS[0])  # there is no sort plan: it stops
        until(lambda: here.station.status().scanners[0].locked, "locked")
        assert "scanner-hand-locked" in {each.key for each in here.station.status().troubles}
        until(lambda: hand.answers() == answers["stop"] + answers["lock"], "told")
        assert hand.locked
        hand.send(NUMBERS[1].encode() + b"\r\n")  # one that does not obey
        until(lambda: Reason.SCANNER_LOCKED in here.refused(), "refused aloud")
        assert here.numbers() == NUMBERS[:1]

        hand.send(command_text(Command.YES, here.key).encode() + b"\r\n")
        until(lambda: not here.station.status().scanners[0].locked, "unlocked")
        assert Reason.STOP_SEEN in here.refused()
        until(lambda: not hand.locked, "its light is on again")
        hand.scan(NUMBERS[2])
        until(lambda: here.numbers() == [NUMBERS[0], NUMBERS[2]], "it scans again")
        until(lambda: here.station.status().scanners[0].locked, "locked anew")
        assert here.station.acknowledge_stop()
        assert not here.station.acknowledge_stop()


def test_a_refused_card_does_not_lock_the_scanner_with_which_one_has_to_log_in(tmp_path: Path) -> None:
    locks = {"name": "hand", "maker": "zebra-ssi", "lock": True}
    with desk(tmp_path, locks, shift={"required": True}) as here:
        here.hands["hand"].scan(NUMBERS[0])
        until(lambda: Reason.LOG_IN_FIRST in here.refused(), "refused aloud")
        until(lambda: here.hands["hand"].answers() == ANSWERS["zebra-ssi"]["stop"], "told")
        assert not here.hands["hand"].locked


def test_a_form_in_front_has_the_scan_and_what_it_does_not_want_comes_to_the_lane(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "hand"}) as here:
        here.station.scans_for(lambda text: text.startswith("SEAL"))
        here.hands["hand"].scan("SEAL-1")
        here.hands["hand"].scan(NUMBERS[0])
        until(lambda: here.numbers() == NUMBERS[:1], "the parcel")
        [form, lane] = here.of(HandScanned)
        assert (form.scan.text, form.taken, lane.taken) == ("SEAL-1", False, True)

        here.station.take_scan(form.scan, form.by)
        until(lambda: len(here.of(ReviewAsked)) == 1, "the question about the seal")


def until_there_are(count: int, seen: Callable[[], Sequence[object]], what: str) -> None:
    until(lambda: len(seen()) == count, what)


def told(here: Hall) -> list[ControlRead]:
    return [event for event in here.events if isinstance(event, ControlRead)]


def test_the_same_parcel_by_camera_and_scanner_is_one_presentation_with_one_entry(tmp_path: Path) -> None:
    with (
        SimulatedHandScanner(tmp_path / "hand") as hand,
        hall(tmp_path / "data", scanner=[{"name": "hand", "port": str(tmp_path / "hand")}]) as here,
    ):
        here.up()
        for count, parcel in enumerate(islice(make_parcels(3), 2), 1):
            here.table.place(parcel)
            until_there_are(count, here.scans, "the camera's scan")
            hand.scan(parcel.parcel_id)
            until_there_are(count, partial(told, here), "told that it is read")
            take_away(here)
        assert len(here.scans()) == 2


def test_a_parcel_that_is_scanned_before_the_camera_sees_it_is_booked_once(tmp_path: Path) -> None:
    scanner = [{"name": "hand", "port": str(tmp_path / "hand")}]
    parcel, other = islice(make_parcels(4), 2)
    with (
        SimulatedHandScanner(tmp_path / "hand") as hand,
        hall(tmp_path / "data", scanner=scanner, scale={"enabled": False}, weigh={"required": False}) as here,
    ):
        until(lambda: here.health(DeviceKind.CAMERA) is Health.UP, "the camera")
        hand.scan(parcel.parcel_id)
        until_there_are(1, here.scans, "the scanner's scan")
        here.table.place(parcel)
        until(lambda: here.station.status().lane.presence.value != "none", "the camera sees it")
        here.table.remove()
        until(lambda: here.station.status().lane.presence.value == "none", "it is gone")
        here.table.place(other)
        until(lambda: len(here.scans()) >= 2, "the next one")

    assert [event.scan.parcel_id for event in here.scans()] == [parcel.parcel_id, other.parcel_id]


def test_a_port_that_another_process_has_is_named_with_it(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "hand"}) as here:
        second = {"scanner": [{"name": "second", "port": str(tmp_path / "hand")}]}
        scanner = open_scanner(Config.model_validate(second).scanner[0])
        with pytest.raises(DeviceError, match=rf"in use by pid {os.getpid()} "):
            scanner.open()
        assert here.is_up("hand")


def test_one_device_row_for_each_scanner(tmp_path: Path) -> None:
    with desk(tmp_path, {"name": "left"}, {"name": "right"}) as here:
        report = [each for each in here.station.report()["devices"] if each["kind"] == DeviceKind.SCANNER]
        assert [(each["label"], each["health"]) for each in report] == [("left", "up"), ("right", "up")]
