"""Law 13 on the real screen: no verdict stands over another parcel, whatever comes and goes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from station.ui import state
from station.ui.screens import scan
from tests.station.shift import LOOK_S, Seen, Shift

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.events import Status
    from station.ui.verdicts import Verdict


async def seen_in(folder: Path, count: int) -> Seen:
    """What a shift of `count` parcels had on the screen."""
    shift = Shift(folder, count)
    threads = [threading.Thread(target=each) for each in (shift.work, shift.come_and_go)]
    try:
        with shift.station:
            app = shift.app()
            async with app.run_test(size=(80, 24)) as pilot:
                app.set_interval(LOOK_S, lambda: shift.look(app))
                for thread in threads:
                    thread.start()
                while not shift.over.is_set():
                    await pilot.pause(0.5)
    finally:
        shift.over.set()
        for thread in threads:
            thread.join()
        shift.close()
    return shift.seen


@pytest.mark.parametrize("count", [8, pytest.param(300, marks=pytest.mark.soak)], ids=["short", "soak"])
async def test_no_verdict_stands_over_another_parcel(count: int, tmp_path: Path) -> None:
    seen = await seen_in(tmp_path, count)

    print(
        f"{count} parcels, {seen.looks} looks: its own verdict was seen for {len(seen.with_own)}; the longest that one "
        f"was still seen after the next parcel was put down: {seen.longest_s:.2f} s"
    )
    assert seen.over_another == []
    assert seen.too_long == set()
    assert seen.wrong == []
    assert len(seen.with_own) == count


async def test_a_screen_that_keeps_the_last_verdict_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control."""

    def keeps(status: Status, verdict: Verdict | None, given_at: float, question: Verdict | None = None) -> state.Shown:
        if verdict is not None:
            return state.Shown(state.State.PLACE, verdict, given=True)
        return state.shown(status, verdict, given_at, question)

    monkeypatch.setattr(scan, "shown", keeps)
    assert (await seen_in(tmp_path, 4)).over_another
