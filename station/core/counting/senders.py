"""How well the labels of each kind of sender are read: by the carrier, service and origin of their numbers. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from station.core.counting.read_classes import ReadClass, ReadCounts, class_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.core.counting.tally import CountedScan


class Sender(NamedTuple):
    """Whose labels look alike: they print numbers of one kind. All None: no number was ever known."""

    carrier: str | None
    service: str | None
    country: str | None


@dataclass(slots=True)
class _Seen:
    """One presentation."""

    read: ReadClass | None = None
    sender: Sender | None = None
    causes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LabelQuality:
    """Of one kind of sender."""

    read: Counter[ReadClass] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    """Why their labels were not read, one for each look that failed."""

    @property
    def counts(self) -> ReadCounts:
        read = self.read
        return ReadCounts(
            read[ReadClass.NOT_READ], read[ReadClass.KEYED], read[ReadClass.AFTER_RETRIES], read[ReadClass.FIRST_TIME]
        )


def label_quality(scans: Iterable[CountedScan]) -> dict[Sender, LabelQuality]:
    """By sender. A parcel that was not read and keyed in later tells of whom its label is."""
    seen: dict[str, _Seen] = {}
    for scan in scans:
        if scan.is_override:
            continue
        one = seen.setdefault(scan.presentation, _Seen(scan.read_before))
        one.read = class_after(one.read, has_id=scan.has_id, keyed=scan.keyed)
        if scan.has_id and one.sender is None:
            one.sender = Sender(scan.carrier, scan.service, scan.country)
        if not scan.has_id and scan.cause is not None:
            one.causes.append(scan.cause)
    found: dict[Sender, LabelQuality] = {}
    for one in seen.values():
        quality = found.setdefault(one.sender or Sender(None, None, None), LabelQuality())
        quality.read[one.read or ReadClass.NOT_READ] += 1
        quality.causes.update(one.causes)
    return found
