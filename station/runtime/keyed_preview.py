"""The check of a number while a worker types it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hardware.contract import Notice
from station.core import keyed_choice, meant
from station.core.identify import identify
from station.record.lists import Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from station.core import ChoiceRules, Identity

MOST = 3
"""Parcels that a hint names."""


class KeyedCheck:
    """Answers within a key stroke, by the lane's rules and the manifest. One thread uses it."""

    def __init__(self, database: Path, rules: ChoiceRules) -> None:
        self._manifest = Manifest(database)
        self._rules = rules

    def of(self, text: str) -> Identity:
        """What the number would be taken for; where its check digit fails, the hint names announced parcels like it."""
        choice = keyed_choice(text, self._rules, self._manifest.announced)
        if choice.parcel is not None:
            return choice.parcel.identity
        identity = identify(text, keyed=True)
        parcels = meant(text, self._manifest.announced) if identity.check is False else []
        if not parcels:
            return identity
        return replace(identity, hint=_alike(tuple(parcels[:MOST]), identity.hint))

    def close(self) -> None:
        """Close the manifest. May be called twice."""
        self._manifest.close()


def _alike(parcels: tuple[str, ...], hint: Notice | None) -> Notice:
    """Announced parcels like the number, and the hint that it has already."""
    more = (*hint.values, ("cause", hint.code)) if hint is not None else ()
    return Notice("announced_alike", tuple(sorted((("announced", parcels), *more))))
