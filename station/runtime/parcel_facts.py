"""What the record, the shift and the other stations know of a parcel before it is decided on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.core import Facts, duplicates_since, into_bag

if TYPE_CHECKING:
    from station.core import Accept, Capture, ClockReading, Refusal
    from station.record import Reads
    from station.runtime.active import Active
    from station.runtime.lane_ports import LanePorts
    from station.runtime.lane_rules import StationRules
    from station.runtime.record_upkeep import RecordUpkeep


class ParcelFacts:
    """Used by the lane thread alone."""

    def __init__(self, upkeep: RecordUpkeep, rules: StationRules, active: Active, ports: LanePorts) -> None:
        self._upkeep, self._hours, self._rules = upkeep, rules.duplicate_hours, rules.decision
        self._shift, self._plan, self._ports = active.shift, active.plan, ports

    def of(self, parcel_id: str | None, clock: ClockReading, bag: str | None, reads: Reads) -> Facts:
        """`bag`: the receptacle whose label the camera saw last. Of no number nothing is known."""
        if parcel_id is None:
            return Facts()
        since, operation = duplicates_since(self._upkeep.now(), self._hours), self._shift.now.operation
        known = reads.facts(parcel_id, since, clock.utc[:10], operation)
        for number in reads.relabels.others(parcel_id):
            known = known.with_number(number, reads.facts(number, since, clock.utc[:10], operation))
        if since is None:
            known = known.without_duplicates()
        elsewhere = self._ports.elsewhere(parcel_id, operation)
        return replace(known, online=self._ports.online(), bag=bag, elsewhere=elsewhere)

    def into_bag(self, accepted: Accept, number: str | None, capture: Capture | None, reads: Reads) -> Accept | Refusal:
        """Whether the open bag of its bin takes it."""
        grams = capture.grams if capture is not None else None
        bag, before = reads.bags.of_bin(accepted.bin), reads.bags.of_parcel(number)
        return into_bag(accepted, bag, before, grams, self._plan.index, self._rules)
