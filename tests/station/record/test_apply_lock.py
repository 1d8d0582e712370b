"""A lock is a part of the shift: only an open one is locked, once, and whoever takes over finds it unlocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import ClockReading, Shift
from station.core.lock_requests import LockShift, UnlockShift
from station.core.outcomes import Done, Nothing, Reason
from station.core.requests import Checked, CloseShift, OpenShift
from station.record import Reads, Store
from station.requests import named

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.requests import Request

NOW = ClockReading("2026-11-30T10:00:00.000Z", 1, "boot", "synced")


def test_a_shift_is_locked_once_and_unlocked_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "station.db", "lane-1") as store:

        def ask(request: Request) -> Done | Nothing:
            return store.apply(named(request).id, Checked(request), NOW, Shift())

        def is_locked() -> bool:
            with Reads(store.path) as reads:
                return reads.shift().locked_at is not None

        assert ask(LockShift("Ana")) == Nothing(Reason.NO_SHIFT_IS_OPEN)
        ask(OpenShift("Ana"))
        assert ask(UnlockShift("Bo", "supervisor")) == Nothing(Reason.SHIFT_NOT_LOCKED)
        assert [ask(LockShift("Ana")).__class__ for _ in range(2)] == [Done, Nothing]
        assert is_locked()
        assert ask(UnlockShift("Bo", "supervisor")) == Done(Reason.SHIFT_UNLOCKED, {"operator": "Ana", "who": "Bo"})
        assert not is_locked()
        ask(LockShift("Ana"))
        assert isinstance(ask(OpenShift("Cy", hand_over=True)), Done)
        assert not is_locked()
        ask(LockShift("Cy"))
        ask(CloseShift())
        assert not is_locked()
