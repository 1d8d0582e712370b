"""From a parcel that is decided on to the scan that is stored."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import FORCED, MANUAL, NOTHING, ReadVerdict, ScanDraft, event_code, scanner_of, usual
from station.core.counting import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hardware.contract import Notice
    from station.core import Capture, Choice, ClockReading, Decision
    from station.core.counting import Presentation
    from station.core.lane import Presented


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a scan holds beside the parcel and the decision."""

    clock: ClockReading
    operation: str
    operator: str | None
    scale_serial: str | None
    plan_version: str | None
    causes: Iterable[Notice]
    """What the frames said for which nothing was read."""
    event_codes: Mapping[str, str]
    """What the partner calls operations and exceptions."""
    bag: str | None
    """The receptacle whose label the camera saw last."""
    presentation: Presentation | None
    """The one that goes on with this scan; None: it is the first of a new one."""
    is_put: bool = True
    """False: where a parcel is put is confirmed by a label."""
    reason: str | None = None
    """Why it came back."""


def draft_of(presented: Presented, decision: Decision, now: Circumstances) -> ScanDraft:
    """The scan as the store takes it."""
    choice, capture = presented.choice, presented.capture
    several = choice.verdict is ReadVerdict.MULTI_READ
    chosen = choice.parcel or (choice.candidates[0] if choice.candidates and not several else None)
    ready = max(presented.since, capture.at) if capture else presented.since
    return ScanDraft(
        clock=now.clock,
        operation=now.operation,
        identity=chosen.identity if chosen else None,
        symbol=chosen.symbol if chosen else None,
        frames=presented.frames,
        keyed=presented.keyed,
        references=tuple(r.normalized or r.raw for r in choice.references),
        capture=capture,
        scale_serial=now.scale_serial if capture and capture.mode not in {MANUAL, FORCED} else None,
        decision=decision,
        cause=None if choice.parcel else _cause_of(choice, now.causes),
        plan_version=now.plan_version,
        operator=now.operator,
        verdict_ms=None if presented.keyed else round((time.monotonic() - ready) * 1000, 1),
        event_code=event_code(now.event_codes, now.operation, decision),
        bag=now.bag,
        is_put=now.is_put,
        reason=now.reason,
        scanner=presented.machine.by if presented.machine is not None else scanner_of(choice),
        size_mm=presented.machine.size_mm if presented.machine is not None else None,
        presentation=now.presentation.first if now.presentation else None,
        read_before=now.presentation.read if now.presentation else None,
    )


def shown_of(presented: Presented, on_scale: Capture | None, others: frozenset[str]) -> Shown:
    """What tells which parcel it is; `on_scale` counts where the parcel was stopped without a weight. `others`: its
    numbers under other labels.
    """
    capture = presented.capture or on_scale
    identity = presented.choice.parcel.identity if presented.choice.parcel else None
    return Shown(
        at=time.monotonic(),
        parcel_id=identity.normalized if identity is not None and identity.accepted else None,
        grams=capture.grams if capture is not None else None,
        keyed=presented.keyed,
        by_machine=presented.machine is not None,
        others=others,
    )


def _cause_of(choice: Choice, causes: Iterable[Notice]) -> Notice | None:
    """What the frames showed, when there was no code to say more."""
    if choice.cause not in {None, NOTHING}:
        return choice.cause
    return usual(causes) or choice.cause
