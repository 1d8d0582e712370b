"""The record for commands: straight when no station runs on it, through the running station when one does."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core import EVERY_LANE
from station.core.sort_plan import parse_holds, parse_plan
from station.core.tables import lines_of
from station.record import Reads, Store, StoreBusyError, lists
from station.record.lists import SHOWN, Manifest
from station.record.lists import import_manifest as put_manifest
from station.record.log import StoreError
from station.requests import handover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.core import Announced, ChoiceRules
    from station.core.sort_plan import SortPlan
    from station.core.tables import PlanProblem
    from station.record import Backlog, DeadScan

HANDOVER_S = 10.0
"""How long a command waits for the running station to take a file."""
_LOOK_S = 0.1


class BadRowsError(Exception):
    """A file was refused whole; nothing was changed. `lines` says every problem, a line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Resent:
    """How many scans went back into the queue, and how."""

    back: int
    words: str


class NotTakenError(Exception):
    """A station holds the record and did not take over what was left for it."""


def import_plan(database: Path, station_id: str | None, file: Path) -> str:
    """Replace the sort plan by a CSV or JSON lines file; words of what is in force now.

    BadRowsError: every bad row. NotTakenError: a running station did not take it. StoreError, OSError.
    """
    content = file.read_bytes()
    plan = _plan(content, file)
    words = f"sort plan {plan.version}: {len(plan.rules)} rules"
    left = (handover.plan_name(file), content)
    done = _write(database, station_id, lambda store: handover.import_plan(store, plan), left, words)
    return done + _beside_the_centre(database, lists.PLAN)


def import_holds(database: Path, station_id: str | None, file: Path, *, empty: bool = False) -> str:
    """Replace the hold list by a CSV or JSON lines file; words of what is in force now. Errors as `import_plan`.

    A file without a parcel is a bad one unless `empty`.
    """
    content = file.read_bytes()
    holds, problems = parse_holds(_lines(content, file), file.name, empty=empty)
    if problems:
        raise _bad_rows(problems, len(problems))
    words = f"hold list: {len(holds)} parcels"
    left = (handover.holds_name(file) if holds else handover.NO_HOLDS, content)
    done = _write(database, station_id, lambda store: handover.import_holds(store, holds), left, words)
    return done + _beside_the_centre(database, lists.HOLDS)


def import_manifest(
    database: Path,
    station_id: str | None,
    file: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    empty: bool = False,
) -> str:
    """Replace the manifest by a CSV or JSON lines file; words of what is in force now. A running station sees the new
    one with its next parcel. `progress` is told bytes read and bytes in all. Errors as `import_plan`.
    A file without a parcel is a bad one unless `empty`.
    """
    if station_id is None and not database.is_file():
        raise StoreError(f"{database}: no database there. Start the station once, or name its configuration")
    table, facts = put_manifest(database, file, progress, empty=empty)
    if table.count:
        raise _bad_rows(table.problems, table.count)
    return f"manifest {facts.source}: {facts.parcels} parcels" + _beside_the_centre(database, lists.MANIFEST)


def _beside_the_centre(database: Path, name: str) -> str:
    """Notes which list is in force when the centre also publishes one."""
    with closing(Manifest(database)) as manifest:
        kept = name in manifest.confirmed()
    return f". The centre keeps a {name} too: this one counts until the centre changes its own" if kept else ""


def _bad_rows(problems: Sequence[PlanProblem], count: int) -> BadRowsError:
    lines = [str(problem) for problem in problems[:SHOWN]]
    return BadRowsError([*lines, f"and {count - SHOWN} more"] if count > SHOWN else lines)


def read_plan(file: Path) -> SortPlan:
    """The plan of a file. BadRowsError, OSError."""
    return _plan(file.read_bytes(), file)


def _plan(content: bytes, file: Path) -> SortPlan:
    plan, problems = parse_plan(_lines(content, file), file.name)
    if plan is None:
        raise _bad_rows(problems, len(problems))
    return plan


def plan_of(database: Path) -> SortPlan | None:
    """The sort plan in force."""
    with Reads(database) as reads:
        return reads.plan()


def announced(database: Path, parcel_id: str) -> Announced | None:
    """The line of the manifest. StoreError when there is a manifest that cannot be read."""
    manifest = Manifest(database)
    try:
        found = manifest.announced(parcel_id)
        if manifest.trouble is not None:
            raise StoreError(manifest.trouble)
        return found
    finally:
        manifest.close()


