"""What the centre answers, the same for every database. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from station.tracking_server.clocks import corrected
from station.tracking_server.verdicts import STORED, Checked, Known, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from station.tracking_server.chain import Chain
    from station.tracking_server.envelope import BootClock

MOST_PARCEL_SCANS = 1000
"""Scans of one parcel that are told, the latest ones."""
HOUR = ("station_id", "hour", "scans", "parcels", "exceptions", "accepted")
"""What is counted of a station in an hour."""
MOST_GAPS = 10_000
"""Runs of missing numbers that are told, the lowest ones."""

Run = tuple[int, int]
"""First and last of numbers without a gap."""


class Result(TypedDict):
    """The verdict on one sent scan."""

    scan_id: str | None
    """As it was sent; None when what was sent is no text."""
    status: str
    """stored, duplicate, conflict or rejected."""
    code: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held of an epoch once a batch is stored."""

    high_water: int
    """The highest number held; 0: none."""
    missing: tuple[Run, ...]
    """Numbers directly below scans of the batch that are not held: lost here, or never let in. A scan that is held
    under another epoch, where it was numbered before, asks for none.
    """


def judged(
    sent: Sequence[Any], checked: Sequence[Checked | Verdict], known: Known
) -> tuple[list[Result], list[Checked]]:
    """A result for each sent scan, in their order, and the scans that are new."""
    results, new = [], []
    for scan, check in zip(sent, checked, strict=True):
        verdict = known.judge(check) if isinstance(check, Checked) else check
        if verdict is STORED and isinstance(check, Checked):
            new.append(check)
        results.append(_result(scan, verdict))
    return results, new


def held_seqs(sent: Sequence[Any], results: Sequence[Result]) -> list[int]:
    """The numbers of those scans of a batch that are held."""
    told = zip(sent, results, strict=True)
    return [scan["seq"] for scan, result in told if result["status"] in ("stored", "duplicate")]


def before(seqs: Iterable[int]) -> list[int]:
    """The numbers directly below those of a batch that are not in it themselves."""
    held = set(seqs)
    return sorted({seq - 1 for seq in held if seq > 1} - held)


def gaps_answer(station_id: str, epoch: str, stored: int, high_water: int, gaps: Sequence[Run]) -> dict[str, Any]:
    """The part of the answer that numbers tell."""
    missing = [list(gap) for gap in gaps]
    return {"station_id": station_id, "epoch": epoch, "stored": stored, "high_water": high_water, "gaps": missing}


def chain_answer(chain: Chain) -> dict[str, Any]:
    """The part of the answer that the chain tells."""
    head = None if chain.head is None else {"seq": chain.seq, "head": chain.head.hex()}
    return {"head": head, "chain": chain.state}


def held_scans(
    rows: Iterable[tuple[str, str, str, str]], clocks: Mapping[tuple[str, str], BootClock]
) -> list[dict[str, Any]]:
    """Rows (body, station_id, epoch, received_at) as they are told; `clocks` by station and boot."""
    told = []
    for body, station_id, epoch, received_at in rows:
        scan = json.loads(body)
        where = {"station_id": station_id, "epoch": epoch, "received_at": received_at}
        boot_id = scan.get("boot_id")
        clock = clocks.get((station_id, boot_id)) if isinstance(boot_id, str) else None
        moment = corrected(scan, clock) if clock is not None else None
        told.append({**scan, **where} | ({} if moment is None else {"scanned_at_corrected": moment}))
    return told


def _result(sent: Any, verdict: Verdict) -> Result:
    scan_id = sent.get("scan_id") if isinstance(sent, dict) else None
    return {
        "scan_id": scan_id if isinstance(scan_id, str) else None,
        "status": verdict.status,
        "code": verdict.code,
        "message": verdict.message,
    }
