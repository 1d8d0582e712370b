"""What the core does for the record beside its parcels: about once a second, in short steps, between two facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.core import StoreTrouble
from station.record.log import DamagedError, StoreError
from station.requests import take_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.core import ChoiceRules, Event
    from station.record import Store
    from station.runtime.record_upkeep import Keeping


class Housekeeping:
    """Used by the core thread, which has the one write connection."""

    def __init__(self, store: Store, incoming: Path, keeping: Keeping, choice: ChoiceRules) -> None:
        self._store = store
        self._incoming = incoming
        self._keeping = keeping
        self._warned: str | None = None
        self._choice = choice

    def do(self, publish: Callable[[Event], None]) -> bool:
        """One short step of each chore; True: a plan, holds or requests of a command were taken over.

        DamagedError: the record must not be written any more, and the station has to end.
        """
        try:
            self._keeping.step()
        except DamagedError:
            raise
        except StoreError as error:
            publish(StoreTrouble(str(error)))
        self._warn_of_clock(publish)
        return self._take_over(publish)

    def _warn_of_clock(self, publish: Callable[[Event], None]) -> None:
        """Once for each time that the clock is not believed."""
        warning = self._keeping.time.warning
        if warning is not None and self._warned is None:
            publish(StoreTrouble(warning))
        self._warned = warning

    def _take_over(self, publish: Callable[[Event], None]) -> bool:
        if not (self._incoming.is_dir() and any(self._incoming.iterdir())):
            return False
        try:
            take_over(self._store, self._incoming, self._choice)
        except StoreError as error:
            publish(StoreTrouble(str(error)))
        return True
