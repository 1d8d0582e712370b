"""What a run changes against the recording, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from station.core import ReadVerdict
from station.replay.rerun import judged

if TYPE_CHECKING:
    from hardware.contract import Notice, Reading
    from station.core.lane import Presented
    from station.replay.rerun import Handover, Run


@dataclass(frozen=True, slots=True)
class Replayed:
    """Counts and changes; times in seconds from the first line of the recording."""

    frames: int
    """Looked at."""
    read_before: int
    read_after: int
    """Frames that gave a certain code."""
    weights: int
    identical: bool
    """Every reading, every parcel that was handed over and the lane at the end are what they were."""
    changes: tuple[dict[str, Any], ...]
    """Frames that give something else."""
    parcels: tuple[dict[str, Any], ...]
    """Parcels that were handed over, each `before`, `after` or both."""

    @property
    def gain(self) -> int:
        """Parcels read more than then; where there are as many, frames."""
        parcels = [sum(_is_read(each[side]) for each in self.parcels) for side in ("after", "before")]
        return parcels[0] - parcels[1] or self.read_after - self.read_before


def compared(run: Run, start: float) -> Replayed:
    """`start`: monotonic seconds of its first line."""
    changes = tuple(
        {
            "frame": each.number,
            "at": round(each.at - start, 3),
            "before": _reading(each.before),
            "after": _reading(each.after),
        }
        for each in run.frames
        if judged(each.before) != judged(each.after)
    )
    same = [each.presented for each in run.before] == [each.presented for each in run.after]
    return Replayed(
        frames=len(run.frames),
        read_before=sum(bool(each.before.symbols) for each in run.frames),
        read_after=sum(bool(each.after.symbols) for each in run.frames),
        weights=run.weights,
        identical=same and not changes and run.same_end,
        changes=changes,
        parcels=tuple(_paired(run, start)),
    )


def _paired(run: Run, start: float) -> list[dict[str, Any]]:
    """In the order of time; what was handed over then and is now in the same way stands once."""
    before, after = list(run.before), list(run.after)
    rows: list[tuple[float, dict[str, Any]]] = []
    for was in before:
        now = next((each for each in after if _parcel(each) == _parcel(was)), None)
        if now is not None:
            after.remove(now)
        rows.append((was.at, {"before": _with_end(was), "after": _with_end(was) if now is not None else None}))
    rows += [(now.at, {"before": None, "after": _parcel(now)}) for now in after]
    return [{"at": round(at - start, 3), **row} for at, row in sorted(rows, key=lambda each: each[0])]


def _reading(reading: Reading) -> dict[str, Any]:
    return {"read": [symbol.text for symbol in reading.symbols], "cause": _cause(reading.cause)}


def _parcel(handover: Handover) -> dict[str, Any]:
    presented: Presented = handover.presented
    choice, capture = presented.choice, presented.capture
    identity = choice.parcel.identity if choice.parcel is not None else None
    return {
        "verdict": choice.verdict.value,
        "parcel_id": None if identity is None else identity.normalized or identity.raw,
        "grams": None if capture is None else f"{capture.grams:f}",
        "cause": _cause(choice.cause),
    }


def _with_end(handover: Handover) -> dict[str, Any]:
    """With what the station decided."""
    became = handover.became or {}
    return {**_parcel(handover), "code": became.get("code") or became.get("asks"), "bin": became.get("bin")}


def _cause(cause: Notice | None) -> str | None:
    if cause is None:
        return None
    values = ", ".join(f"{name} {value}" for name, value in cause.values)
    return f"{cause.code} ({values})" if values else cause.code


def _is_read(parcel: dict[str, Any] | None) -> bool:
    return parcel is not None and parcel["verdict"] == ReadVerdict.READ.value
