"""What is wrong with the lists of the centre. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hardware.contract import notice
from station.core import Trouble, caused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hardware.contract import Notice
    from station.core import ListStatus

AWAY_S = 900.0
"""A list that the centre has not confirmed for so long is missed; when the line comes back it may take its time."""


def list_troubles(lists: Iterable[ListStatus], at: float, *, online: bool) -> Iterator[Trouble]:
    """What the centre sent and cannot be used, what does not come though the line is up, what it has not confirmed for
    too long. `at`: monotonic seconds.
    """
    for each in lists:
        key = f"list-{each.name.replace(' ', '-')}"
        if each.refused:
            about = caused("list_refused", each.words, each.about, list=each.name)
            yield Trouble(f"{key}-refused", grave=False, about=about, since=at)
        elif each.kept_by_centre and each.words and online and (each.age_s or AWAY_S) >= AWAY_S:
            about = caused("list_away", each.words, each.about, list=each.name)
            yield Trouble(f"{key}-away", grave=False, about=about, since=at)
        if each.stale:
            yield Trouble(f"{key}-old", grave=False, about=_old(each), since=at, figures_run=True)


def _old(each: ListStatus) -> Notice:
    if each.age_s is None:
        return notice("list_of_unknown_age", list=each.name)
    return notice("list_old" if each.of_centre else "list_by_hand_old", list=each.name, age_s=_whole_age(each.age_s))


def _whole_age(seconds: float) -> int:
    """Whole days, hours, minutes or seconds: what is told of an age that has hardly changed is the same."""
    length = next((length for length in (86400, 3600, 60) if seconds >= length), 1)
    return int(seconds // length) * length
