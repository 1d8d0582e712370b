"""A parcel number as one row of a table: what it looks like, what proves it, whose it is, how it is printed.

The tables are `america`, `europe` and `asia`; numbers that a row cannot tell (S10, IMpb, 1Z, DPD) have their own code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardware.contract import Notice, values_of
from station.core.identify.hints import slip
from station.core.identify.rule import Rule, failed
from station.core.identify.scanned import Medium
from station.core.models import Identity, Kind, Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station.core.identify.scanned import Scanned

BARE = (Medium.LINEAR, Medium.MATRIX, Medium.KEYED, Medium.UNTOLD)
"""Where a bare number may stand: in GS1 symbols, ITF and retail codes digits have a meaning of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of parcel number.

    A PREFIX format has a prefix of its own. A CHECKED one has a check digit besides, and when that fails the number is
    still named, as a parcel id that may not be booked. A WEAK one is a number that other numbers look like: when its
    check digit fails it is not this format at all, and the next row is asked.
    """

    name: str
    form: str
    """Group `number` is the parcel number (default: all), `zip` the postcode, `service` is looked up in `services`."""
    first: str
    """The characters that it can begin with."""
    lengths: range
    carrier: str | None
    """None: several carriers give out such numbers."""
    strength: Strength
    source: str
    """Where the layout is from: V seen in a document or published numbers, R recalled."""
    check: Callable[[str], bool] | None = None
    """Over group `number`."""
    proven: str = ""
    """The check is inferred and a failure counts for numbers that begin so; for others it only proves less."""
    short: Callable[[str], str] | None = None
    """From group `number` to the number that is tracked."""
    country: str | None = None
    role: str | None = None
    service: str | None = None
    services: Mapping[str, str] | None = None
    printed: str = ""
    """How it is grouped, each # one character; empty: in one piece."""
    media: tuple[Medium, ...] = ()
    kind: Kind = Kind.PARCEL
    first_mile: bool = False

    def rule(self) -> Rule:
        """The row as a rule that can be asked."""
        compiled = re.compile(self.form)
        return Rule(compiled, self.judge, frozenset(self.media) or None, self.first, self.lengths)

    def judge(self, scanned: Scanned, match: re.Match[str]) -> Identity | None:
        """What the number is, by this row alone."""
        groups = match.groupdict()
        number = groups.get("number") or match[0]
        holds = None if self.check is None else self.check(number)
        if holds is False and not number.startswith(self.proven):
            holds = None
        if holds is False:
            return None if self.strength is Strength.WEAK else self._failed(scanned, number)
        if self.strength is Strength.WEAK and not number.strip("0"):
            return None
        tracked = self.short(number) if self.short else number
        return Identity(
            raw=scanned.raw,
            kind=self.kind,
            carrier=self.carrier,
            country=self.country,
            country_role=self.role,
            service=self._service(groups.get("service")),
            postal_code=groups.get("zip"),
            normalized=tracked,
            printed=spaced(tracked, self.printed),
            check=holds,
            reason=self.name,
            hint=self._doubt(),
            strength=Strength.PREFIX if self.proven and not holds else self.strength,
            first_mile=self.first_mile,
        )

    def weak_slip(self, text: str) -> Notice | None:
        """The likely slip in a keyed number that is of this form but for its check digit."""
        match = re.fullmatch(self.form, text)
        if match is None or self.check is None:
            return None
        number = match.groupdict().get("number") or match[0]
        if self.check(number):
            return None
        slipped = slip(number, 0, len(number), self.check)
        return Notice(slipped.code, tuple(sorted((*slipped.values, *values_of(of_carrier=self.carrier)))))

    def _failed(self, scanned: Scanned, number: str) -> Identity:
        keyed = scanned.medium is Medium.KEYED and self.check is not None
        hint = slip(number, 0, len(number), self.check) if keyed and self.check else None
        return failed(scanned, self.carrier, self.country, self.role, hint)

    def _service(self, code: str | None) -> str | None:
        if code is None or self.services is None:
            return self.service
        return self.services.get(code, self.service.format(code) if self.service else None)

    def _doubt(self) -> Notice | None:
        return DOUBT if self.strength is Strength.WEAK and self.kind is Kind.PARCEL else None


DOUBT = Notice("ambiguous_number")


def spaced(number: str, mask: str) -> str:
    """The number as it is printed, each # of the mask one character; one of another length stays in one piece."""
    return mask.replace("#", "{}").format(*number) if mask.count("#") == len(number) else number
