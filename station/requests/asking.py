"""Ask something of a record: straight when no station runs on it, through the running station when one does."""

from __future__ import annotations

import time
import uuid
from contextlib import closing
from typing import TYPE_CHECKING

from station.clock import Clock
from station.core.outcomes import Problem
from station.core.requests import ANY_LANE, Asked, Checked, check
from station.record import Reads, Store, StoreBusyError
from station.record.lists import Manifest
from station.requests import handover

if TYPE_CHECKING:
    from pathlib import Path

    from station.core.outcomes import Outcome
    from station.core.requests import AskedLane, Request

HANDOVER_S = 10.0
"""How long a command waits for the running station to take a request."""
_LOOK_S = 0.05


class NotTakenError(Exception):
    """A station holds the record and did not take over what was left for it."""


def named(request: Request) -> Asked:
    """The request under a new name."""
    return Asked(str(uuid.uuid4()), request)


def ask(database: Path, station_id: str | None, request: Request, lane: AskedLane = ANY_LANE) -> Outcome:
    """What came of it. `lane`: when no station runs; a running one goes by its own.

    NotTakenError: the running station did not take it. StoreError, OSError: nothing was changed.
    """
    wish = named(request)
    try:
        with Store.open(database, station_id) as store:
            return perform(store, wish, lane)
    except StoreBusyError as busy:
        return _hand_over(database, wish, busy.pid)


def perform(store: Store, wish: Asked, lane: AskedLane) -> Outcome:
    """Judge it and do it, with the record in one's own hands. StoreError: nothing was changed."""
    checked = judge(store.path, wish, lane)
    if isinstance(checked, Problem):
        return checked
    return store.apply(wish.id, checked, Clock().read(), lane.shift)


def judge(database: Path, wish: Asked, lane: AskedLane) -> Checked | Problem:
    """The judgement of a request by the lane's rules, and by the manifest and the plan of its record. StoreError."""
    with closing(Manifest(database)) as manifest:
        return check(
            wish.request,
            lane.choice,
            manifest.announced,
            lambda: _bins(database),
            bags=lane.bags,
            open_elsewhere=lane.open_elsewhere,
        )


def _bins(database: Path) -> tuple[str, ...]:
    """Of the plan in force; empty: there is none."""
    with Reads(database) as reads:
        plan = reads.plan()
    return plan.bins() if plan is not None else ()


def _hand_over(database: Path, wish: Asked, pid: int | None) -> Outcome:
    path, ours = handover.leave_request(database, wish)
    deadline = time.monotonic() + HANDOVER_S
    while path.exists():
        if time.monotonic() > deadline:
            raise NotTakenError(
                f"process {pid} has the record and did not take {path} within {HANDOVER_S:.0f} s. It stays there: a "
                "station takes it when it next looks. Delete it to give up"
            )
        time.sleep(_LOOK_S)
    if (outcome := handover.take_answer(database, wish.id)) is not None:
        return outcome
    aside = handover.refused_folder_of(path.parent) / path.name
    if aside.exists() and aside.stat().st_ino == ours:
        raise NotTakenError(
            f"the running station (process {pid}) does not know this request; nothing was changed. It is of another "
            f"version than this command: start the station again with this one. The request is in {aside}"
        )
    raise NotTakenError(f"the running station (process {pid}) took the request and left no answer; see station outbox")
