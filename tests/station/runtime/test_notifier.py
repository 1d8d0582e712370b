"""Receivers of alarms: each alarm once, in its order; one that is dead delays nobody, and what is too much goes."""

from __future__ import annotations

import threading

import pytest

from station.core import RequestDone
from station.core.check_requests import NoteAlarm
from station.core.outcomes import Done, Nothing, Reason
from station.runtime import Notifier, notifier
from tests.waiting import until

DONE = Done(Reason.ALARM_NOTED)


def came(number: int) -> RequestDone:
    return RequestDone(NoteAlarm("read_rate_low", "came", str(number)), DONE)


def test_alarms_are_told_in_order_and_again_until_they_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifier, "PAUSE_S", 0.01)
    told: list[str] = []
    answers = iter([True, False, False, True, True])

    def send(title: str, text: str) -> bool:
        taken = next(answers)
        told.append(f"{text}{'' if taken else '!'}")
        return taken

    one = Notifier(1, lambda noted: (noted.alarm, noted.value), send, "file, line 1")
    thread = threading.Thread(target=one.run)
    thread.start()
    for number in range(3):
        one.heard(came(number))
    one.heard(RequestDone(NoteAlarm("read_rate_low", "seen", "-", "Bo"), DONE))
    one.heard(RequestDone(NoteAlarm("x", "came"), Nothing(Reason.NO_CHECK)))
    until(lambda: len(told) == 5, "all")
    one.stop()
    thread.join(10)
    assert told == ["0", "1!", "1!", "1", "2"]
    assert not thread.is_alive()
    assert not list(one.troubles())


def test_a_receiver_that_never_answers_keeps_a_bounded_queue_and_nobody_waits() -> None:
    hangs, over = threading.Event(), threading.Event()

    def send(_title: str, _text: str) -> bool:
        hangs.set()
        over.wait(30)
        return False

    dead = Notifier(2, lambda noted: (noted.alarm, noted.value), send, "file, line 2 (mailto)")
    thread = threading.Thread(target=dead.run, daemon=True)
    thread.start()
    for number in range(1000):
        dead.heard(came(number))
    assert hangs.wait(10)
    dead.stop()
    over.set()
    thread.join(10)
    (trouble,) = dead.troubles()
    assert trouble.about.code == "notify_away"
    assert dict(trouble.about.values) == {"name": "file, line 2 (mailto)", "waiting": 100, "lost": 900}
