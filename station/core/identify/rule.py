"""What a row of the rule table is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.core.identify.scanned import Medium, Scanned
from station.core.models import Identity, Kind

if TYPE_CHECKING:
    from hardware.contract import Notice

Judge = Callable[[Scanned, re.Match[str]], Identity | None]
"""Says what a text of this form is; None: not this after all, ask the next rule."""

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 4096
"""Characters; no identifier is longer, and patterns need not be asked about more."""
ANY = range(LONGEST + 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A form and who judges it. The form has to match the whole text."""

    form: re.Pattern[str]
    judge: Judge
    media: frozenset[Medium] | None = None
    """The symbols that may carry it; None: any."""
    first: str = ""
    """The characters that the form can begin with; empty: any. This and `lengths` spare asking in vain."""
    lengths: range = ANY

    def may_fit(self, medium: Medium, first: str, length: int) -> bool:
        """Whether a text of that length that begins so may be of this form."""
        allowed = self.media is None or medium in self.media
        return allowed and length in self.lengths and (not self.first or (first != "" and first in self.first))


def rule(form: str, judge: Judge, *media: Medium, first: str = "", lengths: range = ANY) -> Rule:
    """A row whose text has to be examined by code of its own."""
    return Rule(re.compile(form, re.DOTALL | re.ASCII), judge, frozenset(media) or None, first, lengths)


def thing(kind: Kind, reason: str, form: str, *media: Medium, first: str = "", lengths: range = ANY) -> Rule:
    """A row of something that is no parcel and carries nothing that the station wants."""
    return rule(
        form, lambda scanned, _: Identity(scanned.raw, kind, reason=reason), *media, first=first, lengths=lengths
    )


def exactly(*counts: int) -> range:
    """Lengths from the first to the last count."""
    return range(counts[0], counts[-1] + 1)


def failed(
    scanned: Scanned, carrier: str | None, country: str | None, role: str | None, hint: Notice | None
) -> Identity:
    """A parcel number whose check digit does not hold: no canonical form, as nobody knows which character is wrong."""
    return Identity(
        raw=scanned.raw,
        kind=Kind.PARCEL,
        carrier=carrier,
        country=country,
        country_role=role,
        check=False,
        reason="check_digit_failed",
        hint=hint if scanned.medium is Medium.KEYED else None,
    )
