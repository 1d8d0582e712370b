"""The sort plan by which the core decides: index and version are one, so that no scan gets those of two plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core.sort_plan import PlanIndex
from station.record import Reads

if TYPE_CHECKING:
    from pathlib import Path

    from station.record import Store


class ActivePlan:
    """Changed by the core thread alone; `version` may be read from any."""

    def __init__(self) -> None:
        self.index: PlanIndex | None = None
        """None: there is no plan."""

    @property
    def version(self) -> str | None:
        """The name of the plan."""
        index = self.index
        return index.plan.version if index is not None else None

    def bins(self) -> tuple[str, ...]:
        """Its bins."""
        index = self.index
        return index.plan.bins() if index is not None else ()

    def load(self, database: Path) -> None:
        """Use the plan of the record. StoreError."""
        with Reads(database) as reads:
            plan = reads.plan()
        self.index = PlanIndex(plan) if plan is not None else None

    def replace(self, store: Store, index: PlanIndex) -> None:
        """Write a plan whose index was made elsewhere, and use it. StoreError: the old one stays."""
        store.replace_plan(index.plan)
        self.index = index
