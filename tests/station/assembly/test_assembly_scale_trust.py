"""The configured rules of weighing reach the running core, and a stuck scale is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from config import Config
from hardware.contract import Notice, Weight
from station.assembly.rules import station_rules
from station.clock import Clock
from station.core.weighing.cycle import WeighRules
from station.record.writer import Store
from station.runtime import Active, ActiveShift, Inbox, LanePorts, LaneThread


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def running(folder: Path) -> Iterator[tuple[LaneThread, Inbox]]:
    store = Store.open(folder / "station.db", "lane-1")
    rules, inbox = station_rules(Config(), 0.3), Inbox()
    lane_thread = LaneThread(store, rules, Clock(), inbox, Active(ActiveShift(rules.shift)), LanePorts())
    thread = threading.Thread(target=lane_thread.run)
    thread.start()
    try:
        yield lane_thread, inbox
    finally:
        inbox.stop()
        thread.join()
        lane_thread.close()


def weight(grams: int, age_s: float) -> Weight:
    return Weight("weight", Decimal(grams), "g", True, "gross", "ok", b"%d" % grams, time.monotonic() - age_s)


def test_old_messages_are_no_weight_for_the_core_and_the_worker_is_told(tmp_path: Path) -> None:
    with running(tmp_path) as (lane_thread, inbox):
        for age_s in (8.0, 7.5, 7.0):
            inbox.weighed(weight(0, age_s))
        until(lambda: lane_thread.lane_status().weigh_phase == "empty")
        for age_s in (6.0, 5.0, 4.0, 3.0):
            inbox.weighed(weight(500, age_s))
        until(lambda: lane_thread.lane_status().prompt == Notice("frozen"))

        assert lane_thread.lane_status().captured_grams is None

        inbox.weighed(weight(500, 0.1))
        inbox.weighed(weight(500, 0.0))
        until(lambda: lane_thread.lane_status().prompt is None or lane_thread.lane_status().captured_grams == 500)


def test_every_setting_of_weighing_reaches_the_rules() -> None:
    settings = {
        "min_load_g": 10,
        "division_g": 2,
        "fresh_s": 7,
        "frozen_s": 70,
        "unflagged_after_s": 4,
        "swap": True,
        "allow_net": True,
        "max_scale_g": 6000,
    }
    told = WeighRules(Decimal(10), Decimal(2), 0.3, 2, 4, 7, 70, swap=True, allow_net=True, max_scale_g=Decimal(6000))

    assert station_rules(Config.model_validate({"weigh": settings}), 0.3).lane.weigh == told
    plain = station_rules(Config(), 0.3).lane.weigh
    assert plain == WeighRules(Decimal(20), Decimal(1))
    assert station_rules(Config.model_validate({"scale": {"enabled": False}}), 0.3).lane.weigh is None
