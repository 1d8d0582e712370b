"""Files of lists that a person brings: sort plan, hold list, manifest."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from station.core.sort_plan import parse_plan
from station.core.tables import lines_of
from station.record import lists
from station.record.lists import SHOWN, Manifest
from station.record.lists import import_manifest as put_manifest
from station.record.log import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.core.sort_plan import SortPlan
    from station.core.tables import PlanProblem

PLAN, HOLDS = lists.PLAN, lists.HOLDS
_LONGEST_NAME = 60


class BadRowsError(Exception):
    """A file was refused whole; nothing was changed. `lines` says every problem, a line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def list_text(file: Path) -> tuple[str, str]:
    """Name and text of a file; the name is the version of a plan that names none. BadRowsError, OSError."""
    content = file.read_bytes()
    try:
        return file.name[-_LONGEST_NAME:], content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRowsError([f"{file.name}:{line}: not UTF-8 text; save it as CSV UTF-8"]) from None


def read_plan(file: Path) -> SortPlan:
    """The plan of a file. BadRowsError, OSError."""
    _, text = list_text(file)
    plan, problems = parse_plan(lines_of(text), file.name)
    if plan is None:
        raise _bad_rows(problems, len(problems))
    return plan


def import_manifest(
    database: Path,
    station_id: str | None,
    file: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    empty: bool = False,
) -> str:
    """Replace the manifest by a CSV or JSON lines file; words of what is in force now. A running station sees the new
    one with its next parcel. `progress` is told bytes read and bytes in all. BadRowsError: every bad row. StoreError,
    OSError. A file without a parcel is a bad one unless `empty`.
    """
    if station_id is None and not database.is_file():
        raise StoreError(f"{database}: no database there. Start the station once, or name its configuration")
    table, facts = put_manifest(database, file, progress, empty=empty)
    if table.count:
        raise _bad_rows(table.problems, table.count)
    return f"manifest {facts.source}: {facts.parcels} parcels" + beside_the_centre(database, lists.MANIFEST)


def beside_the_centre(database: Path, name: str) -> str:
    """Tells which list is in force when the centre keeps one too."""
    with closing(Manifest(database)) as manifest:
        kept = name in manifest.confirmed()
    return f". The centre keeps a {name} too: this one counts until the centre changes its own" if kept else ""


def _bad_rows(problems: Sequence[PlanProblem], count: int) -> BadRowsError:
    rows = [str(problem) for problem in problems[:SHOWN]]
    return BadRowsError([*rows, f"and {count - SHOWN} more"] if count > SHOWN else rows)
