"""What must be true of a hub after faults: every confirmed scan at the centre once, and the hub view right. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from station.core.counting import HubRow


@dataclass(frozen=True, slots=True)
class Account:
    """Scans by their ids."""

    confirmed: int
    """That a station confirmed."""
    held: int
    """That the centre tells in its feed."""
    lost: tuple[str, ...]
    """Confirmed, or in a station's record, and not at the centre."""
    twice: tuple[str, ...]
    """More than once at the centre."""
    unknown: tuple[str, ...]
    """At the centre, and of no station."""
    forgotten: tuple[str, ...]
    """Confirmed, and not in its station's record."""


def account(confirmed: Iterable[str], recorded: Iterable[str], centre: Iterable[str]) -> Account:
    """Compare ids: `recorded` stand in the stations' records, `centre` in the feed."""
    told, there, held = set(confirmed), set(recorded), Counter(centre)
    twice = sorted(name for name, times in held.items() if times > 1)
    lost, unknown = sorted((told | there) - held.keys()), sorted(held.keys() - told - there)
    return Account(len(told), held.total(), tuple(lost), tuple(twice), tuple(unknown), tuple(sorted(told - there)))


def faults_of_account(found: Account) -> list[str]:
    """Empty: every scan is at the centre once."""
    kinds = {
        "lost": found.lost,
        "twice at the centre": found.twice,
        "at the centre and of no station": found.unknown,
        "confirmed and not in the record": found.forgotten,
    }
    return [f"{len(ids)} {words}, as {ids[0]}" for words, ids in kinds.items() if ids]


def faults_of_view(
    rows: Sequence[HubRow], held: Mapping[str, int], expected: Mapping[str, int], *, settled: bool
) -> list[str]:
    """Why the hub view is not right yet. `held`: entries that the centre holds by station, without gaps.

    `expected`: entries of each station; `settled`: nothing is scanned any more, so that the figures are exact.
    """
    known = {row.station_id: row for row in rows}
    faults = [f"{name} is not in the hub view" for name in expected if name not in known]
    for name, row in known.items():
        count = expected.get(name, 0)
        if row.silent is not False:
            faults.append(f"{name} counts as silent")
        if held.get(name, 0) < count or (settled and held.get(name, 0) != count):
            faults.append(f"{name}: {held.get(name, 0)} of {count} entries")
        if settled and row.pending != 0:
            faults.append(f"{name}: {row.pending} wait")
        if settled and row.presented != count:
            faults.append(f"{name}: the last hour shows {row.presented} of {count}")
    return faults