def resend(database: Path, seqs: Sequence[int] | None) -> Resent:
    """Put refused scans back into the queue, all of them for None. NotTakenError, StoreError, OSError."""
    with Reads(database) as reads:
        dead = {scan.seq for scan in reads.refused(-1)}
    back = len(dead if seqs is None else dead.intersection(seqs))
    if back == 0:
        return Resent(0, "nothing to resend: the centre refused none of them")
    left = (handover.RETRY, handover.retry_request(seqs))
    words = f"{back} scans back in the queue"
    return Resent(back, _write(database, None, lambda store: store.retry_refused(seqs), left, words))


def accept(database: Path, seqs: Sequence[int], who: str, why: str) -> Resent:
    """Resolve refused scans that the centre will not get, as one's own word. NotTakenError, StoreError, OSError."""
    with Reads(database) as reads:
        done = len({scan.seq for scan in reads.refused(-1)}.intersection(seqs))
    if done == 0:
        return Resent(0, "nothing to accept: none of them is refused and open")
    left = (handover.ACCEPT, handover.accept_request(seqs, who, why))
    others = len(set(seqs)) - done
    words = f"{done} refused {'scan' if done == 1 else 'scans'} accepted; they stay in the record"
    words += f". {others} of these numbers are not refused and open" if others else ""
    return Resent(done, _write(database, None, lambda store: store.accept_refused(seqs, who, why), left, words))


def fix(
    database: Path,
    seq: int,
    parcel_id: str | None,
    bin_: str | None,
    who: str,
    why: str,
    rules: ChoiceRules = EVERY_LANE,
) -> Resent:
    """Send another scan in the place of a refused one, with this parcel id or bin. ValueError in words for what cannot
    be; NotTakenError, StoreError, OSError.
    """
    content = handover.fix_request(seq, parcel_id, bin_, who, why)
    wanted = handover.fix_of(content, rules)
    with Reads(database) as reads:
        is_open = any(scan.seq == seq for scan in reads.refused(-1))
    if not is_open:
        return Resent(0, f"nothing to fix: scan {seq} is not refused and open")
    words = f"scan {seq} stays as it is; another one goes to the centre in its place"
    return Resent(1, _write(database, None, lambda store: store.fix_refused(wanted), (handover.FIX, content), words))


def alarms_seen(database: Path) -> tuple[str, ...]:
    """End what the record tells of itself until somebody has seen it; the words. Errors as `accept`."""
    with Reads(database) as reads:
        told = reads.alarms()
    if told:
        left = (handover.SEEN, handover.seen_request(told))
        _write(database, None, lambda store: store.alarms_seen(told), left, "")
    return told


def story(database: Path, seq: int) -> dict[str, object] | None:
    """All that is known of one scan; None: there is none of this number."""
    with Reads(database) as reads:
        return reads.story(seq)


def backlog(database: Path) -> Backlog:
    """What the centre does not have."""
    with Reads(database) as reads:
        return reads.backlog()


def refused(database: Path, count: int) -> tuple[DeadScan, ...]:
    """Scans that the centre refused, oldest first."""
    with Reads(database) as reads:
        return reads.refused(count)


def _lines(content: bytes, file: Path) -> list[str]:
    try:
        return lines_of(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRowsError([f"{file.name}:{line}: not UTF-8 text; save it as CSV UTF-8"]) from None


def _write(
    database: Path, station_id: str | None, write: Callable[[Store], object], left: tuple[str, bytes], words: str
) -> str:
    try:
        with Store.open(database, station_id) as store:
            write(store)
    except StoreBusyError as busy:
        _hand_over(database, *left, busy.pid)
        return f"{words}; taken over by the running station (process {busy.pid})"
    return words


def _hand_over(database: Path, name: str, content: bytes, pid: int | None) -> None:
    path, ours = handover.leave(database, name, content)
    deadline = time.monotonic() + HANDOVER_S
    while path.exists():
        if time.monotonic() > deadline:
            raise NotTakenError(
                f"process {pid} has the record and did not take {path} within {HANDOVER_S:.0f} s. It stays there: a "
                "station takes it when it next looks. Delete it to give up"
            )
        time.sleep(_LOOK_S)
    aside = handover.refused_folder_of(path.parent) / name
    if aside.exists() and aside.stat().st_ino == ours:
        raise NotTakenError(f"the running station (process {pid}) could not use it; it is in {aside}")
